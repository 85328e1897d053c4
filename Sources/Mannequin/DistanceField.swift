/// A ``Capsule`` in the camera's axes, prepared for the inner loop.
struct FieldCapsule {
    let start: SIMD3<Float>
    let axis: SIMD3<Float>
    let inverseSquaredLength: Float
    let radius: Float
    let taper: Float
    let blend: Float
    let inverseBlend: Float
    /// The reflectance of the surface: red, green, blue.
    let reflectance: SIMD3<Float>
    /// The figure, limb and surface in one number.
    let label: Int16
    /// The index of the pattern of the surface in a table; -1 for one color.
    let pattern: Int16

    init(_ capsule: Capsule, figure: Int, outfit: Outfit, pattern: Int16 = -1) {
        self.pattern = pattern
        start = SIMD3<Float>(capsule.start)
        axis = SIMD3<Float>(capsule.end - capsule.start)
        let squared = (axis * axis).sum()
        inverseSquaredLength = squared > 0 ? 1 / squared : 0
        radius = Float(capsule.startRadius)
        taper = Float(capsule.endRadius - capsule.startRadius)
        blend = Float(max(capsule.blend, 1e-6))
        inverseBlend = 1 / blend
        reflectance = outfit.reflectance(of: capsule.surface)
        label = Label(figure: figure, limb: capsule.limb, surface: capsule.surface).packed
    }

    /// Returns the distance of points from the capsule, meters. Slightly too large beside a taper, see
    /// ``DistanceField/stride``.
    @inline(__always) func distance(_ point: Points) -> Lanes {
        let x = point.x - start.x
        let y = point.y - start.y
        let z = point.z - start.z
        let along = saturate((x * axis.x + y * axis.y + z * axis.z) * inverseSquaredLength)
        let u = x - along * axis.x
        let v = y - along * axis.y
        let w = z - along * axis.z
        return (u * u + v * v + w * w).squareRoot() - (along * taper + radius)
    }
}

/// The surface that a ray hit, on a limb of a figure, packed into 16 bits.
struct Label: Equatable {
    static let figureLimit = 256
    static let nothing: Int16 = -1

    let packed: Int16

    init(figure: Int, limb: Limb, surface: Surface) {
        packed = Int16(figure << 7 | limb.rawValue << 4 | surface.rawValue)
    }

    init?(packed: Int16) {
        guard packed >= 0 else { return nil }
        self.packed = packed
    }

    var figure: Int { Int(packed >> 7) }
    var limb: Limb? { Limb(rawValue: Int(packed >> 4 & 7)) }
    var surface: Surface? { Surface(rawValue: Int(packed & 15)) }
}

/// The distance to the surface of capsules that blend into each other.
///
/// Two distances are joined by the polynomial smooth minimum (Quilez, *Smooth minimum*, 2013), which differs from the
/// plain one only where they differ by less than the blend.
struct DistanceField {
    let capsules: UnsafeBufferPointer<FieldCapsule>

    /// The share of a distance that a ray may safely advance: distances beside a taper are too long by up to this
    /// factor.
    static let stride: Float = 0.9

    @inline(__always) func distance(_ point: Points) -> Lanes {
        var nearest = Lanes(repeating: 1e9)
        for capsule in capsules { nearest = DistanceField.join(nearest, capsule.distance(point), capsule) }
        return nearest
    }

    /// Returns for each point the index of the nearest capsule, or of the one it lies deepest in.
    func nearest(_ point: Points) -> SIMD8<Int32> {
        var nearest = Lanes(repeating: 1e9)
        var index = SIMD8<Int32>(repeating: 0)
        for (candidate, capsule) in capsules.enumerated() {
            let distance = capsule.distance(point)
            let closer = distance .< nearest
            nearest.replace(with: distance, where: closer)
            index.replace(with: SIMD8(repeating: Int32(candidate)), where: closer)
        }
        return index
    }

    /// Returns the outward normal of the surface, from four samples at the corners of a tetrahedron.
    func normal(_ point: Points) -> Points {
        let step: Float = 0.0015
        var sum = Points(.zero, .zero, .zero)
        for index in 0..<4 {
            let corner = SIMD3<Float>(
                index & 1 == 0 ? 1 : -1, index & 2 == 0 ? 1 : -1, index == 0 || index == 3 ? 1 : -1)
            let offset = Points(repeating: corner)
            sum = sum + offset * distance(point + offset * Lanes(repeating: step))
        }
        return sum.normalized
    }

    /// Marches rays from the camera to the surface.
    ///
    /// - Parameters:
    ///   - directions: Unit vectors.
    ///   - range: Range of distances that contains the capsules.
    /// - Returns: The distances traveled, and which rays hit a surface.
    func march(_ directions: Points, in range: ClosedRange<Float>) -> (Lanes, SIMDMask<SIMD8<Int32>>) {
        var travelled = Lanes(repeating: range.lowerBound)
        var hit = SIMDMask<SIMD8<Int32>>(repeating: false)
        var live = SIMDMask<SIMD8<Int32>>(repeating: true)
        for _ in 0..<96 {
            let clearance = distance(directions * travelled)
            hit .|= live .& (clearance .< 0.0004)
            live .&= .!hit .& (travelled .<= range.upperBound)
            guard any(live) else { break }
            travelled.replace(with: travelled + clearance * DistanceField.stride, where: live)
        }
        return (travelled, hit)
    }

    @inline(__always) private static func join(_ left: Lanes, _ right: Lanes, _ capsule: FieldCapsule) -> Lanes {
        let gap = left - right
        let closeness = maximum(1 - maximum(gap, -gap) * capsule.inverseBlend, .zero)
        return minimum(left, right) - closeness * closeness * (capsule.blend * 0.25)
    }
}
