import PoiseBenchmarkSupport
import PoiseBodyModel
import PoiseBody
import PoiseMotion
import Testing

/// Jitter and lag by level and filter, on mannequins in front of a noisy sensor; `bench steadiness` prints the values.
@Suite struct SteadinessTests {
    private func sequences(_ footage: SyntheticClip, _ level: Accuracy) throws -> [ComparedFilter: PoseSequence] {
        var runs = try SmoothedRuns(level)
        let shots = try footage.shots()
        for shot in shots { try runs.add(shot.image, at: shot.time) }
        return try runs.sequences(footage.sequence(shots.map { ($0.time, $0.truth) }).header)
    }

    /// Returns the root mean square over still clips, by filter.
    private func jitter(_ level: Accuracy) throws -> [ComparedFilter: Double] {
        var squares: [ComparedFilter: Double] = [:]
        let clips = SyntheticClip.still.prefix(3)
        for footage in clips {
            for (filter, sequence) in try sequences(footage, level) {
                let value = try #require(StillMeasure(sequence)).thousandths
                squares[filter, default: 0] += value * value / Double(clips.count)
            }
        }
        return squares.mapValues { $0.squareRoot() }
    }

    @Test func levelsAndFiltersTrembleAsStated() throws {
        let (reference, balanced, best) = (try jitter(.reference), try jitter(.balanced), try jitter(.best))
        let first = try #require(reference[.oneEuro])
        let second = try #require(balanced[.oneEuro])
        let third = try #require(best[.oneEuro])
        #expect(second < first)
        #expect(third < 0.75 * first)
        for level in [reference, balanced, best] {
            let raw = try #require(level[.none])
            for filter in ComparedFilter.allCases where filter != .none {
                let filtered = try #require(level[filter])
                #expect(filtered < raw)
            }
        }
    }

    @Test(arguments: Accuracy.allCases) func filtersLagAsStated(level: Accuracy) throws {
        let footage = SyntheticClip.moving[0]
        let found = try sequences(footage, level)
        let truth = footage.sequence(try footage.shots().map { ($0.time, $0.truth) })
        func lag(_ filter: ComparedFilter) throws -> Double {
            let sequence = try #require(found[filter])
            return try #require(MovingMeasure(sequence, truth: truth)).lag
        }
        // A tenth of a frame: the size of the network's own errors.
        for filter in ComparedFilter.allCases where filter != .oneEuro {
            let late = try lag(filter)
            #expect(abs(late) < 3)
        }
        let usual = try lag(.oneEuro)
        #expect((5...15).contains(usual))
    }
}

/// The measures, on synthetic sequences.
@Suite struct SteadinessMeasureTests {
    private func sequence(_ count: Int, shift: (Int) -> Double) -> PoseSequence {
        let clip = SyntheticClip.still[0]
        return clip.sequence(
            (0..<count).map { index in
                let landmarks = Joint.allCases.map { joint in
                    Landmark(
                        position: PixelPoint(
                            x: 100 + 7 * Double(joint.rawValue) + shift(index), y: 50 + 11 * Double(joint.rawValue)),
                        z: 0, visibility: 1, presence: 1, isInsideImage: true)
                }
                let pose = Pose(
                    landmarks: landmarks, world: Joint.allCases.map { _ in WorldPoint(x: 0, y: 0, z: 0) }, score: 1,
                    presence: 1, region: RegionOfInterest(center: PixelPoint(x: 200, y: 200), size: 300, rotation: 0))
                return (.seconds(Double(index + 1) / SyntheticClip.rate), pose)
            })
    }

    /// A wave with a half period of 15 frames.
    private func wave(_ frame: Double) -> Double { 40 * (frame / 15 - 2 * (frame / 30).rounded()).magnitude }

    @Test func jitterIsTheStandardDeviation() throws {
        // x alternates by one pixel either way, y rests: the root of one half over both. The longer side is 32 * 11
        // pixels.
        let measure = try #require(StillMeasure(sequence(120) { Double($0 % 2) * 2 }))
        #expect(abs(measure.pixels - 0.5.squareRoot()) < 1e-6)
        #expect(abs(measure.thousandths - 1000 * measure.pixels / 352) < 1e-6)
    }

    @Test(arguments: [0.0, 1, 2.5, -1]) func lagIsFound(frames: Double) throws {
        let truth = sequence(120) { wave(Double($0)) }
        let late = sequence(120) { wave(Double($0) - frames) }
        let measure = try #require(MovingMeasure(late, truth: truth))
        // One step of the search, and the linear interpolation between frames where the wave turns.
        #expect(abs(measure.lag - frames * 1000 / 30) < 2)
        #expect(frames != 0 || measure.deviation == 0)
    }

    @Test func peopleWhoAreMissedCannotBeMeasured() {
        var gap = sequence(120) { _ in 0 }
        gap.frames[60].people = []
        #expect(StillMeasure(gap) == nil)
        #expect(MovingMeasure(gap, truth: sequence(120) { wave(Double($0)) }) == nil)
    }

    @Test func videosAreComparedWhereAllKeepStill() throws {
        // Still for two seconds, then moving quickly: jitter there does not count.
        let quiet = sequence(120) { $0 < 60 ? 0 : 20 * Double($0 - 60) }
        let noisy = sequence(120) { ($0 < 60 ? 0 : 20 * Double($0 - 60)) + Double($0 % 2) * ($0 < 70 ? 1 : 50) }
        let comparison = try StillComparison([quiet, noisy])
        #expect((0.3...0.5).contains(comparison.share))
        let jitter = try #require(comparison.jitter)
        #expect(jitter[0] < jitter[1] && jitter[1] < 5)
    }
}
