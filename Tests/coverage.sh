#!/usr/bin/env bash
# Runs all tests with counters and prints the share of executed lines by module. In release, like the other tests: numeric
# Swift is far too slow in debug. The commands that tests start count as well.
set -euo pipefail
cd "$(dirname "$0")/.."

build=.build-coverage
profiles=$build/profiles
rm -rf "$profiles"
mkdir -p "$profiles"

# Runs tests and keeps their counters, which the next run of `swift test` would remove.
run() {
    swift test -c release --disable-testable-imports --enable-code-coverage --scratch-path "$build" "$@"
    local folder
    folder=$(mktemp -d "$profiles/XXXXXX")
    mv "$build"/release/codecov/*.profraw "$folder"
}

# The same parts as in `make test`.
waiting='CommandLineTests|LiveViewTests|VideoTests'
# Commands of another user cannot write their counters, and say so.
unprivileged='InputTests/noPermission'
run --skip "$waiting"
SWT_EXPERIMENTAL_MAXIMUM_PARALLELIZATION_WIDTH=6 run --filter "$waiting" --skip "$unprivileged"

tools=$(dirname "$(readlink -f "$(command -v swift)")")
"$tools/llvm-profdata" merge -sparse "$profiles"/*/*.profraw -o "$profiles/all.profdata"
"$tools/llvm-cov" export -summary-only -instr-profile "$profiles/all.profdata" \
    "$build/release/PoisePackageTests.xctest" -object "$build/release/poise" -object "$build/release/poise-video" \
    -object "$build/release/bench" > "$profiles/summary.json"
python3 Tests/coverage.py "$profiles/summary.json"
