// swift-tools-version: 6.2
import PackageDescription

// The executables have no entry under `products`: SwiftPM still builds them in this package, and does not fetch their
// dependencies for a package that only imports the libraries.
let package = Package(
    name: "Poise",
    products: [
        .library(name: "Poise", targets: ["Poise"]),
        .library(name: "Motion", targets: ["Motion"]),
        .library(name: "Evaluation", targets: ["Evaluation"]),
        .library(name: "Media", targets: ["Media"]),
        .library(name: "ImageFormats", targets: ["ImageFormats"]),
        .library(name: "Video", targets: ["Video"]),
        .library(name: "Mannequin", targets: ["Mannequin"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/swhitty/FlyingFox", from: "0.27.1"),
    ],
    targets: [
        // System libraries. Without `pkgConfig`: with it, SwiftPM warns importers about libraries they do not use.
        .systemLibrary(name: "COpenBLAS"),
        .systemLibrary(name: "CTurboJPEG"),
        .systemLibrary(name: "CExif"),
        .systemLibrary(name: "CZip"),
        .systemLibrary(name: "CCrypto"),
        .systemLibrary(name: "CFFmpeg"),
        .systemLibrary(name: "CHeif"),
        .systemLibrary(name: "CWebP"),
        .target(name: "CLibPNG", linkerSettings: [.linkedLibrary("png")]),
        .target(name: "CLibTIFF", linkerSettings: [.linkedLibrary("tiff")]),

        // The work of signal handlers.
        .target(name: "CSignals"),
        // Atomic file writing: files appear complete or not at all.
        .target(name: "Files", dependencies: ["CSignals"]),

        // Pixels, tensors, people: three modules that do not depend on each other.
        .target(name: "Imaging"),
        .target(name: "Inference", dependencies: ["COpenBLAS"]),
        .target(name: "Geometry"),
        .target(name: "Landmarks", dependencies: ["Geometry"]),

        // Movement of people, without tensors.
        .target(name: "Motion", dependencies: ["Landmarks", "Tables"]),

        // Comparison of results with ground truth.
        .target(name: "Evaluation", dependencies: ["Landmarks"]),

        // The module that combines them.
        .target(name: "CWeights", path: "Weights/CWeights"),
        .target(
            name: "Weights", dependencies: ["CWeights"], path: "Weights",
            exclude: ["CWeights", "detector.safetensors", "full.safetensors", "regenerate.sh"],
            sources: ["Weights.swift"]),
        // From regions of images to landmarks and tracks, for any network: no joint and no pose.
        .target(name: "LandmarkPipeline", dependencies: ["Geometry", "Imaging", "Inference"]),
        .target(
            name: "BlazePose",
            dependencies: ["Imaging", "Inference", "LandmarkPipeline", "Landmarks", "Motion", "Tables", "Weights"]),

        // Output formats and input formats.
        .target(name: "Outputs", dependencies: ["Imaging", "Landmarks", "Motion", "Tables"]),
        .target(name: "Media", dependencies: ["Files", "Geometry", "Imaging", "CTurboJPEG", "CLibPNG", "CExif"]),
        .target(
            name: "ImageFormats",
            dependencies: ["Geometry", "Imaging", "Media", "CFFmpeg", "CHeif", "CLibTIFF", "CWebP"]),
        .target(name: "Video", dependencies: ["Files", "Imaging", "Tables", "CFFmpeg"]),
        .target(name: "Conversion", dependencies: ["Inference", "CZip", "CCrypto"]),
        .target(name: "Mannequin", dependencies: ["Imaging", "Landmarks", "Tables"]),

        .target(name: "Tables"),
        .target(name: "Poise", dependencies: ["Imaging", "Landmarks", "BlazePose", "Motion", "Outputs"]),
        // File and terminal handling of the commands.
        .target(
            name: "CommandSupport",
            dependencies: [
                "CSignals", "Conversion", "Files", "Inference", "Media", "Outputs", "Poise", "Tables",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]),
        .executableTarget(
            name: "poise",
            dependencies: [
                "BenchmarkSupport", "CommandSupport", "Evaluation", "Files", "LandmarkPipeline", "Poise", "Media",
                "Conversion",
                "Mannequin",
                "Tables",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            path: "Sources/CommandLine"),
        // The browser view of `poise live`.
        .target(
            name: "LiveView",
            dependencies: ["Media", "Poise", .product(name: "FlyingFox", package: "FlyingFox")]),
        // A separate program: loading FFmpeg takes longer than detecting a person in an image.
        .executableTarget(
            name: "poise-video",
            dependencies: [
                "CommandSupport", "ImageFormats", "LiveView", "Poise", "Tables", "Video",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            path: "Sources/VideoCommandLine"),

        // Benchmarks.
        .target(
            name: "BenchmarkSupport",
            dependencies: [
                "COpenBLAS", "Imaging", "Inference", "Landmarks", "Mannequin", "Media", "Tables", "Weights",
            ],
            path: "Benchmarks/Support"),
        .executableTarget(
            name: "bench-operators",
            dependencies: [
                "BenchmarkSupport", "Inference", "Tables",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            path: "Benchmarks/Operators"),
        .executableTarget(
            name: "bench-networks",
            dependencies: [
                "BenchmarkSupport", "Inference", "Tables",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            path: "Benchmarks/Networks"),
        .executableTarget(
            name: "bench-frames",
            dependencies: [
                "BenchmarkSupport", "BlazePose", "LandmarkPipeline", "Tables",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            path: "Benchmarks/Frames"),
        .executableTarget(
            name: "bench-streams",
            dependencies: [
                "BenchmarkSupport", "BlazePose", "LandmarkPipeline", "Tables",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            path: "Benchmarks/Streams"),
        // Synthetic clips and measures of jitter and lag, shared by tests and a benchmark.
        .target(
            name: "Steadiness", dependencies: ["BlazePose", "Imaging", "Landmarks", "Mannequin", "Motion"],
            path: "Benchmarks/Steadiness/Measures"),
        .executableTarget(
            name: "bench-steadiness",
            dependencies: [
                "BenchmarkSupport", "BlazePose", "Landmarks", "Media", "Motion", "Outputs", "Steadiness", "Tables",
                "Video",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            path: "Benchmarks/Steadiness/Command"),

        .target(name: "TestSupport", dependencies: ["CCrypto"], path: "Tests/Support"),
        .target(name: "VideoFixtures", dependencies: ["CFFmpeg", "Imaging"], path: "Tests/VideoFixtures"),
        .target(name: "CAllocations", path: "Tests/CAllocations"),
        .testTarget(name: "FilesTests", dependencies: ["Files", "TestSupport"]),
        .testTarget(name: "ImagingTests", dependencies: ["Imaging", "TestSupport"]),
        .testTarget(name: "InferenceTests", dependencies: ["Inference", "TestSupport"]),
        .testTarget(
            name: "LandmarkPipelineTests",
            dependencies: [
                "BlazePose", "Geometry", "Imaging", "Inference", "LandmarkPipeline", "Landmarks", "TestSupport",
            ]),
        .testTarget(
            name: "BlazePoseTests",
            dependencies: [
                "BlazePose", "Imaging", "Inference", "LandmarkPipeline", "Landmarks", "Motion", "TestSupport",
            ]),
        .testTarget(
            name: "EndToEndTests",
            dependencies: [
                "BlazePose", "CAllocations", "Conversion", "Evaluation", "Inference", "LandmarkPipeline", "Mannequin",
                "Media", "Motion",
                "Outputs", "Poise", "Steadiness", "TestSupport", "Video", "Weights",
            ]),
        .testTarget(name: "ConversionTests", dependencies: ["Conversion", "Inference", "TestSupport"]),
        .testTarget(name: "LandmarksTests", dependencies: ["Landmarks", "TestSupport"]),
        .testTarget(name: "EvaluationTests", dependencies: ["Evaluation", "Landmarks", "TestSupport"]),
        .testTarget(
            name: "MotionTests", dependencies: ["Motion", "Landmarks", "TestSupport"],
            exclude: ["batch_smoothing.py", "scipy_filters.py"]),
        .testTarget(name: "MediaTests", dependencies: ["Media", "Imaging", "TestSupport"]),
        .testTarget(
            name: "ImageFormatsTests", dependencies: ["ImageFormats", "Imaging", "Media", "TestSupport"]),
        .testTarget(
            name: "VideoTests", dependencies: ["Video", "Imaging", "Media", "TestSupport", "VideoFixtures"]),
        .testTarget(
            name: "LiveViewTests",
            dependencies: ["LiveView", "Landmarks", "Imaging", "Media", "Outputs", "TestSupport"]),
        .testTarget(name: "OutputsTests", dependencies: ["Outputs", "Imaging", "Landmarks", "Motion", "TestSupport"]),
        .testTarget(name: "MannequinTests", dependencies: ["Mannequin", "TestSupport"]),
        .testTarget(
            name: "CommandLineTests",
            dependencies: [
                "poise", "poise-video", "bench-operators", "bench-networks", "bench-frames", "bench-streams", "Imaging",
                "Inference", "Mannequin", "Media", "TestSupport", "Video", "VideoFixtures",
            ]),
    ],
    swiftLanguageModes: [.v6]
)
