import Landmarks

/// What the landmark network says of a region, in units of the region's side: 39 points, of which 33 are joints, two say
/// where the body will be looked for in the next frame, and four are unused.
package struct RawLandmarks: Sendable, Equatable {
    /// A point in the region: x, y and z in units of its side, 0 to 1 inside, from its upper left corner.
    package struct Point: Sendable, Equatable {
        package var x: Double
        package var y: Double
        package var z: Double
        package var visibility: Double
        package var presence: Double

        package init(x: Double, y: Double, z: Double, visibility: Double, presence: Double) {
            self.x = x
            self.y = y
            self.z = z
            self.visibility = visibility
            self.presence = presence
        }
    }

    /// The points. `[39]`
    package var points: [Point]
    /// The same points in space, metres, not yet turned with the region. `[39]`
    package var world: [WorldPoint]
    /// Probability that there is a person in the region.
    package var presence: Double

    package init(points: [Point], world: [WorldPoint], presence: Double) {
        self.points = points
        self.world = world
        self.presence = presence
    }

    /// Whether all values are numbers.
    package var isFinite: Bool {
        presence.isFinite
            && points.allSatisfy { point in
                point.x.isFinite && point.y.isFinite && point.z.isFinite && point.visibility.isFinite
                    && point.presence.isFinite
            }
            && world.allSatisfy { $0.x.isFinite && $0.y.isFinite && $0.z.isFinite }
    }

    /// Number of points that the network gives.
    package static let count = 39
    /// Middle of the hips, and a point on the circle round the body: the next frame's region.
    static let auxiliary = (center: 33, circle: 34)
}

/// Turns the landmark network's outputs into points.
package enum LandmarkDecoder {
    /// Side of the landmark network's input, pixels.
    package static let inputSide = 256
    /// Numbers a point has: x, y, z, visibility, presence.
    static let valuesPerPoint = 5

    /// - Parameters:
    ///   - landmarks: x, y, z in pixels of the input; visibility and presence as logits. `[39, 5]`
    ///   - world: Metres. `[39, 3]`
    ///   - presence: A probability. `[1]`
    ///   - result: Takes them in place of what it holds; its memory is used again.
    package static func decode(
        landmarks: UnsafeBufferPointer<Float>, world: UnsafeBufferPointer<Float>, presence: UnsafeBufferPointer<Float>,
        into result: inout RawLandmarks
    ) {
        let side = Double(inputSide)
        result.points.removeAll(keepingCapacity: true)
        result.world.removeAll(keepingCapacity: true)
        for index in 0..<RawLandmarks.count {
            let start = index * valuesPerPoint
            result.points.append(
                RawLandmarks.Point(
                    x: Double(landmarks[start]) / side, y: Double(landmarks[start + 1]) / side,
                    z: Double(landmarks[start + 2]) / side, visibility: logistic(landmarks[start + 3]),
                    presence: logistic(landmarks[start + 4])))
            result.world.append(
                WorldPoint(
                    x: Double(world[3 * index]), y: Double(world[3 * index + 1]), z: Double(world[3 * index + 2])))
        }
        result.presence = Double(presence[0])
    }

    static func logistic(_ logit: Float) -> Double { 1 / (1 + exponential(-Double(logit))) }
}
