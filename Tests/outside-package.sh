#!/usr/bin/env bash
# Tests a separate package that depends on the last commit of this one by a git URL and a version: it builds without
# warnings, fetches no other package, links OpenBLAS and none of the image and video libraries, and detects a pose. The code
# of README compiles in it, and that of the article on networks runs in it.
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
                .product(name: "Inference", package: "Poise"),
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

# The n-th block of code of a document.
snippet() { awk -v wanted="$2" '/^```swift$/ { count++; inside = count == wanted; next } /^```$/ { inside = 0 } inside' "$1"; }

# The code of the article on networks, which has to run.
article=Sources/Inference/Inference.docc/RunningANetwork.md
{
    printf 'import %s\n' PoiseInference Testing
    echo '@Test func runsANetwork() throws {'
    for block in 1 2 3 4; do snippet "$article" "$block" | grep -v '^import '; done
    cat <<'TEST'
    #expect(decoded == network)
    // The mean of a constant image, in the interior of the map, then the logistic function.
    let first = try #require(results["probabilities"]).values[0]
    #expect(abs(first - 0.6224593) < 1e-6)
    #expect(Array(results.keys) == ["probabilities"] && plan.stepCount == 2)
    #expect(plan.stepCount(on: .jit) + plan.stepCount(on: .portable) == 2)
    #expect(network.parameterCount == 112 && multiplyAdds == 4 * 4 * 4 * 27)
    #expect(throws: SessionError.missingInput("image")) { try session.run([:]) }
    #expect(throws: NetworkError.noSuchOutput("mask")) { try Plan(network, outputs: ["mask"]) }
}
TEST
} >"$work/Outside/Tests/OutsideTests/NetworkTests.swift"
grep -q 'try Plan(decoded' "$work/Outside/Tests/OutsideTests/NetworkTests.swift" || fail "the article has no code"

# The code of README, which has to compile.
mkdir -p "$work/Outside/Sources/Snippets"
{
    printf 'import %s\n' Foundation Poise PoiseImageFiles PoiseVideo
    echo 'func still() throws {'
    snippet README.md 1 | grep -v '^import '
    echo '}'
    echo 'func video() async throws {'
    snippet README.md 2
    echo '}'
} >"$work/Outside/Sources/Snippets/Snippets.swift"
grep -q 'PoseEstimator' "$work/Outside/Sources/Snippets/Snippets.swift" || fail "README has no code"

cd "$work/Outside"
# In the debug configuration, the default for tests.
swift test >"$work/log" 2>&1 || { cat "$work/log" >&2; fail "it does not build, or its test fails"; }
swift build --target Snippets >>"$work/log" 2>&1 || { cat "$work/log" >&2; fail "the code of README does not compile"; }
! grep -n 'warning:' "$work/log" || fail "there are warnings"
grep -q 'Test run with 2 tests.* passed' "$work/log" || fail "the tests did not run"

fetched=$(ls .build/checkouts)
[ "$fetched" = Poise ] || fail "these packages were fetched: $fetched"
# Awk rather than `grep -q`, which stops reading and breaks the pipe.
needed=$(readelf -d .build/debug/OutsidePackageTests.xctest | awk '/NEEDED/ { gsub(/[][]/, "", $NF); print $NF }')
grep -q '^libopenblas' <<<"$needed" || fail "OpenBLAS is not linked: $needed"
! grep -E '^lib(turbojpeg|jpeg|png|exif|zip|z|crypto|av[a-z]+|swscale|heif|webp|webpdemux|tiff)[0-9.-]*\.so' <<<"$needed" || fail "an image or video library is linked"
echo "The outside package fetched only $fetched and links:" $needed
