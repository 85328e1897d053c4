"""Writes astronaut.json: the results of MediaPipe's full model on astronaut.png.

The photo shows Eileen Collins, taken by NASA, in the public domain; skimage/data/astronaut.png of scikit-image 0.26.0.

    pip install mediapipe==0.10.21
    python3 make_astronaut.py

The graph in the wheel is run as published. mp.solutions.pose runs a different one: it rewrites the graph in Python,
where the options of three calculators get lost, so that landmarks are refined in windows of 9 cells instead of 7.

x and z are divided by the image's width, y by its height; roi is x_center, y_center, width, height and the rotation in
radians; world is in meters.
"""
import hashlib
import json
from pathlib import Path

import cv2
import mediapipe as mp
from mediapipe.framework.formats import landmark_pb2, rect_pb2

FOLDER = Path(__file__).parent
GRAPH = Path(mp.__file__).parent / "modules/pose_landmark/pose_landmark_cpu.binarypb"
OUTPUTS = {
    "pose_landmarks": landmark_pb2.NormalizedLandmarkList,
    "pose_world_landmarks": landmark_pb2.LandmarkList,
    "pose_rect_from_detection": rect_pb2.NormalizedRect,
}


def run(pixels):
    """Returns the graph's outputs for one RGB image."""
    results = {}
    mp.resource_util.set_resource_dir(str(Path(mp.__file__).parent.parent))
    graph = mp.CalculatorGraph(binary_graph_path=str(GRAPH))
    for name in OUTPUTS:
        graph.observe_output_stream(name, lambda stream, packet: results.setdefault(stream, packet))
    make = mp.packet_creator
    graph.start_run({
        "model_complexity": make.create_int(1),
        "smooth_landmarks": make.create_bool(False),
        "enable_segmentation": make.create_bool(False),
        "use_prev_landmarks": make.create_bool(False),
    })
    frame = mp.ImageFrame(image_format=mp.ImageFormat.SRGB, data=pixels)
    graph.add_packet_to_input_stream("image", make.create_image_frame(frame).at(1))
    graph.close()
    return {name: mp.packet_getter.get_proto(packet) for name, packet in results.items()}


def numbers(message, *names):
    return [float(f"{getattr(message, name):.7g}") for name in names]


def main():
    pixels = cv2.cvtColor(cv2.imread(str(FOLDER / "astronaut.png")), cv2.COLOR_BGR2RGB)
    found = run(pixels)
    rows = {
        "landmarks": [
            numbers(point, "x", "y", "z", "visibility", "presence") for point in found["pose_landmarks"].landmark
        ],
        "world": [numbers(point, "x", "y", "z") for point in found["pose_world_landmarks"].landmark],
    }
    head = {
        "file": "astronaut.png",
        "width": pixels.shape[1],
        "height": pixels.shape[0],
        "rgb_sha256": hashlib.sha256(pixels.tobytes()).hexdigest(),
        "source": f"mediapipe {mp.__version__}, {GRAPH.name}, full model",
        "roi": numbers(found["pose_rect_from_detection"], "x_center", "y_center", "width", "height", "rotation"),
    }
    lines = [f'"{key}": {json.dumps(value)}' for key, value in head.items()]
    for key, values in rows.items():
        lines.append(f'"{key}": [\n' + ",\n".join(json.dumps(row) for row in values) + "\n]")
    (FOLDER / "astronaut.json").write_text("{\n" + ",\n".join(lines) + "\n}\n")


if __name__ == "__main__":
    main()
