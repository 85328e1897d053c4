import PoiseTestSupport
import PoiseBody
import PoiseMotion
import Testing

@Suite struct LimbCollapseTests {
    /// Returns a person with both arms on the left one, `depth` apart.
    private func armsOnOne(depth: Double = 0) -> TrackedPerson {
        .standing(places: [
            .rightElbow: (552, 356, depth), .rightWrist: (553, 408, depth),
        ])
    }

    private func legsOnOne() -> TrackedPerson {
        .standing(places: [.leftKnee: (476, 481, 0), .leftAnkle: (477, 559, 3)])
    }

    private func sequence(_ count: Int = 60, _ person: (Int) -> TrackedPerson?) -> PoseSequence {
        .built(times: evenTimes(count)) { index, _ in person(index) }
    }

    @Test func armsOnOneArmAreFound() {
        let found = sequence { (20...23).contains($0) ? armsOnOne() : .standing() }.limbCollapses
        #expect(found.count == 1)
        #expect(found.first?.limbs == .arms)
        #expect(found.first?.id == 1)
        #expect(found.first?.frames == [20, 21, 22, 23])
    }

    @Test func legsOnOneLegAreFound() {
        let found = sequence { $0 == 30 || $0 == 40 ? legsOnOne() : .standing() }.limbCollapses
        #expect(found.map(\.limbs) == [.legs, .legs])
        #expect(found.map(\.frames) == [[30], [40]])
    }

    @Test func nothingIsFoundInAPersonStanding() {
        #expect(sequence { _ in .standing() }.limbCollapses.isEmpty)
        #expect(PoseSequence.built([]).limbCollapses.isEmpty)
    }

    @Test func wristsThatMeetAreNoCollapse() {
        // Hands clap: elbows stay apart.
        let clap = TrackedPerson.standing(places: [.leftWrist: (501, 350, 0), .rightWrist: (499, 350, 0)])
        #expect(sequence { (20...22).contains($0) ? clap : .standing() }.limbCollapses.isEmpty)
    }

    @Test func limbsBehindEachOtherAreNoCollapse() {
        #expect(sequence { (20...22).contains($0) ? armsOnOne(depth: 70) : .standing() }.limbCollapses.isEmpty)
    }

    @Test func whatLastsIsNoCollapse() {
        #expect(sequence { (10...40).contains($0) ? armsOnOne() : .standing() }.limbCollapses.isEmpty)
    }

    @Test func withoutArmsApartBeforeAndAfterNothingIsFound() {
        #expect(sequence { $0 < 3 ? armsOnOne() : .standing() }.limbCollapses.isEmpty)
        #expect(sequence { $0 > 57 ? armsOnOne() : .standing() }.limbCollapses.isEmpty)
        // The person was absent before.
        #expect(sequence { $0 < 20 ? nil : $0 < 23 ? armsOnOne() : .standing() }.limbCollapses.isEmpty)
        #expect(sequence { (5..<30).contains($0) ? nil : $0 == 30 ? armsOnOne() : .standing() }.limbCollapses.isEmpty)
    }

    @Test func thePeopleAreToldApart() {
        let frames = evenTimes(50).enumerated().map { index, time in
            var other = TrackedPerson.standing(id: 2)
            if index == 25 { other.pose = armsOnOne().pose }
            return PoseSequence.Frame(index: 100 + index, time: .seconds(time), people: [.standing(), other])
        }
        let found = PoseSequence.built(frames).limbCollapses
        #expect(found.map(\.id) == [2])
        #expect(found.map(\.frames) == [[125]])
    }

    @Test func collapsesAreMarkedAtTheirPeople() {
        let sequence = sequence { (20...23).contains($0) ? armsOnOne() : $0 == 40 ? legsOnOne() : .standing() }
        let marked = sequence.marked(sequence.limbCollapses)
        for frame in marked.frames {
            let expected: Set<LimbPair> = (20...23).contains(frame.index) ? [.arms] : frame.index == 40 ? [.legs] : []
            #expect(frame.people.map(\.collapsed) == [expected])
        }
        // Marks stay through smoothing, and nothing else changes.
        let smoothed = try? OfflineSmoothing().apply(to: marked)
        #expect(smoothed?.frames.map { $0.people.map(\.collapsed) } == marked.frames.map { $0.people.map(\.collapsed) })
        #expect(sequence.marked([]) == sequence)
    }

    @Test func aPersonWithoutASizeIsPassedOver() {
        let point = TrackedPerson.standing(
            places: Dictionary(uniqueKeysWithValues: Joint.allCases.map { ($0, (5, 5, 0)) }))
        #expect(sequence { (20...22).contains($0) ? point : .standing() }.limbCollapses.allSatisfy { $0.id == 1 })
        #expect(sequence { _ in point }.limbCollapses.isEmpty)
    }
}
