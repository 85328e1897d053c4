import Foundation
import Poise
import Testing

/// Several mannequins followed through films by the real networks, and their numbers compared with who they are.
///
/// The seeds here were not looked at while the tracker was made. `POISE_FILMS=100` films each script with as many seeds.
@Suite(.serialized) struct FilmTests {
    private static let seeds: Range<UInt64> = {
        let count = ProcessInfo.processInfo.environment["POISE_FILMS"].flatMap { UInt64($0) } ?? 3
        return 101..<101 + max(count, 1)
    }()

    /// The most switches, by the number of crossings; people who stay apart keep their numbers without exception.
    private static let switchesPerCrossing = 0.1
    /// The share of moments in which somebody who can be seen must be followed: whom nobody follows has no number to
    /// lose. The detector does not find every small figure from the side.
    private static let followedShare = 0.6

    private func run(_ scripts: [FilmScript]) throws -> (sum: Identities, films: Int) {
        var sum = Identities()
        var films = 0
        for script in scripts {
            for seed in Self.seeds {
                let film = script.film(seed: seed)
                var tracker = try PoseTracker(options: PoseTracker.Options(people: film.roles.count))
                var identities = Identities()
                for (frame, shot) in try film.shots().enumerated() {
                    identities.add(try tracker.track(shot.image, at: shot.time), shot, frame: frame)
                }
                if identities.switches > 0 {
                    print("\(script), seed \(seed): \(identities.switches) switches, frames \(identities.switchFrames)")
                }
                sum = sum + identities
                films += 1
            }
        }
        return (sum, films)
    }

    @Test func numbersStayWhenPeopleCross() throws {
        let (sum, films) = try run(FilmScript.allCases.filter(\.isCrossing))
        print("crossings: \(films) films, \(sum.switches) switches, followed in \(sum.followedShare) of moments")
        #expect(films >= 20)
        #expect(Double(sum.switches) <= Self.switchesPerCrossing * Double(films))
        #expect(sum.followedShare >= Self.followedShare)
    }

    @Test func numbersStayWherePeopleDoNotTouch() throws {
        let (sum, films) = try run(FilmScript.allCases.filter { !$0.isCrossing })
        print("apart: \(films) films, \(sum.switches) switches, followed in \(sum.followedShare) of moments")
        #expect(sum.switches == 0)
        #expect(sum.followedShare >= Self.followedShare)
    }
}
