#!/usr/bin/env python3
"""Times a whole video with MediaPipe and OpenCV, and with `poise video`, in turn on the same machine.

    video.py VIDEO [--ours .build/release/poise] [--draw] [--threads N] [--rounds 3]

Without --ours, one round of MediaPipe runs in this process, and its frames per second are printed as a JSON line. With
it, both take turns, each as a separate process with all cores; whole commands are timed, including loading.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path


def follow(video, records, drawing):
    """Writes all landmarks of each frame as JSON Lines and optionally an overlay video; returns the frame count."""
    import cv2
    import mediapipe as mp

    capture = cv2.VideoCapture(video)
    if not capture.isOpened():
        sys.exit(f"{video}: OpenCV cannot read this video")
    writer = None
    count = 0
    with mp.solutions.pose.Pose(model_complexity=1) as pose, open(records, "w") as lines:
        while True:
            is_read, frame = capture.read()
            if not is_read:
                break
            result = pose.process(cv2.cvtColor(frame, cv2.COLOR_BGR2RGB))
            record = {
                "frame": count,
                "landmarks": points(result.pose_landmarks),
                "world": points(result.pose_world_landmarks),
            }
            lines.write(json.dumps(record) + "\n")
            if drawing:
                if result.pose_landmarks:
                    mp.solutions.drawing_utils.draw_landmarks(
                        frame, result.pose_landmarks, mp.solutions.pose.POSE_CONNECTIONS
                    )
                if writer is None:
                    height, width = frame.shape[:2]
                    rate = capture.get(cv2.CAP_PROP_FPS) or 30
                    writer = cv2.VideoWriter(str(drawing), cv2.VideoWriter_fourcc(*"mp4v"), rate, (width, height))
                writer.write(frame)
            count += 1
    if writer:
        writer.release()
    return count


def points(landmarks):
    return [[p.x, p.y, p.z, p.visibility] for p in landmarks.landmark] if landmarks else None


def run_peer(video, is_drawn):
    """Runs MediaPipe in this process and prints frames and seconds as a JSON line."""
    with tempfile.TemporaryDirectory() as folder:
        start = time.perf_counter()
        count = follow(video, Path(folder) / "poses.jsonl", Path(folder) / "drawn.mp4" if is_drawn else None)
        seconds = time.perf_counter() - start
    report = {"name": "mediapipe", "frames": count, "seconds": round(seconds, 3), "fps": round(count / seconds, 1)}
    print(json.dumps(report), flush=True)


def timed(command):
    """Returns the seconds that a command takes, and its standard output."""
    start = time.perf_counter()
    result = subprocess.run(command, capture_output=True, text=True)
    if result.returncode != 0:
        reason = (result.stderr.strip().splitlines() or ["no reason given"])[-1]
        sys.exit(f"{' '.join(map(str, command))} failed: {reason}")
    return time.perf_counter() - start, result.stdout


def take_turns(options):
    """Prints the shortest time of each program, and their ratio."""
    times = {"mediapipe": [], "poise": []}
    count = 0
    with tempfile.TemporaryDirectory() as folder:
        # Both write landmarks; only the drawing is optional.
        ours = [options.ours, "video", options.video, "--quiet", "--threads", str(options.threads)]
        ours += ["--json", f"{folder}/poses.jsonl"] + (["--draw", f"{folder}/drawn.mp4"] if options.draw else [])
        peer = [sys.executable, __file__, options.video] + (["--draw"] if options.draw else [])
        for _ in range(options.rounds):
            seconds, output = timed(peer)
            times["mediapipe"].append(seconds)
            count = json.loads(output.strip().splitlines()[-1])["frames"]
            times["poise"].append(timed(ours)[0])
    for name, values in times.items():
        best = min(values)
        print(json.dumps({"name": name, "frames": count, "seconds": round(best, 3), "fps": round(count / best, 1)}))
    print(json.dumps({"drawn": options.draw, "ratio": round(min(times["mediapipe"]) / min(times["poise"]), 2)}))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("video", help="video with one person")
    parser.add_argument("--ours", help="path of poise, with poise-video beside it")
    parser.add_argument("--draw", action="store_true", help="also draw and encode")
    parser.add_argument("--threads", type=int, default=1, help="threads of poise's networks")
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    if options.ours:
        take_turns(options)
    else:
        run_peer(options.video, options.draw)


if __name__ == "__main__":
    main()
