#!/usr/bin/env python3
"""Writes the movements of an archive of NumPy, named `NNN/tensor`, as one safetensors file each: movements.py IN.npz FOLDER"""
import json, pathlib, struct, sys
import numpy as np

archive, folder = np.load(sys.argv[1]), pathlib.Path(sys.argv[2])
folder.mkdir(parents=True, exist_ok=True)
for name in sorted({key.split("/")[0] for key in archive.files}):
    header, data = {}, b""
    for tensor in ["pelvis", "chest", "head", "limbs", "root", "so"]:
        values = np.ascontiguousarray(archive[f"{name}/{tensor}"], dtype="<f4")
        header[tensor] = {"dtype": "F32", "shape": values.shape, "data_offsets": [len(data), len(data) + values.nbytes]}
        data += values.tobytes()
    text = json.dumps(header).encode()
    (folder / f"{name}.safetensors").write_bytes(struct.pack("<Q", len(text)) + text + data)
