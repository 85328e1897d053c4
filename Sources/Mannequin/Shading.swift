import PoiseBody

/// Computes the light along rays, from a surface or from the backdrop.
struct Shading {
    private let backdrop: BackdropShader
    private let hasContactShadow: Bool
    private let capsules: [FieldCapsule]
    /// The capsules close enough to the floor to darken it.
    private let low: [FieldCapsule]
    private let patterns: [FixedPattern]
    private let key: SIMD3<Float>
    private let keyPower: Float
    private let fill: SIMD3<Float>
    private let ambient: Float

    init(
        backdrop: BackdropShader, camera: Camera, hasContactShadow: Bool, light: Light, capsules: [FieldCapsule],
        patterns: [FixedPattern]
    ) {
        self.patterns = patterns
        key = SIMD3<Float>(light.key)
        keyPower = Float(light.keyPower)
        fill = SIMD3<Float>(light.fill)
        ambient = Float(light.ambient)
        self.backdrop = backdrop
        self.hasContactShadow = hasContactShadow
        self.capsules = capsules
        let frame = camera.frame
        low = capsules.filter { capsule in
            let height = { (point: SIMD3<Float>) in
                -frame.origin.y - (SIMD3<Double>(point) * SIMD3(frame.left.y, frame.down.y, frame.back.y)).sum()
            }
            return min(height(capsule.start), height(capsule.start + capsule.axis)) < Shading.shadowReach
        }
    }

    /// Height below which a capsule darkens the floor, meters.
    private static let shadowReach = 0.45

    /// Returns the light along rays, and the ``Label`` of the surfaces they hit.
    ///
    /// - Parameters:
    ///   - rays: Unit vectors.
    ///   - field: Capsules that these rays may hit.
    ///   - range: Range of distances that contains the capsules.
    func light(
        _ rays: Points, _ field: DistanceField, _ range: ClosedRange<Float>
    ) -> (color: Points, labels: SIMD8<Int16>) {
        var labels = SIMD8<Int16>(repeating: Label.nothing)
        guard !field.capsules.isEmpty else { return (background(rays), labels) }
        let (travelled, hit) = field.march(rays, in: range)
        guard any(hit) else { return (background(rays), labels) }
        let surface = rays * travelled
        let nearest = field.nearest(surface)
        var reflectance = Points(.zero, .zero, .zero)
        for lane in 0..<8 where hit[lane] {
            let capsule = field.capsules[Int(nearest[lane])]
            labels[lane] = capsule.label
            var color = capsule.reflectance
            if capsule.pattern >= 0 {
                let point = SIMD3(surface.x[lane], surface.y[lane], surface.z[lane])
                color = patterns[Int(capsule.pattern)].reflectance(at: point, otherwise: color)
            }
            reflectance.x[lane] = color.x
            reflectance.y[lane] = color.y
            reflectance.z[lane] = color.z
        }
        let color = reflectance * irradiance(surface, field.normal(surface))
        return all(hit) ? (color, labels) : (background(rays).replacing(with: color, where: hit), labels)
    }

    private func irradiance(_ surface: Points, _ normal: Points) -> Lanes {
        // Ambient openness: the clearance along the normal, relative to that in front of a flat wall.
        let reach: Float = 0.06
        let away = surface + normal * Lanes(repeating: reach)
        let clearance = capsules.withUnsafeBufferPointer { DistanceField(capsules: $0).distance(away) }
        let openness = 0.45 + 0.55 * saturate(clearance * (1 / reach))
        let sky = ambient - 0.14 * normal.y
        let key = maximum(normal.dot(key), .zero)
        let fill = maximum(normal.dot(fill), .zero)
        return (sky + 0.20 * fill) * openness + keyPower * key * (0.4 + 0.6 * openness)
    }

    private func background(_ rays: Points) -> Points {
        let (color, floor) = backdrop.light(rays)
        guard hasContactShadow, !low.isEmpty, any(floor .< 1e4) else { return color }
        let point = rays * minimum(floor, Lanes(repeating: 1e4))
        let clearance = low.withUnsafeBufferPointer { DistanceField(capsules: $0).distance(point) }
        let shade = 0.35 + 0.65 * saturate(0.12 + clearance * (1 / Float(Shading.shadowReach)))
        return color * Lanes(repeating: 1).replacing(with: shade, where: floor .< 1e4)
    }
}

/// A pattern fixed to a part of a body, in the camera's axes.
struct FixedPattern {
    private let pattern: Pattern
    private let color: SIMD3<Float>
    private let origin: SIMD3<Float>
    private let left: SIMD3<Float>
    private let down: SIMD3<Float>
    private let back: SIMD3<Float>

    init(_ pattern: Pattern, part: Frame) {
        self.pattern = pattern
        color = pattern.color.linear
        origin = SIMD3<Float>(part.origin)
        left = SIMD3<Float>(part.left)
        down = SIMD3<Float>(part.down)
        back = SIMD3<Float>(part.back)
    }

    func reflectance(at point: SIMD3<Float>, otherwise other: SIMD3<Float>) -> SIMD3<Float> {
        let offset = point - origin
        let local = SIMD3((offset * left).sum(), (offset * down).sum(), (offset * back).sum())
        return pattern.isSecond(at: local) ? color : other
    }
}
