/// The properties of a landmark network: its input, its outputs, and how landmarks and the next region of interest follow.
package struct LandmarkSpec: Sendable {
    /// What errors call it: "landmark network".
    package var name: String
    /// Side of the input, pixels.
    package var inputSide: Int
    /// The values of black and white in the input.
    package var inputRange: ClosedRange<Float>
    /// Points that the network outputs.
    package var pointCount: Int
    /// Points that are parts of the subject: the first ones. Those behind are auxiliary and may lie anywhere.
    package var partCount: Int
    /// Numbers for each point: x, y, z in pixels of the input, and, if five, the logits of visibility and presence.
    package var valuesPerPoint: Int
    /// Divisor of z, beyond the input's side.
    package var depthDivisor: Double
    /// The output with the points. `[1, pointCount * valuesPerPoint]`
    package var points: String
    /// The output with the same points in space, meters. `[1, pointCount * 3]`
    package var world: String
    /// The output with the probability that the region shows the subject. `[1, 1]`
    package var presence: String
    /// Outputs with one further number each, such as handedness. `[1, 1]`
    package var attributes: [String]
    /// The output with a heatmap of logits for each point; `nil` without. `[1, side, side, pointCount]`
    package var heatmaps: Map?
    /// The output with the logits of a mask; `nil` without. `[1, side, side, 1]`
    package var mask: Map?
    /// For each point, the point that it becomes in a mirror image. `[pointCount]`
    package var mirrored: [Int]
    /// How the region of interest of the next frame follows from the points.
    package var nextRegion: RegionRule

    /// A square output.
    package struct Map: Sendable {
        package var name: String
        /// Rows and columns.
        package var side: Int

        package init(_ name: String, side: Int) {
            self.name = name
            self.side = side
        }
    }

    package init(
        name: String, inputSide: Int, inputRange: ClosedRange<Float>, pointCount: Int, partCount: Int? = nil,
        valuesPerPoint: Int, depthDivisor: Double = 1, points: String, world: String, presence: String,
        attributes: [String] = [], heatmaps: Map? = nil, mask: Map? = nil, mirrored: [Int]? = nil,
        nextRegion: RegionRule
    ) {
        self.name = name
        self.inputSide = inputSide
        self.inputRange = inputRange
        self.pointCount = pointCount
        self.partCount = partCount ?? pointCount
        self.valuesPerPoint = valuesPerPoint
        self.depthDivisor = depthDivisor
        self.points = points
        self.world = world
        self.presence = presence
        self.attributes = attributes
        self.heatmaps = heatmaps
        self.mask = mask
        self.mirrored = mirrored ?? Array(0..<pointCount)
        self.nextRegion = nextRegion
    }
}
