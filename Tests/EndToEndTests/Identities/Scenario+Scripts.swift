import Foundation
import PoiseImaging
import PoiseBody
import PoiseMannequin
import PoiseTestSupport

/// The scenario of a clip with several people.
enum FilmScript: String, CaseIterable, Sendable {
    // People who occlude each other for a while.

    /// Two people walk toward each other and on.
    case crossing
    /// One person walks faster than another in the same direction and passes.
    case overtaking
    /// Two people cross while a third walks too.
    case threeCrossing
    /// One person walks across, another toward the camera or away from it.
    case diagonal
    /// Two people walk toward each other, occlude each other, turn around and walk back.
    case turningBack
    /// One person walks behind another who does squats.
    case behindExercise
    /// One person walks behind another, stays there for a moment, and walks on.
    case pauseBehind

    // People who stay apart.

    /// Two or three people do exercises side by side.
    case exercises
    /// Two people walk toward the camera side by side.
    case sideBySide
    /// Two people walk toward each other, stop before they touch, and walk back.
    case meeting
    /// One person leaves the image and returns within the time for which an id is kept.
    case leavingAndBack
    /// One person walks behind a post, another stands next to it.
    case post

    var isCrossing: Bool {
        switch self {
        case .crossing, .overtaking, .threeCrossing, .diagonal, .turningBack, .behindExercise, .pauseBehind: true
        case .exercises, .sideBySide, .meeting, .leavingAndBack, .post: false
        }
    }
}

