import PoiseImaging
import PoiseBody

/// Renders capsules into an image, tile by tile.
struct Renderer {
    /// Side of a tile, pixels; one row of it is one set of lanes.
    private static let tile = 8

    private let capsules: [FieldCapsule]
    private let bounds: [Bounds]
    private let camera: Camera
    private let backdrop: Backdrop
    private let shader: BackdropShader
    private let shading: Shading

    init(capsules: [FieldCapsule], patterns: [FixedPattern], camera: Camera, backdrop: Backdrop, light: Light) {
        self.capsules = capsules
        self.camera = camera
        self.backdrop = backdrop
        bounds = capsules.map { Bounds($0, camera) }
        shader = BackdropShader(backdrop, camera)
        shading = Shading(
            backdrop: shader, camera: camera, hasContactShadow: backdrop.hasContactShadow, light: light,
            capsules: capsules, patterns: patterns)
    }

    /// Returns the image with noise, and the ``Label`` at the center of each pixel.
    ///
    /// - Parameter smoothsEdges: Whether the edges of surfaces are smoothed.
    func picture(smoothsEdges: Bool = true) -> (Image, labels: [Int16]) {
        let (width, height) = (camera.width, camera.height)
        var labels = [Int16](repeating: Label.nothing, count: width * height)
        let pixels = [UInt8](unsafeUninitializedCapacity: width * height * 3) { pixels, count in
            labels.withUnsafeMutableBufferPointer { labels in
                eachTile { left, top, field, range in
                    paint(left, top, field, range, pixels, labels)
                }
                if smoothsEdges {
                    eachTile { left, top, field, range in
                        smooth(left, top, field, range, pixels, UnsafeBufferPointer(labels))
                    }
                }
            }
            SensorNoise(deviation: backdrop.noise, seed: backdrop.seed).add(
                to: UnsafeMutableBufferPointer(rebasing: pixels[..<(width * height * 3)]))
            count = width * height * 3
        }
        do {
            return (try Image(width: width, height: height, pixels: pixels), labels)
        } catch {
            preconditionFailure("the camera was validated: \(error)")
        }
    }

    /// Returns for each point of a figure whether something other than the surrounding flesh occludes it.
    func hidden(_ points: [SIMD3<Double>], of figure: Int, stature: Double) -> [Bool] {
        capsules.withUnsafeBufferPointer { capsules in
            let field = DistanceField(capsules: capsules)
            return zip(points, Joint.allCases).map { point, joint in
                let length = (point * point).sum().squareRoot()
                let direction = Points(repeating: SIMD3<Float>(point / length))
                let (travelled, hit) = field.march(direction, in: 0.02...Float(length))
                guard hit[0] else { return false }
                let surface = direction * travelled
                let label = Label(packed: capsules[Int(field.nearest(surface)[0])].label)
                guard let label, let limb = label.limb, label.figure == figure, joint.limbs.contains(limb) else {
                    return true
                }
                let flesh = joint.fleshThickness * stature / Proportions.referenceStature
                return Double(travelled[0]) < length - flesh
            }
        }
    }

    /// Returns the ``Label`` at the center of each pixel, testing every ray against every capsule.
    func plainLabels() -> [Int16] {
        let far = bounds.map(\.far).max() ?? 0
        return capsules.withUnsafeBufferPointer { capsules in
            let field = DistanceField(capsules: capsules)
            var labels = [Int16](repeating: Label.nothing, count: camera.width * camera.height)
            for index in labels.indices {
                let (row, column) = index.quotientAndRemainder(dividingBy: camera.width)
                let ray = directions(
                    Lanes(repeating: Float(column) + 0.5), Lanes(repeating: Float(row) + 0.5))
                let (travelled, hit) = field.march(ray, in: 0...far)
                if hit[0] { labels[index] = capsules[Int(field.nearest(ray * travelled)[0])].label }
            }
            return labels
        }
    }

