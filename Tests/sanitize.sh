#!/usr/bin/env bash
# Builds the tests with sanitizers and runs those they are for: Tests/sanitize.sh address [brief] | thread
#
# `address` finds accesses outside of memory, leaks, and undefined behavior of the C targets and of C code inlined into
# Swift; `thread` finds data races. In release, as debug code of numeric Swift is too slow. The compiler's sanitizer of
# undefined behavior for Swift itself does not exist on Linux.
set -euo pipefail
cd "$(dirname "$0")/.."

kind=${1:?"use: Tests/sanitize.sh address [brief] | thread"}
folder=$PWD/Tests/Sanitizers
# A crash is reported by the sanitizer; Swift's backtraces would take minutes.
export SWIFT_BACKTRACE=enable=no
export ASAN_OPTIONS=suppressions=$folder/address.txt
export LSAN_OPTIONS=suppressions=$folder/leaks.txt:print_suppressions=0
export UBSAN_OPTIONS=print_stacktrace=1
export TSAN_OPTIONS=suppressions=$folder/threads.txt

case $kind in
address) options=(--sanitize=address -Xcc -fsanitize=undefined -Xcc -fno-sanitize-recover=undefined) ;;
thread) options=(--sanitize=thread) ;;
*) echo "There is no sanitizer '$kind'." >&2; exit 64 ;;
esac

scratch=.build-$kind
swift build -c release --build-tests "${options[@]}" --scratch-path "$scratch"
preload=
if [ "$kind" = thread ]; then
    compiler=$(dirname "$(readlink -f "$(command -v swift)")")/clang
    "$compiler" -shared -fPIC -O1 -o "$scratch/mutex.so" Tests/Sanitizers/mutex.c -ldl
    preload=$PWD/$scratch/mutex.so
fi

run() {
    LD_PRELOAD=$preload swift test -c release --disable-testable-imports "${options[@]}" --scratch-path "$scratch" \
        --skip-build "$@"
}
# As `make test`: tests that wait for processes, servers and decoders run a few at a time.
run_waiting() { SWT_EXPERIMENTAL_MAXIMUM_PARALLELIZATION_WIDTH=6 run "$@"; }

case "$kind ${2-}" in
"address " | "address brief")
    run --skip 'EndToEndTests|CommandLineTests|LiveViewTests|VideoTests'
    run_waiting --filter 'LiveViewTests|VideoTests'
    run --filter 'EndToEndTests.(JITNetworkTests|AstronautTests|ExecutorPoseTests|GoldenSetTests|SharedEstimatorTests|ThreadingTests|TrackedFramesTests)'
    [ "${2-}" = brief ] || run_waiting --filter 'CommandLineTests'
    ;;
"thread ")
    run --filter 'InferenceTests|EndToEndTests.(SharedEstimatorTests|ThreadingTests|TrackedFramesTests)'
    # The sanitizer defers signals during `open`, which waits in one test for the other end of a pipe.
    run_waiting --filter 'LiveViewTests|VideoTests|CommandLineTests.(LiveCommandTests|LiveRunTests|SignalTests)' \
        --skip 'SignalTests/unasked'
    ;;
*) echo "There are no tests '$2' for the sanitizer '$kind'." >&2; exit 64 ;;
esac
