#!/usr/bin/env python3
"""Compares Poise with alternative engines, on the same machine at the same time.

    peers.py PHOTO --ours .build/release/bench [--threads 1 2] [--rounds 3] [--json FILE]

LiteRT and OpenVINO run the two networks, MediaPipe whole frames of the photo. All take turns, round by round, so that
other load of the machine affects all of them alike; each is a separate process, bound to as many cores as it has
threads. The models are those in MediaPipe's wheel, from which Poise's networks were converted.
"""

import argparse
import importlib.util
import json
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

PEERS = ("litert", "openvino", "mediapipe")
# The peers' measurement to compare with, where they have none of the same name: they cannot leave out the mask, so that
# their whole network is compared with our pruned one as well.
STANDS_FOR = {"landmarks": "landmarks-all"}
NAMES = ("landmarks-all", "landmarks", "detector", "tracking", "image")


def models():
    """Yields the two networks by the names of our measurements, with the side of their input."""
    package = importlib.util.find_spec("mediapipe")
    modules = Path(package.submodule_search_locations[0]) / "modules"
    yield "landmarks-all", modules / "pose_landmark" / "pose_landmark_full.tflite", 256
    yield "detector", modules / "pose_detection" / "pose_detection.tflite", 224


def random_input(side):
    import numpy

    return numpy.random.default_rng(1).random((1, side, side, 3), dtype=numpy.float32)


def litert(_photo, threads):
    from ai_edge_litert.interpreter import Interpreter

    for name, path, side in models():
        interpreter = Interpreter(model_path=str(path), num_threads=threads)
        interpreter.allocate_tensors()
        interpreter.set_tensor(interpreter.get_input_details()[0]["index"], random_input(side))
        yield name, interpreter.invoke


def openvino(_photo, threads):
    import openvino as ov

    settings = {
        "INFERENCE_NUM_THREADS": threads,
        "NUM_STREAMS": 1,
        "PERFORMANCE_HINT": "LATENCY",
        # Without it newer processors compute in bfloat16, which is different work.
        "INFERENCE_PRECISION_HINT": "f32",
    }
    core = ov.Core()
    for name, path, side in models():
        request = core.compile_model(str(path), "CPU", settings).create_infer_request()
        inputs = {0: random_input(side)}
        yield name, lambda: request.infer(inputs)


def mediapipe(photo, _threads):
    import cv2
    import mediapipe as mp

    image = cv2.cvtColor(cv2.imread(photo), cv2.COLOR_BGR2RGB)
    for name, is_still in (("tracking", False), ("image", True)):
        pose = mp.solutions.pose.Pose(static_image_mode=is_still, model_complexity=1)
        if pose.process(image).pose_landmarks is None:
            sys.exit(f"MediaPipe detects no person in {photo}")
        yield name, lambda: pose.process(image)


def measure(run, runs=30, warmup=5):
    """Returns the milliseconds of each run."""
    for _ in range(warmup):
        run()
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        run()
        times.append(round((time.perf_counter() - start) * 1e3, 3))
    return times


def measure_peer(peer, photo, threads):
    """Prints the measurements of a peer in the format of `bench frames`."""
    for name, run in globals()[peer](photo, threads):
        print(json.dumps({"name": name, "ms": measure(run)}), flush=True)


def lines(command, threads):
    """Returns the measurements that a program prints; it is bound to as many cores as it has threads."""
    cores = sorted(os.sched_getaffinity(0))[:threads]
    result = subprocess.run(
        command, capture_output=True, text=True, preexec_fn=lambda: os.sched_setaffinity(0, cores)
    )
    if result.returncode != 0:
        reason = (result.stderr.strip().splitlines() or ["no reason given"])[-1]
        print(f"{' '.join(map(str, command))} failed: {reason}", file=sys.stderr)
    return [json.loads(line) for line in result.stdout.splitlines() if line.startswith("{")]


def take_turns(photo, ours, threads, rounds):
    """Returns all times by threads, engine and measurement."""
    times = {}
    for number in range(rounds):
        for count in threads:
            for engine in (*PEERS, "poise"):
                print(f"\rround {number + 1} of {rounds}, {count} threads: {engine:10}", end="", file=sys.stderr)
                if engine == "poise":
                    command = [ours, "frames", "--threads", str(count), photo]
                else:
                    command = [sys.executable, __file__, photo, "--peer", engine, "--threads", str(count)]
                for line in lines(command, count):
                    times.setdefault((count, engine, line["name"]), []).extend(line["ms"])
    print("\r" + " " * 50 + "\r", end="", file=sys.stderr)
    return times


def comparison(times, threads):
    """Yields a row for each number of threads and measurement; a ratio is the best peer's time divided by ours."""
    for count in threads:
        for name in NAMES:
            row = {"threads": count, "name": name}
            for engine in (*PEERS, "poise"):
                values = times.get((count, engine, name))
                if values is None and engine != "poise":
                    values = times.get((count, engine, STANDS_FOR.get(name)))
                if values:
                    row[engine] = {"minimum": min(values), "median": statistics.median(values)}
            peers = [row[peer] for peer in PEERS if peer in row]
            if peers and "poise" in row:
                row["ratio"] = {key: min(p[key] for p in peers) / row["poise"][key] for key in ("minimum", "median")}
            yield row


def print_table(rows):
    print("milliseconds, minimum / median; best peer / poise, of minima and of medians")
    print(f"{'':14}{'threads':>8}" + "".join(f"{engine:>18}" for engine in (*PEERS, "poise")) + f"{'best / poise':>20}")
    for row in rows:
        cells = [
            f"{row[engine]['minimum']:.2f} / {row[engine]['median']:.2f}" if engine in row else "-"
            for engine in (*PEERS, "poise")
        ]
        ratio = row.get("ratio")
        cells.append(f"  {ratio['minimum']:.2f}x / {ratio['median']:.2f}x" if ratio else "-")
        print(f"{row['name']:14}{row['threads']:>8}" + "".join(f"{cell:>18}" for cell in cells))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("photo", help="image with a person, whole body")
    parser.add_argument("--ours", help="path of bench")
    parser.add_argument("--threads", type=int, nargs="+", default=[1])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", help="also write the rows into this file")
    parser.add_argument("--peer", choices=PEERS, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.peer:
        measure_peer(options.peer, options.photo, options.threads[0])
        return
    if not options.ours:
        parser.error("--ours is required")
    times = take_turns(options.photo, options.ours, options.threads, options.rounds)
    rows = list(comparison(times, options.threads))
    print_table(rows)
    if options.json:
        Path(options.json).write_text(json.dumps(rows, indent=1) + "\n")
    if not any("ratio" in row for row in rows):
        sys.exit("nothing could be compared")


if __name__ == "__main__":
    main()
