#!/usr/bin/env python3
"""Prints the expected numbers of RecordedAnglesTests: errors of angles over time, with NumPy alone.

    recorded_angles.py ../shared/reference/movement/angles
"""

import json
import sys

import numpy as np

ANGLES = {
    "knee": ("leftHip", "leftKnee", "leftAnkle"),
    "hip": ("leftShoulder", "leftHip", "leftKnee"),
    "ankle": ("leftKnee", "leftAnkle", "leftFootIndex"),
    "elbow": ("leftShoulder", "leftElbow", "leftWrist"),
    "shoulder": ("leftElbow", "leftShoulder", "leftHip"),
}
SIDES = ("left", "right")


def truth(path):
    """Returns the times and the angles of a truth."""
    fields = json.load(open(path))
    return np.array(fields["time"]), {name: np.array(values) for name, values in fields["angles"].items()}


def observed(path):
    """Returns the times and the angles of the only person of a sequence."""
    header, *frames = [json.loads(line) for line in open(path)]
    frames = [frame for frame in frames if frame["people"]]
    world = np.array([frame["people"][0]["world"] for frame in frames])
    angles = {}
    for side in SIDES:
        for kind, joints in ANGLES.items():
            first, vertex, second = (header["joints"].index(joint.replace("left", side)) for joint in joints)
            u, v = world[:, first] - world[:, vertex], world[:, second] - world[:, vertex]
            sine, cosine = np.linalg.norm(np.cross(u, v), axis=1), (u * v).sum(1)
            angles[side + kind.capitalize()] = np.degrees(np.arctan2(sine, cosine))
    return np.array([frame["time"] for frame in frames]), angles


def compare(times, found, known_times, known):
    """Returns the shift with the best correlation of the knees, and the squared errors and variances by kind."""

    def at(shift, name):
        inside = (times + shift >= known_times[0] - 0.0005) & (times + shift <= known_times[-1] + 0.0005)
        return found[name][inside], np.interp(times[inside] + shift, known_times, known[name])

    def correlation(shift):
        left, right = (at(shift, side + "Knee") for side in SIDES)
        return np.corrcoef(left[0] + right[0], left[1] + right[1])[0, 1]

    shift = max((step * 0.005 for step in range(-40, 41)), key=correlation)
    errors = {}
    for kind in ANGLES:
        sides = [np.subtract(*at(shift, side + kind.capitalize())) for side in SIDES]
        errors[kind] = np.mean([[(error**2).mean(), error.var()] for error in sides], axis=0)
    return shift, errors


for level in ("reference", "best"):
    shifts, recordings = [], []
    for name in ("squat", "walk", "walk_front", "walk_front_near"):
        shift, errors = compare(
            *observed(f"{sys.argv[1]}/sequences/{name}.{level}.jsonl"), *truth(f"{sys.argv[1]}/{name}.json"))
        shifts.append(round(shift, 3))
        recordings.append(errors)
    print(level, "shifts", shifts)
    for kind in ANGLES:
        print(level, kind, *np.round(np.sqrt(np.mean([errors[kind] for errors in recordings], axis=0)), 6))
