import PoiseBody

extension GroundTruth {
    /// Compares the poses of images with the ground truth. Images that the ground truth does not contain are skipped.
    ///
    /// Images are matched by the last component of their path, since results and ground truth are seldom made in one
    /// folder. Among several images of the ground truth with that last component, the one that shares the most
    /// components from the end is used.
    ///
    /// - Parameters:
    ///   - results: The poses by the name of the image file.
    ///   - largestDistance: The mean distance, in units of the box, up to which a pose and a person match.
    /// - Returns: The scores, sorted by the image names of the ground truth, whatever the order of the results.
    /// - Throws: ``MatchingError``.
    public func scores(
        of results: [(file: String, poses: [Pose])], largestDistance: Double = PoseScore.largestDistance
    ) throws(MatchingError) -> [ImageScore] {
        let byLastComponent = Dictionary(grouping: images.keys.sorted()) { $0.pathComponents.last ?? "" }
        var files: [String: String] = [:]
        var scores: [ImageScore] = []
        for (file, poses) in results {
            let candidates = byLastComponent[file.pathComponents.last ?? ""] ?? []
            let common = candidates.map { $0.commonEnd(with: file) }
            let best = candidates.indices.filter { common[$0] == common.max() }
            guard let first = best.first else { continue }
            let name = candidates[first]
            guard best.count == 1 else {
                throw .ambiguous(file: file, images: best.map { candidates[$0] })
            }
            if let other = files.updateValue(file, forKey: name) {
                throw .imageTwice(name: name, files: [other, file])
            }
            scores.append(
                ImageScore(name, poses: poses, truth: images[name] ?? [], largestDistance: largestDistance))
        }
        guard !scores.isEmpty else { throw .nothingInCommon(results: results.count, images: images.count) }
        return scores.sorted { $0.name < $1.name }
    }

    /// Compares the poses of a video with the ground truth. Frames that the ground truth does not contain are skipped.
    ///
    /// Images of the ground truth are matched by the frame number that their name ends in, before the extension:
    /// `0012.jpg`, `squat_12.png` and `12` are frame 12.
    ///
    /// - Parameters:
    ///   - sequence: The poses, frame by frame.
    ///   - firstFrame: The number that the ground truth gives to the first frame of the video; sequences count from 0.
    /// - Throws: ``MatchingError``.
    public func scores(of sequence: PoseSequence, firstFrame: Int = 0) throws(MatchingError) -> [ImageScore] {
        var names: [Int: String] = [:]
        for name in images.keys.sorted() {
            guard let number = name.frameNumber else { throw .noFrameNumber(image: name) }
            if let other = names.updateValue(name, forKey: number) {
                throw .frameTwice(number: number, images: [other, name])
            }
        }
        let scores = sequence.frames.compactMap { frame -> ImageScore? in
            guard let name = names[frame.index &+ firstFrame], let people = images[name] else { return nil }
            return ImageScore(name, poses: frame.people.map(\.pose), truth: people)
        }
        guard !scores.isEmpty else {
            throw .nothingInCommon(results: sequence.frames.count, images: images.count)
        }
        return scores
    }
}

/// An error in matching results with a ground truth.
public enum MatchingError: Error, Equatable, Sendable, CustomStringConvertible {
    /// No image is in both.
    case nothingInCommon(results: Int, images: Int)
    /// Several images of the ground truth match the name of a file.
    case ambiguous(file: String, images: [String])
    /// Several image files with results match one image of the ground truth.
    case imageTwice(name: String, files: [String])
    /// An image's name ends in no frame number, which results of a video need.
    case noFrameNumber(image: String)
    /// Several images have one frame number.
    case frameTwice(number: Int, images: [String])

    /// One sentence that states the mismatch.
    public var description: String {
        switch self {
        case .nothingInCommon(let results, let images):
            "none of the \(results) images with results is among the \(images) images of the ground truth"
        case .ambiguous(let file, let images):
            "“\(file)” matches several ground truth images: \(images.map { "“\($0)”" }.joined(separator: ", "))"
        case .imageTwice(let name, let files):
            "both \(files.map { "“\($0)”" }.joined(separator: " and ")) match the image “\(name)” of the ground truth"
        case .noFrameNumber(let image):
            "the results are of a video, and the name of the ground truth's image “\(image)” ends in no frame number"
        case .frameTwice(let number, let images):
            "frame \(number) is in the ground truth twice: \(images.map { "“\($0)”" }.joined(separator: " and "))"
        }
    }
}

extension String {
    fileprivate var pathComponents: [Substring] { split(separator: "/").filter { $0 != "." } }

    /// Returns the number of equal path components, counted from the end.
    fileprivate func commonEnd(with other: String) -> Int {
        zip(pathComponents.reversed(), other.pathComponents.reversed()).prefix { $0 == $1 }.count
    }

    /// The number that the name ends in, before the extension.
    fileprivate var frameNumber: Int? {
        guard let name = pathComponents.last else { return nil }
        let stem = name.lastIndex(of: ".").map { name[..<$0] } ?? name
        return Int(String(stem.reversed().prefix { "0"..."9" ~= $0 }.reversed()))
    }
}
