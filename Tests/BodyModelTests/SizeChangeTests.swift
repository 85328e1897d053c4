import PoiseBodyModel
import PoiseLandmarkPipeline
import PoiseBody
import Testing

@Suite("Images that change their size")
struct SizeChangeTests {
    @Test("People keep their ids, their positions are rescaled, and filters restart", arguments: [1, 2])
    func numbers(people: Int) throws {
        var run = ScriptedRun(people: people)
        let script = [ScriptedPerson(x: 1200, y: 400), ScriptedPerson(x: 400, y: 400)].prefix(people)
        var before: [TrackedPerson] = []
        for _ in 0..<5 { before = try run.step(Array(script)) }
        run.resize(width: 800, height: 300)
        let half = script.map { ScriptedPerson(x: $0.x / 2, y: $0.y / 2) }
        for _ in 0..<5 {
            let after = try run.step(half)
            #expect(after.map(\.id) == before.map(\.id))
            #expect(!run.state.didRunDetector)
            for (person, old) in zip(after, before) {
                // A filter that had not restarted would be between both positions.
                let (place, expected) = (person.pose[.nose].position, try #require(old.unfiltered)[.nose].position)
                let offset = ScriptedPerson.offset(Joint.nose.rawValue)
                #expect(abs(place.x - ((expected.x - offset.x) / 2 + offset.x)) < 1)
                #expect(abs(place.y - ((expected.y - offset.y) / 2 + offset.y)) < 1)
            }
        }
    }
}
