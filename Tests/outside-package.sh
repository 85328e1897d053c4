#!/usr/bin/env bash
# Tests a separate package that depends on the last commit of this one by a git URL and a version: it builds without
# warnings, fetches no other package, links OpenBLAS and none of the image and video libraries, and detects a pose. The code
# of README compiles in it.
set -euo pipefail
cd "$(dirname "$0")/.."

version=1.0.0
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

fail() {
    echo "outside package: $1" >&2
    exit 1
}

git clone --quiet . "$work/Poise"
git -C "$work/Poise" tag "$version"

mkdir -p "$work/Outside/Tests/OutsideTests"
cat >"$work/Outside/Package.swift" <<MANIFEST
// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "Outside",
    dependencies: [.package(url: "file://$work/Poise", from: "$version")],
    targets: [
        .target(
            name: "Snippets",
            dependencies: [
                .product(name: "Poise", package: "Poise"), .product(name: "ImageFiles", package: "Poise"),
                .product(name: "Video", package: "Poise"),
            ]),
        .testTarget(
            name: "OutsideTests",
            dependencies: [
                .product(name: "Poise", package: "Poise"), .product(name: "Mannequin", package: "Poise"),
            ])
    ])
MANIFEST
cat >"$work/Outside/Tests/OutsideTests/OutsideTests.swift" <<'TESTS'
import PoiseMannequin
import Poise
import Testing

@Test func findsTheRenderedPerson() throws {
    let rendering = try Scene(Figure(posture: .squat(depth: 0.5))).render()
    let truth = rendering.figures[0]
    let pose = try #require(try PoseEstimator().poses(in: rendering.image).first)
    for joint in [Joint.leftShoulder, .rightShoulder, .leftKnee, .rightKnee, .leftAnkle, .rightAnkle] {
        // A tenth of the distance between shoulders and ankles.
        let tolerance = 0.1 * abs(truth[.leftAnkle].pixel.y - truth[.leftShoulder].pixel.y)
        #expect(abs(pose[joint].position.x - truth[joint].pixel.x) < tolerance, "\(joint)")
        #expect(abs(pose[joint].position.y - truth[joint].pixel.y) < tolerance, "\(joint)")
    }
    #expect(pose.angle(at: .leftElbow) != nil)
}
TESTS

# The code of README, which has to compile.
snippet() { awk -v wanted="$1" '/^```swift$/ { count++; inside = count == wanted; next } /^```$/ { inside = 0 } inside' README.md; }
mkdir -p "$work/Outside/Sources/Snippets"
{
    printf 'import %s\n' Foundation Poise PoiseImageFiles PoiseVideo
    echo 'func still() throws {'
    snippet 1 | grep -v '^import '
    echo '}'
    echo 'func video() async throws {'
    snippet 2
    echo '}'
} >"$work/Outside/Sources/Snippets/Snippets.swift"
grep -q 'PoseEstimator' "$work/Outside/Sources/Snippets/Snippets.swift" || fail "README has no code"

cd "$work/Outside"
# In the debug configuration, the default for tests.
swift test >"$work/log" 2>&1 || { cat "$work/log" >&2; fail "it does not build, or its test fails"; }
swift build --target Snippets >>"$work/log" 2>&1 || { cat "$work/log" >&2; fail "the code of README does not compile"; }
! grep -n 'warning:' "$work/log" || fail "there are warnings"
grep -q 'Test run with 1 test.* passed' "$work/log" || fail "the test did not run"

fetched=$(ls .build/checkouts)
[ "$fetched" = Poise ] || fail "these packages were fetched: $fetched"
# Awk rather than `grep -q`, which stops reading and breaks the pipe.
needed=$(readelf -d .build/debug/OutsidePackageTests.xctest | awk '/NEEDED/ { gsub(/[][]/, "", $NF); print $NF }')
grep -q '^libopenblas' <<<"$needed" || fail "OpenBLAS is not linked: $needed"
! grep -E '^lib(turbojpeg|jpeg|png|exif|zip|z|crypto|av[a-z]+|swscale|heif|webp|webpdemux|tiff)[0-9.-]*\.so' <<<"$needed" || fail "an image or video library is linked"
echo "The outside package fetched only $fetched and links:" $needed
