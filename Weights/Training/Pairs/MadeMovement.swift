import PoiseBody
import PoiseLibC
import PoiseMannequin

/// A class of movements that are made from key postures: the movement goes through them in turn, smoothly and with noise.
package struct MadeMovement: Sendable {
    /// What carries the person.
    package enum Ground: Sendable {
        /// The feet, on the floor.
        case feet
        /// Other parts of the body too, on the floor.
        case floor
        /// A bar, or nothing: the person is above the floor.
        case air
    }

    /// The name of the class, such as `push-up`.
    package let name: String
    /// The key postures, in turn.
    let keys: [Posture]
    /// What carries the person.
    let ground: Ground

    init(_ name: String, _ keys: [Posture], _ ground: Ground = .feet) {
        self.name = name
        self.keys = keys
        self.ground = ground
    }

    /// Returns moments of a movement of this class, ``Movement/rate`` times a second.
    ///
    /// The hips stay in place, or drift to a side; their height is undefined.
    func moments(_ count: Int, _ random: inout Random) -> [Movement.Moment] {
        let isMirrored = random.chance(0.5)
        let style = Posture.angles.map { _ in random.normal(6) }
        let depth = random.uniform(0.55...1.1)
        let duration = random.uniform(0.35...1.6)
        var next = Int(random.uniform(0...1) * Double(keys.count))
        return moments(count, &random) { random in
            let key = keys[next % keys.count]
            next += 1
            let posture = isMirrored ? key.mirrored : key
            // Repetitions are not always complete: a share of the way from the first key posture.
            let first = (isMirrored ? keys[0].mirrored : keys[0]).degrees
            let degrees = zip(zip(first, posture.degrees), style).map { angles, style in
                angles.0 + (angles.1 - angles.0) * depth + style + random.normal(3.5)
            }
            let pause = random.chance(0.3) ? random.uniform(0...0.5) : 0
            return (degrees, duration * random.uniform(0.85...1.15) + pause)
        }
    }

    /// Returns moments of a movement between key postures of several classes.
    static func mixed(_ classes: [MadeMovement], _ count: Int, _ random: inout Random) -> [Movement.Moment] {
        let postures = classes.flatMap(\.keys)
        return classes[0].moments(count, &random) { random in
            let key = random.pick(postures)
            let posture = random.chance(0.5) ? key.mirrored : key
            return (posture.degrees.map { $0 + random.normal(9) }, random.uniform(0.4...1.6))
        }
    }

    /// Returns moments between key postures.
    ///
    /// - Parameter next: Returns the angles of the next key posture, degrees, and the seconds to the one after it.
    private func moments(
        _ count: Int, _ random: inout Random, next: (inout Random) -> (degrees: [Double], seconds: Double)
    ) -> [Movement.Moment] {
        let end = Double(count) / Movement.rate
        // The first moment lies anywhere between two key postures.
        var time = -random.uniform(0...1)
        var keys: [(time: Double, degrees: [Double])] = []
        while keys.count < 2 || keys[keys.count - 1].time <= end {
            let key = next(&random)
            keys.append((time, key.degrees))
            time += key.seconds
        }
        let wander = Posture.angles.map { _ in Wander(&random) }
        let turn = random.chance(0.3) ? random.normal(1.2) : 0
        let heading = random.uniform(-180...180)
        let path = random.chance(0.3) ? SIMD3(random.normal(0.55), 0, random.normal(0.55)) : SIMD3(0, 0, 0)
        var current = 0
        return (0..<count).map { index in
            let time = Double(index) / Movement.rate
            while keys[current + 1].time < time { current += 1 }
            let (from, to) = (keys[current], keys[current + 1])
            let linear = ((time - from.time) / (to.time - from.time)).limited(to: 0...1)
            let share = linear * linear * (3 - 2 * linear)
            var degrees = zip(from.degrees, to.degrees).map { $0 + ($1 - $0) * share }
            for (angle, wander) in wander.enumerated() { degrees[angle] += wander.value(at: time) }
            let posture = Posture(degrees: degrees)
            var axes = BodyAxes(posture)
            axes.leftArm.shoulder = posture.leftArm.raisedShoulder(of: .left)
            axes.rightArm.shoulder = posture.rightArm.raisedShoulder(of: .right)
            let facing = Angle(degrees: heading + turn * 180 / .pi * Double(index) / Double(count))
            return Movement.Moment(
                axes: axes.rotated(by: Axes().turned(left: facing)), hips: path * (Double(index) / Double(count)))
        }
    }
}

/// A slow, random change of an angle, degrees.
private struct Wander {
    private let waves: [(amplitude: Double, rate: Double, phase: Double)]

    init(_ random: inout Random) {
        waves = [0.25, 0.7, 1.6].map { rate in
            // The faster, the smaller.
            (random.normal(0.9 / rate.squareRoot()), rate * random.uniform(0.7...1.4), random.uniform(0...2 * .pi))
        }
    }

    func value(at time: Double) -> Double {
        waves.reduce(0) { $0 + $1.amplitude * sin(2 * .pi * $1.rate * time + $1.phase) }
    }
}

extension Posture {
    /// The joint angles in the order of ``angles``, degrees.
    var degrees: [Double] { Posture.angles.map { self[keyPath: $0].degrees } }

    /// Creates a posture from angles in the order of ``angles``; elbows and knees bend by 0 to 155 degrees.
    init(degrees: [Double]) {
        self.init()
        for (path, degrees) in zip(Posture.angles, degrees) { self[keyPath: path] = Angle(degrees: degrees) }
        for path in [
            \Posture.leftArm.elbowFlexion, \.rightArm.elbowFlexion, \.leftLeg.kneeFlexion, \.rightLeg.kneeFlexion,
        ] {
            self[keyPath: path] = Angle(degrees: self[keyPath: path].degrees.limited(to: 0...155))
        }
    }
}

extension Posture.Arm {
    /// The displacement of the shoulder of a raised arm: above 57 degrees it rises and moves inward.
    fileprivate func raisedShoulder(of side: Side) -> SIMD3<Double> {
        let raised = ((max(shoulderAbduction.radians, shoulderFlexion.radians) - 1) / 2).limited(to: 0...0.6)
        return SIMD3((side == .right ? 1 : -1) * 0.25 * raised, -0.5 * raised, 0)
    }
}
