import Landmarks

extension GroundTruth {
    /// Compares what was found in pictures with who is in them. Pictures of which nothing is known are passed over.
    ///
    /// A picture is found by the last component of its path, since results and truth are seldom made in one folder. Where
    /// several pictures of the truth end in it, the one is meant that agrees in most components from the end.
    ///
    /// - Parameters:
    ///   - results: The poses by the name of the picture's file.
    ///   - largestDistance: Pairs of a pose and a person that are farther apart are none.
    /// - Returns: The scores by the truth's names, whatever the order of the results.
    /// - Throws: ``MatchingError``.
    public func scores(
        of results: [(file: String, poses: [Pose])], largestDistance: Double = PoseScore.largestDistance
    ) throws(MatchingError) -> [PictureScore] {
        let byLastComponent = Dictionary(grouping: pictures.keys.sorted()) { $0.pathComponents.last ?? "" }
        var files: [String: String] = [:]
        var scores: [PictureScore] = []
        for (file, poses) in results {
            let candidates = byLastComponent[file.pathComponents.last ?? ""] ?? []
            let common = candidates.map { $0.commonEnd(with: file) }
            let best = candidates.indices.filter { common[$0] == common.max() }
            guard let first = best.first else { continue }
            let name = candidates[first]
            guard best.count == 1 else {
                throw .ambiguous(file: file, pictures: best.map { candidates[$0] })
            }
            if let other = files.updateValue(file, forKey: name) {
                throw .pictureTwice(name: name, files: [other, file])
            }
            scores.append(
                PictureScore(name, poses: poses, truth: pictures[name] ?? [], largestDistance: largestDistance))
        }
        guard !scores.isEmpty else { throw .nothingInCommon(results: results.count, pictures: pictures.count) }
        return scores.sorted { $0.name < $1.name }
    }

    /// Compares what was found in a video's frames with who is in them. Frames of which nothing is known are passed over.
    ///
    /// A picture of the truth is the frame whose number its name ends in, before the extension: `0012.jpg`, `squat_12.png`
    /// and `12` are frame 12.
    ///
    /// - Parameters:
    ///   - sequence: The poses, frame by frame.
    ///   - firstFrame: The number that the truth gives to the first frame of the video; sequences count from 0.
    /// - Throws: ``MatchingError``.
    public func scores(of sequence: PoseSequence, firstFrame: Int = 0) throws(MatchingError) -> [PictureScore] {
        var names: [Int: String] = [:]
        for name in pictures.keys.sorted() {
            guard let number = name.frameNumber else { throw .noFrameNumber(picture: name) }
            if let other = names.updateValue(name, forKey: number) {
                throw .frameTwice(number: number, pictures: [other, name])
            }
        }
        let scores = sequence.frames.compactMap { frame -> PictureScore? in
            guard let name = names[frame.index &+ firstFrame], let people = pictures[name] else { return nil }
            return PictureScore(name, poses: frame.people.map(\.pose), truth: people)
        }
        guard !scores.isEmpty else {
            throw .nothingInCommon(results: sequence.frames.count, pictures: pictures.count)
        }
        return scores
    }
}

/// Why results and truth do not go together.
public enum MatchingError: Error, Equatable, Sendable, CustomStringConvertible {
    /// No picture is in both.
    case nothingInCommon(results: Int, pictures: Int)
    /// Several pictures of the truth have the name of a file.
    case ambiguous(file: String, pictures: [String])
    /// Results of several files are of one picture.
    case pictureTwice(name: String, files: [String])
    /// A picture's name has no number, and results of a video are by numbers.
    case noFrameNumber(picture: String)
    /// Several pictures have one number.
    case frameTwice(number: Int, pictures: [String])

    /// One sentence that says what does not.
    public var description: String {
        switch self {
        case .nothingInCommon(let results, let pictures):
            "none of the \(results) pictures with results is among the \(pictures) of the ground truth"
        case .ambiguous(let file, let pictures):
            "“\(file)” may be any of \(pictures.map { "“\($0)”" }.joined(separator: ", ")) of the ground truth"
        case .pictureTwice(let name, let files):
            "both \(files.map { "“\($0)”" }.joined(separator: " and ")) are the picture “\(name)” of the ground truth"
        case .noFrameNumber(let picture):
            "these are results of a video, and the name of the ground truth's picture “\(picture)” ends in no frame number"
        case .frameTwice(let number, let pictures):
            "frame \(number) is there twice in the ground truth: \(pictures.map { "“\($0)”" }.joined(separator: " and "))"
        }
    }
}

extension String {
    fileprivate var pathComponents: [Substring] { split(separator: "/").filter { $0 != "." } }

    /// How many components of a path are equal, from the end.
    fileprivate func commonEnd(with other: String) -> Int {
        zip(pathComponents.reversed(), other.pathComponents.reversed()).prefix { $0 == $1 }.count
    }

    /// The number that the name ends in, before an extension.
    fileprivate var frameNumber: Int? {
        guard let name = pathComponents.last else { return nil }
        let stem = name.lastIndex(of: ".").map { name[..<$0] } ?? name
        return Int(String(stem.reversed().prefix { "0"..."9" ~= $0 }.reversed()))
    }
}
