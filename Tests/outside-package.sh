#!/usr/bin/env bash
# Tests a separate package that depends on the last commit of this one by a git URL and a version: it builds without
# warnings, fetches no other package, links OpenBLAS and none of the image and video libraries, and detects a pose. The code
# of README and of the tutorial compiles in it, and that of the articles runs in it.
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

# The code of the article on parts of one's own, which has to run: a borrowed view, regions, a detector and a filter.
article=Sources/Poise/Poise.docc/OwnParts.md
{
    printf 'import %s\n' PoiseMannequin Poise Testing
    for block in 1 2 3 4 5; do snippet "$article" "$block" | grep -v '^import '; done
    cat <<'TEST'
@Test func usesPartsOfItsOwn() async throws {
    let image = try Scene(Figure(posture: .squat(depth: 0.5))).render().image
    let estimator = try PoseEstimator()
    let expected = try #require(try await estimator.poses(in: image).first)
    // Blue, green, red and an unused byte, with 12 bytes behind each row.
    let stride = image.width * 4 + 12
    var bytes = [UInt8](repeating: 0, count: stride * image.height)
    for y in 0..<image.height {
        for x in 0..<image.width {
            for channel in 0..<3 {
                bytes[y * stride + x * 4 + channel] = image.pixels[(y * image.width + x) * 3 + 2 - channel]
            }
        }
    }
    let borrowed = try bytes.withUnsafeBytes {
        try poses(in: $0, width: image.width, height: image.height, stride: stride, by: estimator)
    }
    #expect(borrowed == [expected])
    #expect(try await wrist(in: image, by: estimator) == expected[.leftWrist].position)

    let joints = expected.landmarks.map(\.position)
    let box = BoundingBox(
        left: joints.map(\.x).min()!, top: joints.map(\.y).min()!, right: joints.map(\.x).max()!,
        bottom: joints.map(\.y).max()!)
    let known = try #require(poses(in: image, boxes: [box], by: estimator).first)
    #expect(abs(known[.leftKnee].position.y - expected[.leftKnee].position.y) < 0.05 * box.height)

    var tracker = try tracker()
    var raw: [Double] = []
    for frame in 0..<4 {
        let person = try #require(
            try tracker.track(image.mirrored(frame % 2 == 1), at: .milliseconds(33 * frame)).first)
        raw.append(try #require(person.unfiltered)[.nose].position.x)
        let mean = raw.suffix(3).reduce(0, +) / Double(min(raw.count, 3))
        #expect(abs(person.pose[.nose].position.x - mean) < 1e-9)
    }
    #expect(throws: PoseSetupError.invalidOption(OptionError(option: "people", reason: "must be at least 1, not 0"))) {
        try PoseTracker(options: .init(people: 0))
    }
}

extension Image {
    func mirrored(_ isWanted: Bool) -> Image { isWanted ? mirrored() : self }
}
TEST
} >"$work/Outside/Tests/OutsideTests/OwnPartsTests.swift"
grep -q 'PoseFilter' "$work/Outside/Tests/OutsideTests/OwnPartsTests.swift" || fail "the article has no code"

# The code of README and of the tutorial, which has to compile.
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
tutorial=Sources/Poise/Poise.docc/FirstProgram.md
for block in 1 2 3; do snippet "$tutorial" "$block"; done >"$work/Outside/Sources/Snippets/Tutorial.swift"
grep -q 'struct Squats' "$work/Outside/Sources/Snippets/Tutorial.swift" || fail "the tutorial has no code"

cd "$work/Outside"
# In the debug configuration, the default for tests.
swift test >"$work/log" 2>&1 || { cat "$work/log" >&2; fail "it does not build, or its test fails"; }
swift build --target Snippets >>"$work/log" 2>&1 || { cat "$work/log" >&2; fail "the code of README does not compile"; }
! grep -n 'warning:' "$work/log" || fail "there are warnings"
grep -q 'Test run with 3 tests.* passed' "$work/log" || fail "the tests did not run"

fetched=$(ls .build/checkouts)
[ "$fetched" = Poise ] || fail "these packages were fetched: $fetched"
# Awk rather than `grep -q`, which stops reading and breaks the pipe.
needed=$(readelf -d .build/debug/OutsidePackageTests.xctest | awk '/NEEDED/ { gsub(/[][]/, "", $NF); print $NF }')
grep -q '^libopenblas' <<<"$needed" || fail "OpenBLAS is not linked: $needed"
! grep -E '^lib(turbojpeg|jpeg|png|exif|zip|z|crypto|av[a-z]+|swscale|heif|webp|webpdemux|tiff)[0-9.-]*\.so' <<<"$needed" || fail "an image or video library is linked"
echo "The outside package fetched only $fetched and links:" $needed
