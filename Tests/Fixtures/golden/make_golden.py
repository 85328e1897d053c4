#!/usr/bin/env python3
"""Makes the golden set: rendered images and a clip, and what MediaPipe's full model finds in them.

    pip install mediapipe==0.10.21
    make_golden.py POISE

POISE is the built command, which renders the people; nothing of it but `poise mannequin` is used. Their proportions are
the ones by eye, the only ones when the set was made, so that the images are made again to the byte. The graph in the wheel
is run as it was published (see ../make_astronaut.py for why not mp.solutions.pose). The clip is one image of 16 frames,
one above the other, 33 ms apart; MediaPipe tracks and smooths through it.

x and z are divided by the image's width, y by its height; roi is x_center, y_center, width, height and the rotation in
radians; world is in meters.
"""
import hashlib
import json
import subprocess
import sys
from pathlib import Path

import cv2
import mediapipe as mp
import numpy as np
from mediapipe.framework.formats import landmark_pb2, rect_pb2

FOLDER = Path(__file__).parent
GRAPH = Path(mp.__file__).parent / "modules/pose_landmark/pose_landmark_cpu.binarypb"
OUTPUTS = {
    "pose_landmarks": landmark_pb2.NormalizedLandmarkList,
    "pose_world_landmarks": landmark_pb2.LandmarkList,
    "pose_rect_from_detection": rect_pb2.NormalizedRect,
}
IMAGES = {
    "standing": ["--preset", "standing", "--size", "300x400", "--distance", "2.6"],
    "squat": ["--preset", "squat", "--depth", "0.6", "--yaw", "40", "--size", "360x360", "--distance", "2.4"],
    "lunge": ["--preset", "lunge", "--yaw", "70", "--size", "400x300", "--distance", "2.8"],
    "arms-raised": ["--preset", "arms-raised", "--yaw=-20", "--size", "300x420", "--distance", "3"],
    "push-up": ["--preset", "push-up", "--yaw", "90", "--size", "480x270", "--distance", "2.6"],
}
FRAMES, SIDE, STEP = 16, 224, 33_000


def render(poise, file, *options):
    subprocess.run([poise, "mannequin", str(file), "--proportions", "by-eye", "--plain", *options], check=True)
    return cv2.cvtColor(cv2.imread(str(file)), cv2.COLOR_BGR2RGB)


def run(frames, is_video):
    """Returns the graph's outputs for each RGB frame."""
    results = [{} for _ in frames]
    mp.resource_util.set_resource_dir(str(Path(mp.__file__).parent.parent))
    graph = mp.CalculatorGraph(binary_graph_path=str(GRAPH))

    def keep(stream, packet):
        results[packet.timestamp.value // STEP][stream] = mp.packet_getter.get_proto(packet)

    for name in OUTPUTS:
        graph.observe_output_stream(name, keep)
    make = mp.packet_creator
    graph.start_run({
        "model_complexity": make.create_int(1),
        "smooth_landmarks": make.create_bool(is_video),
        "enable_segmentation": make.create_bool(False),
        "use_prev_landmarks": make.create_bool(is_video),
    })
    for index, pixels in enumerate(frames):
        frame = mp.ImageFrame(image_format=mp.ImageFormat.SRGB, data=np.ascontiguousarray(pixels))
        graph.add_packet_to_input_stream("image", make.create_image_frame(frame).at(index * STEP))
        graph.wait_until_idle()
    graph.close()
    return results


def numbers(message, *names):
    return [float(f"{getattr(message, name):.7g}") for name in names]


def row(found):
    record = {
        "landmarks": [
            numbers(point, "x", "y", "z", "visibility", "presence") for point in found["pose_landmarks"].landmark
        ],
        "world": [numbers(point, "x", "y", "z") for point in found["pose_world_landmarks"].landmark],
    }
    if "pose_rect_from_detection" in found:
        record["roi"] = numbers(
            found["pose_rect_from_detection"], "x_center", "y_center", "width", "height", "rotation")
    return record


def head(file, pixels):
    return {
        "file": file,
        "width": pixels.shape[1],
        "height": pixels.shape[0],
        "rgb_sha256": hashlib.sha256(np.ascontiguousarray(pixels).tobytes()).hexdigest(),
    }


def main():
    poise = sys.argv[1]
    images = []
    for name, options in IMAGES.items():
        pixels = render(poise, FOLDER / f"{name}.png", *options)
        images.append({**head(f"{name}.png", pixels), **row(run([pixels], False)[0])})
    frames = []
    for index in range(FRAMES):
        depth = 0.8 * (1 - np.cos(np.pi * index / (FRAMES - 1))) / 2
        frames.append(
            render(poise, FOLDER / "frame.png", "--preset", "squat", "--depth", f"{depth:.4f}", "--yaw", "30",
                   "--size", f"{SIDE}x{SIDE}", "--distance", "2.6"))
    (FOLDER / "frame.png").unlink()
    strip = np.concatenate(frames)
    cv2.imwrite(str(FOLDER / "clip.png"), cv2.cvtColor(strip, cv2.COLOR_RGB2BGR), [cv2.IMWRITE_PNG_COMPRESSION, 9])
    clip = {**head("clip.png", strip), "frames": [row(found) for found in run(frames, True)]}
    golden = {
        "source": f"mediapipe {mp.__version__}, {GRAPH.name}, full model", "step_microseconds": STEP,
        "images": images, "clip": clip,
    }
    (FOLDER / "golden.json").write_text(json.dumps(golden, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main()
