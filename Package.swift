// swift-tools-version: 6.2
import PackageDescription

// The executables have no entry under `products`: SwiftPM still builds them in this package, and does not fetch their
// dependencies for a package that only imports the libraries.
let package = Package(
    name: "Poise",
    products: [
        .library(name: "Poise", targets: ["Poise"]),
        .library(name: "Motion", targets: ["PoiseMotion"]),
        .library(name: "VideoQuality", targets: ["PoiseVideoQuality"]),
        .library(name: "Evaluation", targets: ["PoiseEvaluation"]),
        .library(name: "ImageFiles", targets: ["PoiseImageFiles"]),
        .library(name: "ImageFormats", targets: ["PoiseImageFormats"]),
        .library(name: "Video", targets: ["PoiseVideo"]),
        .library(name: "Mannequin", targets: ["PoiseMannequin"]),
        .library(name: "Inference", targets: ["PoiseInference"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/swhitty/FlyingFox", from: "0.27.1"),
    ],
    targets: [
        // System libraries. Without `pkgConfig`: with it, SwiftPM warns importers about libraries they do not use.
        .systemLibrary(name: "CPoiseOpenBLAS", path: "Sources/C/OpenBLAS"),
        .systemLibrary(name: "CPoiseTurboJPEG", path: "Sources/C/TurboJPEG"),
        .systemLibrary(name: "CPoiseExif", path: "Sources/C/Exif"),
        .systemLibrary(name: "CPoiseZip", path: "Sources/C/Zip"),
        .systemLibrary(name: "CPoiseCrypto", path: "Sources/C/Crypto"),
        .systemLibrary(name: "CPoiseFFmpeg", path: "Sources/C/FFmpeg"),
        .systemLibrary(name: "CPoiseHeif", path: "Sources/C/Heif"),
        .systemLibrary(name: "CPoiseWebP", path: "Sources/C/WebP"),
        .target(name: "CPoisePNG", path: "Sources/C/PNG", linkerSettings: [.linkedLibrary("png")]),
        .target(name: "CPoiseTIFF", path: "Sources/C/TIFF", linkerSettings: [.linkedLibrary("tiff")]),

        // The work of signal handlers.
        .target(name: "CPoiseSignals", path: "Sources/C/Signals"),

        // The C library of the platform, for all modules.
        .target(name: "PoiseLibC", path: "Sources/LibC"),

        // Atomic files and tables of text.
        .target(name: "PoiseSupport", dependencies: ["CPoiseSignals", "PoiseLibC"], path: "Sources/Support"),

        // An assembler, and memory for the code that it makes.
        .target(name: "PoiseMachineCode", dependencies: ["PoiseLibC"], path: "Sources/MachineCode"),

        // Places in images, pixels, tensors: three modules that do not depend on each other.
        .target(name: "PoiseGeometry", dependencies: ["PoiseLibC"], path: "Sources/Geometry"),
        .target(name: "PoiseImaging", dependencies: ["PoiseLibC", "PoiseMachineCode"], path: "Sources/Imaging"),
        .target(
            name: "PoiseInference", dependencies: ["CPoiseOpenBLAS", "PoiseLibC", "PoiseMachineCode"],
            path: "Sources/Inference"),

        // From regions of images to landmarks and tracks, for any network: no joint and no pose.
        .target(
            name: "PoiseLandmarkPipeline", dependencies: ["PoiseGeometry", "PoiseImaging", "PoiseInference"],
            path: "Sources/LandmarkPipeline"),

        // The body: joints, poses and angles; their movement; results against ground truth.
        .target(name: "PoiseBody", dependencies: ["PoiseGeometry", "PoiseLibC"], path: "Sources/Body"),
        .target(name: "PoiseMotion", dependencies: ["PoiseBody", "PoiseLibC", "PoiseSupport"], path: "Sources/Motion"),
        .target(
            name: "PoiseEvaluation", dependencies: ["PoiseBody", "PoiseLibC", "PoiseSupport"],
            path: "Sources/Evaluation"),

        // The networks of the body, and the pipeline that runs them.
        .target(name: "CPoiseWeights", path: "Weights/CWeights"),
        .target(
            name: "PoiseWeights", dependencies: ["CPoiseWeights", "PoiseLibC"], path: "Weights",
            exclude: [
                "CWeights", "Training", "detector.safetensors", "full.safetensors", "regenerate.sh",
                "space-frame.safetensors", "space-sequence.safetensors",
            ],
            sources: ["Weights.swift"]),
        .target(
            name: "PoiseBodyModel",
            dependencies: [
                "PoiseBody", "PoiseGeometry", "PoiseImaging", "PoiseInference", "PoiseLandmarkPipeline", "PoiseMotion",
                "PoiseSupport", "PoiseWeights",
            ], path: "Sources/BodyModel"),

        // Poses drawn into images, poses as JSON, and reports on the quality of a video.
        .target(
            name: "PoiseDrawing", dependencies: ["PoiseBody", "PoiseImaging", "PoiseLibC", "PoiseSupport"],
            path: "Sources/Drawing"),
        .target(name: "PoiseJSON", dependencies: ["PoiseBody", "PoiseImaging", "PoiseSupport"], path: "Sources/JSON"),
        .target(
            name: "PoiseVideoQuality",
            dependencies: ["PoiseBody", "PoiseImaging", "PoiseJSON", "PoiseMotion", "PoiseSupport"],
            path: "Sources/VideoQuality"),

        // Files of images, videos and models; rendered people.
        .target(
            name: "PoiseImageFiles",
            dependencies: [
                "CPoiseExif", "CPoisePNG", "CPoiseTurboJPEG", "PoiseGeometry", "PoiseImaging", "PoiseLibC",
                "PoiseSupport",
            ], path: "Sources/ImageFiles"),
        .target(
            name: "PoiseImageFormats",
            dependencies: [
                "CPoiseFFmpeg", "CPoiseHeif", "CPoiseTIFF", "CPoiseWebP", "PoiseGeometry", "PoiseImageFiles",
                "PoiseImaging",
            ], path: "Sources/ImageFormats"),
        .target(
            name: "PoiseVideo", dependencies: ["CPoiseFFmpeg", "PoiseImaging", "PoiseLibC", "PoiseSupport"],
            path: "Sources/Video"),
        .target(
            name: "PoiseTFLiteImport", dependencies: ["CPoiseCrypto", "CPoiseZip", "PoiseInference"],
            path: "Sources/TFLiteImport"),
        .target(
            name: "PoiseMannequin", dependencies: ["PoiseBody", "PoiseImaging", "PoiseLibC", "PoiseSupport"],
            path: "Sources/Mannequin"),

        // The modules that applications need, under one name.
        .target(
            name: "Poise",
            dependencies: [
                "PoiseBody", "PoiseBodyModel", "PoiseDrawing", "PoiseImaging", "PoiseJSON", "PoiseMotion",
                "PoiseVideoQuality",
            ]),

        // The commands. `poise-video` is a separate program: loading FFmpeg takes longer than detecting a person in an image.
        .target(
            name: "PoiseCommandSupport",
            dependencies: [
                "CPoiseSignals", "Poise", "PoiseDrawing", "PoiseImageFiles", "PoiseInference", "PoiseJSON", "PoiseLibC",
                "PoiseSupport", "PoiseTFLiteImport", .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ], path: "Sources/CLI/Support"),
        .executableTarget(
            name: "poise",
            dependencies: [
                "Poise", "PoiseBenchmarkSupport", "PoiseBody", "PoiseBodyModel", "PoiseCommandSupport",
                "PoiseEvaluation", "PoiseImageFiles", "PoiseImaging", "PoiseInference", "PoiseJSON",
                "PoiseLandmarkPipeline", "PoiseLibC", "PoiseMannequin", "PoiseSupport", "PoiseTFLiteImport",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ], path: "Sources/CLI/poise"),
        .target(
            name: "PoiseLiveView",
            dependencies: ["Poise", "PoiseImageFiles", .product(name: "FlyingFox", package: "FlyingFox")],
            path: "Sources/CLI/LiveView"),
        .executableTarget(
            name: "poise-video",
            dependencies: [
                "Poise", "PoiseCommandSupport", "PoiseImageFiles", "PoiseImageFormats", "PoiseLiveView", "PoiseSupport",
                "PoiseVideo", .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ], path: "Sources/CLI/poise-video"),

        // Benchmarks. Tests share the synthetic clips and the measures of jitter and lag.
        .target(
            name: "PoiseBenchmarkSupport",
            dependencies: [
                "CPoiseOpenBLAS", "PoiseBody", "PoiseBodyModel", "PoiseImageFiles", "PoiseImaging", "PoiseInference",
                "PoiseLibC", "PoiseMannequin", "PoiseMotion", "PoiseSupport", "PoiseVideoQuality", "PoiseWeights",
            ], path: "Benchmarks/Support"),
        .executableTarget(
            name: "bench",
            dependencies: [
                "PoiseBenchmarkSupport", "PoiseBody", "PoiseBodyModel", "PoiseImageFiles", "PoiseImaging",
                "PoiseInference", "PoiseJSON", "PoiseLandmarkPipeline", "PoiseMotion", "PoiseSupport", "PoiseVideo",
                "PoiseVideoQuality",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ], path: "Benchmarks/Bench"),

        // Training of networks on rendered people: the pairs, and the program that writes them.
        .target(
            name: "PoiseTrainingPairs",
            dependencies: [
                "PoiseBody", "PoiseBodyModel", "PoiseImaging", "PoiseInference", "PoiseLibC", "PoiseMannequin",
                "PoiseSupport",
            ], path: "Weights/Training/Pairs"),
        .executableTarget(
            name: "space-training",
            dependencies: [
                "Poise", "PoiseCommandSupport", "PoiseImageFiles", "PoiseImaging", "PoiseSupport", "PoiseTrainingPairs",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ], path: "Weights/Training/Command"),

        // Tests.
        .target(
            name: "PoiseTestSupport", dependencies: ["CPoiseCrypto", "PoiseBody", "PoiseImaging"],
            path: "Tests/Support"),
        .target(
            name: "PoiseVideoFixtures", dependencies: ["CPoiseFFmpeg", "PoiseImaging"], path: "Tests/VideoFixtures"),
        .target(name: "CPoiseAllocations", path: "Tests/CAllocations"),
        .testTarget(name: "GeometryTests", dependencies: ["PoiseGeometry", "PoiseTestSupport"]),
        .testTarget(name: "SupportTests", dependencies: ["PoiseLibC", "PoiseSupport", "PoiseTestSupport"]),
        .testTarget(name: "ImagingTests", dependencies: ["PoiseImaging", "PoiseTestSupport"]),
        .testTarget(name: "InferenceTests", dependencies: ["PoiseInference", "PoiseMachineCode", "PoiseTestSupport"]),
        .testTarget(
            name: "LandmarkPipelineTests",
            dependencies: [
                "PoiseBody", "PoiseBodyModel", "PoiseGeometry", "PoiseImaging", "PoiseInference",
                "PoiseLandmarkPipeline", "PoiseTestSupport",
            ]),
        .testTarget(
            name: "BodyModelTests",
            dependencies: [
                "PoiseBody", "PoiseBodyModel", "PoiseGeometry", "PoiseImaging", "PoiseLandmarkPipeline", "PoiseMotion",
            ]),
        .testTarget(
            name: "EndToEndTests",
            dependencies: [
                "CPoiseAllocations", "Poise", "PoiseBenchmarkSupport", "PoiseBody", "PoiseBodyModel", "PoiseEvaluation",
                "PoiseImageFiles", "PoiseImaging", "PoiseInference", "PoiseLandmarkPipeline", "PoiseMachineCode",
                "PoiseMannequin",
                "PoiseMotion", "PoiseTFLiteImport", "PoiseTestSupport", "PoiseVideo", "PoiseVideoQuality",
                "PoiseWeights",
            ]),
        .testTarget(
            name: "TFLiteImportTests", dependencies: ["PoiseInference", "PoiseTFLiteImport", "PoiseTestSupport"]),
        .testTarget(name: "BodyTests", dependencies: ["PoiseBody"]),
        .testTarget(
            name: "EvaluationTests",
            dependencies: ["PoiseBody", "PoiseEvaluation", "PoiseJSON", "PoiseTestSupport"],
            exclude: ["recorded_angles.py"]),
        .testTarget(
            name: "MotionTests", dependencies: ["PoiseBody", "PoiseMotion", "PoiseTestSupport"],
            exclude: ["batch_smoothing.py", "scipy_filters.py"]),
        .testTarget(name: "ImageFilesTests", dependencies: ["PoiseImageFiles", "PoiseImaging", "PoiseTestSupport"]),
        .testTarget(
            name: "ImageFormatsTests",
            dependencies: ["PoiseImageFiles", "PoiseImageFormats", "PoiseImaging", "PoiseTestSupport"]),
        .testTarget(
            name: "VideoTests",
            dependencies: [
                "CPoiseFFmpeg", "PoiseImageFiles", "PoiseImaging", "PoiseTestSupport", "PoiseVideo",
                "PoiseVideoFixtures",
            ]),
        .testTarget(
            name: "LiveViewTests",
            dependencies: [
                "PoiseBody", "PoiseDrawing", "PoiseImageFiles", "PoiseImaging", "PoiseJSON", "PoiseLiveView",
                "PoiseTestSupport",
            ]),
        .testTarget(
            name: "DrawingTests", dependencies: ["PoiseBody", "PoiseDrawing", "PoiseImaging", "PoiseTestSupport"]),
        .testTarget(name: "JSONTests", dependencies: ["PoiseBody", "PoiseImaging", "PoiseJSON", "PoiseTestSupport"]),
        .testTarget(
            name: "VideoQualityTests",
            dependencies: [
                "PoiseBody", "PoiseImaging", "PoiseMotion", "PoiseTestSupport", "PoiseVideoQuality",
            ]),
        .testTarget(
            name: "MannequinTests", dependencies: ["PoiseBody", "PoiseImaging", "PoiseMannequin", "PoiseTestSupport"]),
        .testTarget(
            name: "TrainingPairsTests",
            dependencies: [
                "PoiseBody", "PoiseImaging", "PoiseInference", "PoiseMannequin", "PoiseTestSupport",
                "PoiseTrainingPairs",
            ]),
        .testTarget(
            name: "CommandLineTests",
            dependencies: [
                "PoiseImageFiles", "PoiseImaging", "PoiseInference", "PoiseMachineCode", "PoiseMannequin",
                "PoiseTestSupport", "PoiseVideo",
                "PoiseTrainingPairs", "bench", "poise", "poise-video", "space-training",
            ]),
    ],
    swiftLanguageModes: [.v6]
)
