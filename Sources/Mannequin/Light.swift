/// The light on the figures of a scene: a lamp, a weak one, and the sky.
public struct Light: Sendable, Hashable {
    /// The direction to the lamp in the camera's axes: right, down, away; its length, 0 to 2, is a factor of its power.
    public var key: SIMD3<Double>
    /// Power of the lamp, 0 to 2.
    public var keyPower: Double
    /// The direction to the weak lamp in the camera's axes: right, down, away; its length, 0 to 2, is a factor of its power.
    public var fill: SIMD3<Double>
    /// Light from everywhere, 0 to 2.
    public var ambient: Double

    /// Creates light from its values, which are checked when a scene is rendered: by default a lamp over the camera's left
    /// shoulder and a weak one from its right.
    public init(
        key: SIMD3<Double> = SIMD3(-0.46, -0.70, -0.55), keyPower: Double = 0.72,
        fill: SIMD3<Double> = SIMD3(0.70, -0.10, -0.70), ambient: Double = 0.34
    ) {
        self.key = key
        self.keyPower = keyPower
        self.fill = fill
        self.ambient = ambient
    }

    func validate() throws(SceneError) {
        try check((key * key).sum().squareRoot(), "the length of the lamp's direction", in: 0...2)
        try check(keyPower, "the lamp's power", in: 0...2)
        try check((fill * fill).sum().squareRoot(), "the length of the weak lamp's direction", in: 0...2)
        try check(ambient, "the ambient light", in: 0...2)
    }
}
