import PoiseImaging
import PoiseMannequin

/// What happens to a rendered image on its way through a camera: an object in front, blur, exposure and noise.
struct ClipFinish: Sendable {
    /// An upright rectangle of two colors that moves before the person.
    private struct Occluder {
        var x, y, width, height, speedX, speedY: Double
        var colors: [Color]
        var stripe: Int
    }

    private var occluder: Occluder?
    private let blurCount: Int
    private let gain: Float
    private let offset: Float
    private let noise: Double
    private let seed: UInt64

    init(_ random: inout Random) {
        if random.chance(0.2) {
            occluder = Occluder(
                x: random.uniform(-0.1...0.8), y: random.uniform(0.1...0.75), width: random.uniform(0.1...0.35),
                height: random.uniform(0.15...0.5), speedX: random.normal(0.12), speedY: random.normal(0.04),
                colors: [random.color(), random.color()], stripe: Int(random.uniform(4...60)))
        }
        // Edges are not smoothed in rendering: one pass at least.
        blurCount = random.chance(0.25) ? 2 : 1
        gain = Float(random.uniform(0.6...1.2))
        offset = Float(random.uniform(-15...25))
        noise = random.pick([0, 2, 5, 9])
        seed = random.integer()
    }

    /// Returns the image that a camera takes.
    ///
    /// - Parameter frame: Index of the frame.
    func applied(to image: Image, frame: Int) -> Image {
        var pixels = image.pixels
        cover(&pixels, image.width, image.height, time: Double(frame) / Movement.rate)
        for _ in 0..<blurCount { blur(&pixels, image.width, image.height) }
        let table = (0..<256).map { UInt8(min(max(Float($0) * gain + offset, 0), 255)) }
        pixels.withUnsafeMutableBufferPointer { pixels in
            for index in pixels.indices { pixels[index] = table[Int(pixels[index])] }
        }
        guard let exposed = try? Image(width: image.width, height: image.height, pixels: pixels) else { return image }
        return noise > 0 ? exposed.withSensorNoise(noise, seed: seed &+ UInt64(frame)) : exposed
    }

    private func cover(_ pixels: inout [UInt8], _ width: Int, _ height: Int, time: Double) {
        guard let occluder else { return }
        func range(_ start: Double, _ length: Double, _ limit: Int) -> Range<Int> {
            let first = Int((start * Double(limit)).limited(to: 0...Double(limit)))
            return first..<max(first, Int(((start + length) * Double(limit)).limited(to: 0...Double(limit))))
        }
        let columns = range(occluder.x + occluder.speedX * time, occluder.width, width)
        for row in range(occluder.y + occluder.speedY * time, occluder.height, height) {
            for column in columns {
                let color = occluder.colors[(column - columns.lowerBound) / occluder.stripe & 1]
                let start = (row * width + column) * 3
                (pixels[start], pixels[start + 1], pixels[start + 2]) = (color.red, color.green, color.blue)
            }
        }
    }

    /// Blurs by the weights 1, 2, 1 along rows and columns; the border stays.
    private func blur(_ pixels: inout [UInt8], _ width: Int, _ height: Int) {
        guard width > 2, height > 2 else { return }
        let stride = width * 3
        withUnsafeTemporaryAllocation(of: UInt16.self, capacity: pixels.count) { sums in
            pixels.withUnsafeMutableBufferPointer { pixels in
                for index in 3..<pixels.count - 3 {
                    sums[index] = UInt16(pixels[index - 3]) + 2 * UInt16(pixels[index]) + UInt16(pixels[index + 3])
                }
                for row in 1..<height - 1 {
                    for index in row * stride + 3..<(row + 1) * stride - 3 {
                        pixels[index] = UInt8(
                            truncatingIfNeeded: (sums[index - stride] + 2 * sums[index] + sums[index + stride]) >> 4)
                    }
                }
            }
        }
    }
}

extension Image {
    /// Creates a small image of random rectangles and discs on a gradient, as a background in which much is to be seen.
    init(clutter random: inout Random) {
        let side = 128
        let (upper, lower) = (random.color(20...240), random.color(20...240))
        var pixels = [UInt8](repeating: 0, count: side * side * 3)
        func set(_ row: Int, _ column: Int, _ color: Color) {
            let start = (row * side + column) * 3
            (pixels[start], pixels[start + 1], pixels[start + 2]) = (color.red, color.green, color.blue)
        }
        func mix(_ one: UInt8, _ other: UInt8, _ share: Double) -> UInt8 {
            UInt8(Double(one) + (Double(other) - Double(one)) * share)
        }
        for row in 0..<side {
            let share = Double(row) / Double(side)
            let color = Color(
                red: mix(upper.red, lower.red, share), green: mix(upper.green, lower.green, share),
                blue: mix(upper.blue, lower.blue, share))
            for column in 0..<side { set(row, column, color) }
        }
        for _ in 0..<Int(random.uniform(6...40)) {
            let color = random.color(10...245)
            let (x, y) = (random.uniform(-10...130), random.uniform(-10...130))
            let (width, height) = (random.logUniform(3...60), random.logUniform(3...60))
            let isRound = random.chance(0.35)
            for row in Int(max(y - height / 2, 0))..<max(Int(min(y + height / 2, 128)), Int(max(y - height / 2, 0))) {
                for column in Int(max(x - width / 2, 0))..<max(Int(min(x + width / 2, 128)), Int(max(x - width / 2, 0)))
                {
                    let (u, v) = ((Double(column) - x) / width * 2, (Double(row) - y) / height * 2)
                    if !isRound || u * u + v * v < 1 { set(row, column, color) }
                }
            }
        }
        let filled = try? Image(width: side, height: side, pixels: pixels)
        guard let filled else { preconditionFailure("the bytes match the size") }
        self = filled
    }
}
