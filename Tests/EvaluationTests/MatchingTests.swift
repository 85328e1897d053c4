import PoiseEvaluation
import PoiseBody
import Testing

/// Matching of results and images.
@Suite struct MatchingTests {
    private func truth(_ names: String...) -> GroundTruth {
        GroundTruth(images: Dictionary(uniqueKeysWithValues: names.map { ($0, [.at(AnnotatedPerson.trunk)]) }))
    }

    private let pose = Pose.at(AnnotatedPerson.trunk)

    @Test func byTheLastComponent() throws {
        let scores = try truth("a.jpg", "val/b.jpg", "c.jpg").scores(of: [
            ("photos/b.jpg", [pose]), ("./a.jpg", []), ("/x/unknown.jpg", [pose]),
        ])
        #expect(scores.map(\.name) == ["a.jpg", "val/b.jpg"])
        #expect(scores.map(\.poses) == [0, 1])
    }

    @Test func theLongestCommonEndDecides() throws {
        let scores = try truth("x/1.jpg", "y/1.jpg").scores(of: [("data/y/1.jpg", [pose])])
        #expect(scores.map(\.name) == ["y/1.jpg"])
        #expect(throws: MatchingError.ambiguous(file: "1.jpg", images: ["x/1.jpg", "y/1.jpg"])) {
            try truth("x/1.jpg", "y/1.jpg").scores(of: [("1.jpg", [])])
        }
    }

    @Test func nothingInCommonAndTooMuch() {
        #expect(throws: MatchingError.nothingInCommon(results: 1, images: 1)) {
            try truth("a.jpg").scores(of: [("b.jpg", [])])
        }
        #expect(throws: MatchingError.nothingInCommon(results: 0, images: 1)) { try truth("a.jpg").scores(of: []) }
        #expect(throws: MatchingError.imageTwice(name: "a.jpg", files: ["x/a.jpg", "y/a.jpg"])) {
            try truth("a.jpg").scores(of: [("x/a.jpg", []), ("y/a.jpg", [])])
        }
    }

    private func sequence(_ frames: Int...) -> PoseSequence {
        PoseSequence(
            header: .init(file: "a.mp4", width: 10, height: 10, framesPerSecond: 30, model: "full"),
            frames: frames.map {
                .init(index: $0, time: .seconds($0), people: [TrackedPerson(id: 1, pose: pose)])
            })
    }

    @Test func framesByTheirNumber() throws {
        let scores = try truth("squat_0003.png", "7", "x/12.jpg").scores(of: sequence(3, 4, 7, .max))
        #expect(scores.map(\.name) == ["squat_0003.png", "7"])
        #expect(scores.allSatisfy { $0.matches.count == 1 })
        let later = try truth("1.jpg", "3.jpg").scores(of: sequence(0, 1, 2, .max), firstFrame: 1)
        #expect(later.map(\.name) == ["1.jpg", "3.jpg"])
    }

    @Test func namesWithoutNumbersAreNoFrames() {
        #expect(throws: MatchingError.noFrameNumber(image: "a.jpg")) { try truth("a.jpg").scores(of: sequence(0)) }
        #expect(throws: MatchingError.frameTwice(number: 1, images: ["01.jpg", "1.jpg"])) {
            try truth("1.jpg", "01.jpg").scores(of: sequence(0))
        }
        #expect(throws: MatchingError.nothingInCommon(results: 1, images: 1)) {
            try truth("1.jpg").scores(of: sequence(0))
        }
    }
}
