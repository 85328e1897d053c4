import PoiseGeometry

/// The output of a landmark network for a region of interest, in units of the region's side.
package struct RawLandmarks: Sendable, Equatable {
    /// A point in the region: x, y and z in units of its side, 0 to 1 inside, from its upper left corner.
    package struct Point: Sendable, Equatable {
        package var x: Double
        package var y: Double
        package var z: Double
        /// Probability that the point is visible, 0 to 1; 1 where the network does not state it.
        package var visibility: Double
        /// Probability that the point lies in the region, 0 to 1; 1 where the network does not state it.
        package var presence: Double
        /// The peak of the point's heatmap; of height 0 where there is none.
        package var peak: HeatmapPeak

        package init(
            x: Double, y: Double, z: Double, visibility: Double, presence: Double, peak: HeatmapPeak = HeatmapPeak()
        ) {
            self.x = x
            self.y = y
            self.z = z
            self.visibility = visibility
            self.presence = presence
            self.peak = peak
        }
    }

    /// `[pointCount]`
    package var points: [Point]
    /// The same points in space, meters, not yet turned with the region. `[pointCount]`
    package var world: [WorldPoint]
    /// Probability that the region shows the subject.
    package var presence: Double
    /// Further numbers, such as handedness. `[attributes]`
    package var attributes: [Double]

    package init(points: [Point], world: [WorldPoint], presence: Double, attributes: [Double] = []) {
        self.points = points
        self.world = world
        self.presence = presence
        self.attributes = attributes
    }

    /// Whether all values are finite.
    package var isFinite: Bool {
        presence.isFinite
            && points.allSatisfy { point in
                point.x.isFinite && point.y.isFinite && point.z.isFinite && point.visibility.isFinite
                    && point.presence.isFinite
            }
            && world.allSatisfy { $0.x.isFinite && $0.y.isFinite && $0.z.isFinite }
            && attributes.allSatisfy(\.isFinite)
    }
}

/// Converts a landmark network's outputs to points.
package struct LandmarkDecoder: Sendable {
    private let spec: LandmarkSpec

    package init(_ spec: LandmarkSpec) { self.spec = spec }

    /// - Parameters:
    ///   - points: x, y, z in pixels of the input; visibility and presence as logits. `[pointCount, valuesPerPoint]`
    ///   - world: Meters. `[pointCount, 3]`
    ///   - presence: A probability. `[1]`
    ///   - result: Receives them in place of its content, attributes aside; its memory is used again.
    package func decode(
        points: UnsafeBufferPointer<Float>, world: UnsafeBufferPointer<Float>, presence: UnsafeBufferPointer<Float>,
        into result: inout RawLandmarks
    ) {
        let side = Double(spec.inputSide)
        result.points.removeAll(keepingCapacity: true)
        result.world.removeAll(keepingCapacity: true)
        for index in 0..<spec.pointCount {
            let start = index * spec.valuesPerPoint
            let isJudged = spec.valuesPerPoint >= 5
            result.points.append(
                RawLandmarks.Point(
                    x: Double(points[start]) / side, y: Double(points[start + 1]) / side,
                    z: Double(points[start + 2]) / side / spec.depthDivisor,
                    visibility: isJudged ? Self.logistic(points[start + 3]) : 1,
                    presence: isJudged ? Self.logistic(points[start + 4]) : 1))
            result.world.append(
                WorldPoint(
                    x: Double(world[3 * index]), y: Double(world[3 * index + 1]), z: Double(world[3 * index + 2])))
        }
        result.presence = Double(presence[0])
    }

    /// Returns the probability that a logit stands for.
    package static func logistic(_ logit: Float) -> Double { 1 / (1 + exponential(-Double(logit))) }
}
