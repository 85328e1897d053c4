"""Reads the pairs that `space-training` writes, and makes the networks' input and target of them."""
import glob
import json
from dataclasses import dataclass

import numpy as np
from safetensors import safe_open

HIPS = [23, 24]


@dataclass
class Clip:
    """A clip as one level sees it. `features` [T, 33, 6], `target` [T, 33, 3] meters, `found` [T]."""

    movement: str
    category: str
    level: str
    features: np.ndarray
    target: np.ndarray
    found: np.ndarray


def features(xy, world, confidence, found):
    """Returns the input of the networks, as `SpaceFeatures` and `SequenceCorrection` of the library make it.

    Per joint: x and y in the image in meters, x, y and z in space, confidence. A frame without a person repeats the last one
    with confidence 0.
    """
    xy, world = xy.astype(np.float64), world.astype(np.float64)
    weight = np.maximum(confidence, 1e-3)[..., None].astype(np.float64)
    total = weight.sum(1, keepdims=True)
    space_mean = (weight * world[..., :2]).sum(1, keepdims=True) / total
    image_mean = (weight * xy).sum(1, keepdims=True) / total
    space = world[..., :2] - space_mean
    scale = (weight * space * (xy - image_mean)).sum((1, 2)) / np.maximum((weight * space**2).sum((1, 2)), 1e-9)
    image = (xy - image_mean) / np.maximum(scale, 1e-3)[:, None, None] + space_mean
    result = np.concatenate([image, world, confidence[..., None]], -1)
    last = np.maximum.accumulate(np.where(found, np.arange(len(found)), -1))
    last[last < 0] = np.argmax(found)
    result = result[last]
    result[~found, :, 5] = 0
    return result.astype(np.float32)


def along_line_of_sight(truth, truth_xy, size, focal):
    """Returns the truth turned so that z is the line of sight to the middle of the hips, as the networks see people."""
    center = truth_xy[:, HIPS].mean(1) - np.array(size) / 2
    sight = np.concatenate([center / focal, np.ones((len(center), 1))], -1)
    sight /= np.linalg.norm(sight, axis=-1, keepdims=True)
    axis = np.cross(sight, [0.0, 0.0, 1.0])
    cross = np.zeros((len(sight), 3, 3))
    cross[:, 0, 1], cross[:, 0, 2], cross[:, 1, 2] = -axis[:, 2], axis[:, 1], -axis[:, 0]
    cross -= cross.transpose(0, 2, 1)
    turn = np.eye(3) + cross + cross @ cross / (1 + sight[:, 2])[:, None, None]
    return np.einsum("nij,nkj->nki", turn, truth.astype(np.float64)).astype(np.float32)


def read(folder, split, least_found=0.6):
    """Returns the clips of a split, `train` or `held-out`, in which the person is found in most frames."""
    clips = []
    for path in sorted(glob.glob(f"{folder}/pairs-*.safetensors")):
        with safe_open(path, "np") as file:
            metadata = file.metadata()
            for label in json.loads(metadata["clips"]):
                if label["split"] != split:
                    continue
                name = f"clip{label['index']}"
                target = along_line_of_sight(
                    file.get_tensor(name + "/truth"), file.get_tensor(name + "/truthXY"),
                    (label["width"], label["height"]), label["focal"])
                for level in metadata["levels"].split(","):
                    seen = {key: file.get_tensor(f"{name}/{level}/{key}") for key in ("xy", "world", "confidence", "found")}
                    found = seen.pop("found") > 0
                    if found.mean() >= least_found:
                        clips.append(Clip(label["movement"], label["category"], level,
                                          features(**seen, found=found), target, found))
    return clips