extension FilmScript {
    /// Returns a clip of the scenario; the seed determines everything that the scenario leaves open: clothes, statures,
    /// speeds, depths, the camera, the light of the wall, and the rate. In every fourth clip all people wear the same
    /// clothes.
    func scenario(seed: UInt64) -> Scenario {
        var dice = SplitMix64(seed: seed &* 1000 &+ UInt64(FilmScript.allCases.firstIndex(of: self) ?? 0))
        func number(_ range: ClosedRange<Double>) -> Double { .random(in: range, using: &dice) }
        let isUniform = seed % 4 == 3
        let uniform = Outfit.random(using: &dice)
        func walker(_ path: @escaping Path) -> Scenario.Role {
            let outfit = Outfit.random(using: &dice)
            let figure = Figure(outfit: isUniform ? uniform : outfit, stature: number(1.6...1.9))
            return Walk(figure: figure, path: path, phase: number(0...1)).role
        }
        func exerciser(x: Double, z: Double) -> Scenario.Role {
            let outfit = Outfit.random(using: &dice)
            let figure = Figure(outfit: isUniform ? uniform : outfit, stature: number(1.6...1.9))
            let exercise = Exercise.allCases.randomElement(using: &dice) ?? .squats
            return exercise.role(figure, x: x, z: z, rate: number(0.3...0.6), heading: Angle(degrees: number(-35...35)))
        }
        let seconds = 2.8
        let middle = seconds / 2
        let place = number(-0.5...0.5)
        let side = Bool.random(using: &dice) ? 1.0 : -1.0
        let depth = number(0.45...1.4) * (Bool.random(using: &dice) ? 1 : -1)
        var roles: [Scenario.Role] = []
        var post: Scenario.Post?
        let camera = Camera(
            distance: number(3...3.8), elevation: number(0.9...1.5), pitch: Angle(degrees: number(0...6)),
            width: 320, height: 240)
        /// Returns a straight path that passes through a position at a time.
        func line(x: Double, z: Double, speed: Double, at time: Double) -> Path {
            { SIMD2(x + speed * ($0 - time), z) }
        }
        switch self {
        case .crossing:
            roles = [
                walker(line(x: place, z: depth / 2, speed: side * number(0.5...1.5), at: middle)),
                walker(line(x: place, z: -depth / 2, speed: -side * number(0.5...1.5), at: middle)),
            ]
        case .overtaking:
            let slow = number(0.2...0.6)
            roles = [
                walker(line(x: place, z: depth / 2, speed: side * slow, at: middle)),
                walker(line(x: place, z: -depth / 2, speed: side * (slow + number(0.7...1)), at: middle)),
            ]
        case .threeCrossing:
            roles = [
                walker(line(x: place, z: -0.9, speed: side * number(0.6...1.4), at: middle - 0.3)),
                walker(line(x: place, z: 0, speed: -side * number(0.6...1.4), at: middle - 0.3)),
                walker(line(x: place - side * 0.4, z: 0.9, speed: side * number(-0.4...0.4), at: middle)),
            ]
        case .diagonal:
            let (speed, approach) = (side * number(0.8...1.4), number(0.5...0.9))
            let start = number(0...1) < 0.5 ? 1.0 : -1
            roles = [
                walker(line(x: place, z: depth, speed: speed, at: middle)),
                walker { SIMD2(place, start * approach * ($0 - middle)) },
            ]
        case .turningBack:
            let (one, other) = (number(0.5...1), number(0.5...1))
            roles = [
                walker { SIMD2(place - side * (one * abs($0 - middle) - 0.05), depth / 2) },
                walker { SIMD2(place + side * (other * abs($0 - middle) - 0.05), -depth / 2) },
            ]
        case .behindExercise:
            roles = [
                exerciser(x: place, z: -abs(depth) / 2),
                walker(line(x: place, z: abs(depth) / 2 + 0.3, speed: side * number(0.7...1.4), at: middle)),
            ]
        case .pauseBehind:
            let (speed, pause) = (side * number(0.8...1.4), number(0.2...0.5))
            roles = [
                exerciser(x: place, z: -abs(depth) / 2),
                walker { time in
                    let away = max(abs(time - middle) - pause, 0)
                    return SIMD2(place + speed * (time < middle ? -away : away), abs(depth) / 2 + 0.3)
                },
            ]
        case .exercises:
            let count = Bool.random(using: &dice) ? 2 : 3
            let gap = number(1.15...1.4)
            roles = (0..<count).map { exerciser(x: gap * (Double($0) - Double(count - 1) / 2), z: number(-0.2...0.2)) }
        case .sideBySide:
            let (speed, gap) = (number(0.4...0.8), number(0.8...1.1))
            roles = [-0.5, 0.5].map { half in
                walker { SIMD2(gap * half, speed * (middle - $0)) }
            }
        case .meeting:
            let (one, other) = (number(0.5...0.9), number(0.5...0.9))
            roles = [
                walker { SIMD2(place - side * (one * abs($0 - middle) + 0.5), depth / 4) },
                walker { SIMD2(place + side * (other * abs($0 - middle) + 0.5), -depth / 4) },
            ]
        case .leavingAndBack:
            let speed = number(1...1.4)
            // Half the visible width at the actor's position.
            let edge = camera.distance * 0.5 / camera.focalLength
            let reach = edge + number(0.3...0.5)
            roles = [
                exerciser(x: -side * number(0.6...1.2), z: number(-0.3...0.3)),
                walker { SIMD2(side * (reach - speed * abs($0 - middle)), 0) },
            ]
        case .post:
            let half = number(0.05...0.09)
            post = 0.5 - half..<0.5 + half
            roles = [
                exerciser(x: -side * number(1.3...1.6), z: number(-0.3...0.3)),
                walker(line(x: side * 0.1, z: 0, speed: side * number(0.4...0.6), at: middle)),
            ]
        }
        let wall = Color.random(
            from: [
                Color(red: 214, green: 210, blue: 200), Color(red: 150, green: 160, blue: 165),
                Color(red: 190, green: 170, blue: 140), Color(red: 110, green: 120, blue: 115),
            ], using: &dice)
        return Scenario(
            roles, rate: number(15...25), seconds: seconds, camera: camera,
            backdrop: Backdrop(
                style: .room(wall: wall, floor: Color(red: 168, green: 136, blue: 104)), noise: number(1...6),
                seed: seed),
            post: post)
    }
}

/// A path: meters from the middle of the scene to the right and away from the camera, at a time in seconds.
typealias Path = @Sendable (Double) -> SIMD2<Double>

