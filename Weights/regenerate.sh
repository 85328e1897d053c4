#!/usr/bin/env bash
# Regenerates the network files of this folder from the models in MediaPipe's wheel. The result is byte-identical.
set -euo pipefail
cd "$(dirname "$0")/.."

wheel_version=0.10.21
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

python3 -m pip --version >/dev/null 2>&1 || { echo "Python's pip is needed: apt-get install python3-pip" >&2; exit 1; }
echo "Fetching the wheel mediapipe==$wheel_version"
python3 -m pip download --quiet --no-deps --only-binary=:all: --python-version 3.11 --implementation cp \
    --platform manylinux_2_28_x86_64 --dest "$work" "mediapipe==$wheel_version"
python3 -m zipfile -e "$work"/mediapipe-*.whl "$work/wheel"

convert() {
    local member=$1 output=$2
    .build/release/poise convert --quiet "$work/wheel/mediapipe/modules/$member" "$output"
    sha256sum "$output"
}

convert pose_detection/pose_detection.tflite Weights/detector.safetensors
convert pose_landmark/pose_landmark_full.tflite Weights/full.safetensors
