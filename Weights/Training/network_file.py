"""Writes a correction network as a network file of Poise.

Weights are `enter`, `block0.time`, `block0.mix`, ..., `leave`, each `.weight` [outputs, inputs, time] and `.bias`.
"""
import json

import numpy as np
from safetensors.numpy import save_file

JOINTS, FEATURES, LICENSE = 33, 6, "Apache-2.0"


def graph(weights, dilations, causal, frames):
    """Returns the graph and its constants for a number of frames."""
    nodes, constants = [], {}

    def shape(channels):
        return [1, 1, frames, channels]

    def node(name, op, inputs, channels, **parameters):
        nodes.append(dict(op=op, inputs=inputs, output=name, shape=shape(channels), **parameters))
        return name

    def convolution(name, source, activation, dilation=1):
        weight = weights[name + ".weight"]
        outputs, _, taps = weight.shape
        if taps > 1:
            before = (taps - 1) * dilation if causal else (taps - 1) * dilation // 2
            offsets = [tap * dilation - before for tap in range(taps)]
            source = node(name + ".window", "gather_columns", [source], weight.shape[1] * taps, offsets=offsets)
        constants[name + ".weight"] = weight.transpose(0, 2, 1).reshape(outputs, 1, 1, -1).astype(np.float16)
        constants[name + ".bias"] = weights[name + ".bias"].astype(np.float16)
        return node(name, "convolution", [source], outputs, weights=name + ".weight", bias=name + ".bias",
                    stride=[1, 1], padding=[0, 0, 0, 0], activation=activation)

    value = convolution("enter", "joints", "relu")
    for index, dilation in enumerate(dilations):
        inner = convolution(f"block{index}.time", value, "relu", dilation)
        inner = convolution(f"block{index}.mix", inner, "relu")
        value = node(f"block{index}", "add", [value, inner], weights["leave.weight"].shape[1], activation="none")
    convolution("leave", value, "none")
    nodes[-1]["output"] = "correction"
    inputs = [dict(name="joints", shape=shape(JOINTS * FEATURES))]
    return dict(inputs=inputs, nodes=nodes, outputs=["correction"]), constants


def write(path, weights, dilations, causal, training):
    """Writes the network file. `training` is a sentence on the training, which the file keeps."""
    frames = 29 if weights["enter.weight"].shape[2] > 1 else 1
    document, constants = graph(weights, dilations, causal, frames)
    text = json.dumps(document, sort_keys=True, separators=(",", ":"))
    save_file({name: np.ascontiguousarray(value) for name, value in sorted(constants.items())}, path, metadata={
        "format": "poise-network", "version": "1", "graph": text, "source": "", "source_sha256": "",
        "license": LICENSE, "training": training})