/// A figure that walks along a path, facing its direction.
private struct Walk: Sendable {
    let figure: Figure
    let path: Path
    /// Phase of the step at time 0, 0 to 1.
    let phase: Double

    var role: Scenario.Role {
        { time in
            let step = 1.0 / 30
            let place = path(time)
            let velocity = (path(time + step) - path(time - step)) / (2 * step)
            let speed = (velocity * velocity).sum().squareRoot()
            var walking = figure
            walking.posture = .walking(stride: min(speed / 1.2, 1), phase: phase + time * 0.9)
            let heading = speed > 0.05 ? atan2(velocity.x, -velocity.y) : 0
            return PlacedFigure(walking, x: place.x, z: place.y, heading: Angle(radians: heading))
        }
    }
}

/// An exercise on the spot.
private enum Exercise: CaseIterable {
    case squats, armRaises, standing

    func role(_ figure: Figure, x: Double, z: Double, rate: Double, heading: Angle) -> Scenario.Role {
        { time in
            let share = (1 - cos(2 * .pi * rate * time)) / 2
            var moving = figure
            switch self {
            case .squats: moving.posture = .squat(depth: share)
            case .standing: moving.posture = .standing
            case .armRaises:
                moving.posture = .standing
                // Forward, so that neighbors are not touched.
                moving.posture.arms.shoulderFlexion = Angle(degrees: 150 * share)
            }
            return PlacedFigure(moving, x: x, z: z, heading: heading)
        }
    }
}

extension Posture {
    /// Returns the posture at one instant of a stride.
    ///
    /// - Parameters:
    ///   - stride: Swing of the limbs: 0 is none, 1 is that at 1.2 m/s.
    ///   - phase: Phase of the stride: at 0 and 1 the left leg passes the right one forward.
    fileprivate static func walking(stride: Double, phase: Double) -> Posture {
        var posture = Posture.standing
        func leg(_ phase: Double) -> Leg {
            var leg = posture.leftLeg
            let swing = sin(2 * .pi * phase)
            let lift = max(cos(2 * .pi * phase), 0)
            leg.hipFlexion = Angle(degrees: 3 + stride * (25 * swing + 8 * lift))
            leg.kneeFlexion = Angle(degrees: 6 + stride * 50 * lift)
            return leg
        }
        func arm(_ phase: Double) -> Arm {
            var arm = posture.leftArm
            arm.shoulderFlexion = Angle(degrees: stride * 24 * sin(2 * .pi * phase))
            arm.shoulderAbduction = Angle(degrees: 8)
            arm.elbowFlexion = Angle(degrees: 20 + stride * 15)
            return arm
        }
        (posture.leftLeg, posture.rightLeg) = (leg(phase), leg(phase + 0.5))
        (posture.leftArm, posture.rightArm) = (arm(phase + 0.5), arm(phase))
        posture.trunkLean = Angle(degrees: 4 * stride)
        return posture
    }
}

extension Color {
    fileprivate static func random(from colors: [Color], using dice: inout SplitMix64) -> Color {
        colors[Int.random(in: colors.indices, using: &dice)]
    }

    /// Returns a random color of cloth.
    fileprivate static func random(using dice: inout SplitMix64) -> Color {
        func level() -> UInt8 { .random(in: 25...225, using: &dice) }
        return Color(red: level(), green: level(), blue: level())
    }
}

extension Outfit {
    fileprivate static func random(using dice: inout SplitMix64) -> Outfit {
        let skins = [
            Color(red: 232, green: 190, blue: 165), Color(red: 214, green: 168, blue: 140),
            Color(red: 160, green: 112, blue: 84), Color(red: 104, green: 70, blue: 52),
        ]
        let hair = [
            Color(red: 30, green: 24, blue: 20), Color(red: 62, green: 44, blue: 34),
            Color(red: 150, green: 110, blue: 66),
            Color(red: 140, green: 136, blue: 132),
        ]
        return Outfit(
            skin: .random(from: skins, using: &dice), hair: .random(from: hair, using: &dice),
            shirt: .random(using: &dice), trousers: .random(using: &dice), shoes: .random(using: &dice))
    }
}
