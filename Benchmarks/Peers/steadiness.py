#!/usr/bin/env python3
"""Writes MediaPipe's results on the clips of `bench steadiness` and on videos as JSON Lines for its option --peer.

    steadiness.py films FRAMES OUT             # mp.solutions.pose; FRAMES from: bench steadiness --frames FRAMES
    steadiness.py films FRAMES OUT --tasks     # the Tasks API, in video mode, with the full model of the wheel
    steadiness.py stored FILE.jsonl... OUT     # results stored with the reference videos

The Python class assumes that each frame is a thirtieth of a second after the one before, which is true of the clips,
and uses a window of 9 cells instead of the published graph's 7.
"""

import argparse
import json
import sys
import tempfile
import zipfile
from pathlib import Path

RATE = 30
JOINTS = (
    "nose leftEyeInner leftEye leftEyeOuter rightEyeInner rightEye rightEyeOuter leftEar rightEar mouthLeft mouthRight "
    "leftShoulder rightShoulder leftElbow rightElbow leftWrist rightWrist leftPinky rightPinky leftIndex rightIndex "
    "leftThumb rightThumb leftHip rightHip leftKnee rightKnee leftAnkle rightAnkle leftHeel rightHeel leftFootIndex "
    "rightFootIndex"
).split()


class Writer:
    """A file with the results of a clip or video."""

    def __init__(self, path, name, width, height, rate):
        self.size = width, height
        self.file = open(path, "w")
        self.count = 0
        self.write(
            format="poise/1", file=name, width=width, height=height, framesPerSecond=rate, model="full", joints=JOINTS
        )

    def write(self, **record):
        self.file.write(json.dumps(record) + "\n")

    def add(self, time, landmarks, world):
        """Adds a frame; landmarks are [x, y, z, visibility] in widths and heights of the image, or None."""
        people = []
        if landmarks:
            width, height = self.size
            points = [[x * width, y * height, z * width, min(max(v, 0), 1), 1] for x, y, z, v in landmarks]
            region = {"x": width / 2, "y": height / 2, "size": max(width, height), "rotation": 0}
            people.append({"id": 1, "presence": 1, "region": region, "landmarks": points, "world": world})
        self.write(frame=self.count, time=time, people=people)
        self.count += 1


def write_task(path):
    """Writes the models in MediaPipe's wheel as a file for the Tasks API, which requires the range of the inputs."""
    import mediapipe
    from mediapipe.tasks.python.metadata.metadata_writers.metadata_writer import MetadataWriter

    modules = Path(mediapipe.__file__).parent / "modules"
    models = {
        "pose_detector.tflite": ("pose_detection/pose_detection.tflite", 127.5, 127.5),
        "pose_landmarks_detector.tflite": ("pose_landmark/pose_landmark_full.tflite", 0.0, 255.0),
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        for name, (source, mean, deviation) in models.items():
            writer = MetadataWriter.create(bytearray((modules / source).read_bytes()))
            archive.writestr(name, bytes(writer.add_image_input([mean], [deviation]).populate()[0]))


def follow(folder, output, model):
    import cv2
    import mediapipe as mp

    paths = sorted(folder.glob("*.png"))
    height, width = cv2.imread(str(paths[0])).shape[:2]
    writer = Writer(output, folder.name, width, height, RATE)
    if model:
        tasks = mp.tasks
        options = tasks.vision.PoseLandmarkerOptions(
            base_options=tasks.BaseOptions(model_asset_path=model), running_mode=tasks.vision.RunningMode.VIDEO
        )
        pose = tasks.vision.PoseLandmarker.create_from_options(options)
    else:
        pose = mp.solutions.pose.Pose(model_complexity=1)
    for index, path in enumerate(paths):
        image = cv2.cvtColor(cv2.imread(str(path)), cv2.COLOR_BGR2RGB)
        time = (index + 1) / RATE
        if model:
            picture = mp.Image(image_format=mp.ImageFormat.SRGB, data=image)
            result = pose.detect_for_video(picture, round(time * 1000))
            landmarks, world = (found[0] if found else None for found in (result.pose_landmarks, result.pose_world_landmarks))
        else:
            result = pose.process(image)
            landmarks, world = (
                found.landmark if found else None for found in (result.pose_landmarks, result.pose_world_landmarks)
            )
        writer.add(
            time,
            landmarks and [[p.x, p.y, p.z, p.visibility] for p in landmarks],
            world and [[p.x, p.y, p.z] for p in world],
        )
    pose.close()


def convert(path, output):
    lines = [json.loads(line) for line in path.read_text().splitlines()]
    header, frames = lines[0], lines[1:]
    writer = Writer(output, header["file"], header["width"], header["height"], header["fps"])
    for frame in frames:
        found = frame["found"]
        writer.add(frame["t_us"] / 1e6, frame["landmarks"] if found else None, frame["world"] if found else None)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("kind", choices=["films", "stored"])
    parser.add_argument("inputs", nargs="+", type=Path)
    parser.add_argument("output", type=Path)
    parser.add_argument("--tasks", action="store_true", help="use the Tasks API instead of the Python class")
    options = parser.parse_args()
    options.output.mkdir(parents=True, exist_ok=True)
    if options.kind == "films":
        with tempfile.TemporaryDirectory() as scratch:
            model = f"{scratch}/pose.task" if options.tasks else None
            if model:
                write_task(model)
            for folder in sorted(path for path in options.inputs[0].iterdir() if path.is_dir()):
                follow(folder, options.output / f"{folder.name}.jsonl", model)
                print(folder.name, file=sys.stderr)
    else:
        for path in options.inputs:
            convert(path, options.output / f"{path.stem.removesuffix('_full')}.jsonl")


if __name__ == "__main__":
    main()