    /// Calls `body` with each tile's corner, the capsules that may be visible in it, and their range of distances.
    private func eachTile(_ body: (Int, Int, DistanceField, ClosedRange<Float>) -> Void) {
        withUnsafeTemporaryAllocation(of: FieldCapsule.self, capacity: capsules.count) { active in
            for top in stride(from: 0, to: camera.height, by: Renderer.tile) {
                for left in stride(from: 0, to: camera.width, by: Renderer.tile) {
                    var count = 0
                    var near = Float.infinity
                    var far: Float = 0
                    for index in bounds.indices where bounds[index].touches(left, top, side: Renderer.tile) {
                        active.initializeElement(at: count, to: capsules[index])
                        near = min(near, bounds[index].near)
                        far = max(far, bounds[index].far)
                        count += 1
                    }
                    let field = DistanceField(capsules: UnsafeBufferPointer(rebasing: active[0..<count]))
                    body(left, top, field, count > 0 ? near...far : 0...0)
                }
            }
        }
    }

    private func paint(
        _ left: Int, _ top: Int, _ field: DistanceField, _ range: ClosedRange<Float>,
        _ pixels: UnsafeMutableBufferPointer<UInt8>, _ labels: UnsafeMutableBufferPointer<Int16>
    ) {
        let columns = Lanes(0, 1, 2, 3, 4, 5, 6, 7) + (Float(left) + 0.5)
        for row in top..<min(top + Renderer.tile, camera.height) {
            let rays = directions(columns, Lanes(repeating: Float(row) + 0.5))
            let (color, label) = shading.light(rays, field, range)
            let bytes = encode(color)
            for lane in 0..<min(Renderer.tile, camera.width - left) {
                let index = row * camera.width + left + lane
                labels[index] = label[lane]
                pixels[index * 3] = bytes.0[lane]
                pixels[index * 3 + 1] = bytes.1[lane]
                pixels[index * 3 + 2] = bytes.2[lane]
            }
        }
    }

    /// Renders the pixels whose neighbors show something else again, with eight rays each.
    private func smooth(
        _ left: Int, _ top: Int, _ field: DistanceField, _ range: ClosedRange<Float>,
        _ pixels: UnsafeMutableBufferPointer<UInt8>, _ labels: UnsafeBufferPointer<Int16>
    ) {
        let (width, height) = (camera.width, camera.height)
        // One ray in each column and each row of an 8 x 8 grid, like queens that do not attack each other.
        let across = (Lanes(0, 1, 2, 3, 4, 5, 6, 7) + 0.5) / 8
        let down = (Lanes(3, 6, 2, 7, 1, 4, 0, 5) + 0.5) / 8
        for row in top..<min(top + Renderer.tile, height) {
            for column in left..<min(left + Renderer.tile, width) {
                let index = row * width + column
                let label = labels[index]
                let isEdge =
                    (column > 0 && labels[index - 1] != label) || (column + 1 < width && labels[index + 1] != label)
                    || (row > 0 && labels[index - width] != label)
                    || (row + 1 < height && labels[index + width] != label)
                guard isEdge else { continue }
                let rays = directions(across + Float(column), down + Float(row))
                let (color, _) = shading.light(rays, field, range)
                let mean = Points(
                    Lanes(repeating: color.x.sum() / 8), Lanes(repeating: color.y.sum() / 8),
                    Lanes(repeating: color.z.sum() / 8))
                let bytes = encode(mean)
                pixels[index * 3] = bytes.0[0]
                pixels[index * 3 + 1] = bytes.1[0]
                pixels[index * 3 + 2] = bytes.2[0]
            }
        }
    }

    private func directions(_ columns: Lanes, _ rows: Lanes) -> Points {
        let inverse = 1 / Float(camera.focalPixels)
        return Points(
            (columns - Float(camera.width) / 2) * inverse, (rows - Float(camera.height) / 2) * inverse,
            Lanes(repeating: 1)
        ).normalized
    }

    private func encode(_ light: Points) -> (SIMD8<UInt8>, SIMD8<UInt8>, SIMD8<UInt8>) {
        (Renderer.encode(light.x), Renderer.encode(light.y), Renderer.encode(light.z))
    }

    @inline(__always) private static func encode(_ light: Lanes) -> SIMD8<UInt8> {
        let value = saturate(light).squareRoot() * 255 + 0.5
        return SIMD8<UInt8>(truncatingIfNeeded: whole(value))
    }
}
