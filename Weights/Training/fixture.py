"""Writes a fixture for tests: a held-out clip, and what the networks add to it, computed from their files with NumPy.

fixture.py PAIRS space-frame.safetensors space-sequence.safetensors OUTPUT.safetensors
"""
import glob
import json
import sys

import numpy as np
from safetensors import safe_open
from safetensors.numpy import save_file

import pairs


def run(path, features):
    """Returns the output of a network file for the features of a clip. [T, 33, 3]"""
    with safe_open(path, "np") as file:
        graph = json.loads(file.metadata()["graph"])
        constants = {name: file.get_tensor(name).astype(np.float32) for name in file.keys()}
    values = {graph["inputs"][0]["name"]: features.reshape(len(features), -1)}
    frames = np.arange(len(features))
    for node in graph["nodes"]:
        inputs = [values[name] for name in node["inputs"]]
        if node["op"] == "gather_columns":
            result = np.concatenate([inputs[0][np.clip(frames + offset, 0, frames[-1])] for offset in node["offsets"]], -1)
        elif node["op"] == "convolution":
            weights = constants[node["weights"]]
            result = inputs[0] @ weights.reshape(len(weights), -1).T + constants[node["bias"]]
        else:
            assert node["op"] == "add", node["op"]
            result = inputs[0] + inputs[1]
        values[node["output"]] = np.maximum(result, 0) if node.get("activation") == "relu" else result
    return values[graph["outputs"][0]].reshape(-1, 33, 3)


def held_out(path):
    """Yields what the level best sees in the held-out clips of a file."""
    with safe_open(path, "np") as file:
        for label in json.loads(file.metadata()["clips"]):
            if label["split"] == "held-out":
                yield {key: file.get_tensor(f"clip{label['index']}/best/{key}")
                       for key in ("xy", "world", "confidence", "found")}


def main():
    folder, frame, sequence, output = sys.argv[1:]
    seen = next(clip for path in sorted(glob.glob(f"{folder}/pairs-*.safetensors")) for clip in held_out(path)
                if clip["found"].all())
    features = pairs.features(seen["xy"], seen["world"], seen["confidence"], seen["found"] > 0)
    seen["conf"] = seen.pop("confidence")
    tensors = {**seen, "features": features, "frame": run(frame, features), "sequence": run(sequence, features)}
    save_file({name: np.ascontiguousarray(value, np.float32) for name, value in tensors.items()}, output)


if __name__ == "__main__":
    main()
