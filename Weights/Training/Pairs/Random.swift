import PoiseImaging
import PoiseLibC
import PoiseMannequin

/// A generator of random numbers for one clip, equal for equal seeds.
struct Random {
    private var generator: NoiseGenerator

    init(seed: UInt64) { generator = NoiseGenerator(seed: seed) }

    /// Creates the generator of an item of a sequence, independent of those of other items and other sequences.
    init(seed: UInt64, sequence: String, index: Int) {
        var mixed = NoiseGenerator(seed: seed ^ sequence.stableHash)
        generator = NoiseGenerator(seed: mixed.next() &+ UInt64(index) &* 0xD6E8_FEB8_6659_FD93)
    }

    mutating func integer() -> UInt64 { generator.next() }

    mutating func uniform(_ range: ClosedRange<Double>) -> Double {
        // 53 bits, the precision of a double.
        range.lowerBound + (range.upperBound - range.lowerBound) * Double(generator.next() >> 11) * 0x1p-53
    }

    /// Returns a number whose logarithm is uniformly distributed.
    mutating func logUniform(_ range: ClosedRange<Double>) -> Double {
        range.lowerBound * pow(range.upperBound / range.lowerBound, uniform(0...1))
    }

    mutating func normal(_ deviation: Double) -> Double { deviation * Double(generator.nextNormal()) }

    mutating func chance(_ probability: Double) -> Bool { uniform(0...1) < probability }

    mutating func pick<Element>(_ elements: [Element]) -> Element {
        elements[min(Int(uniform(0...1) * Double(elements.count)), elements.count - 1)]
    }

    /// Returns a color; most are muted, as those of rooms and clothes are.
    mutating func color(_ range: ClosedRange<Double> = 0...255) -> Color {
        let (red, green, blue) = (uniform(range), uniform(range), uniform(range))
        let gray = (red + green + blue) / 3
        let saturation = uniform(0...1)
        func channel(_ value: Double) -> UInt8 { UInt8((gray + (value - gray) * saturation).limited(to: 0...255)) }
        return Color(red: channel(red), green: channel(green), blue: channel(blue))
    }
}

extension String {
    /// The FNV-1a hash of the text in UTF-8, equal in every process.
    var stableHash: UInt64 {
        utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    }
}

extension Sequence<Double> {
    /// The median; 0 of nothing.
    var median: Double { percentile(0.5) }

    /// Returns the value below which a share of the values lies; 0 of nothing.
    func percentile(_ share: Double) -> Double {
        let sorted = sorted()
        guard let last = sorted.indices.last else { return 0 }
        return sorted[Int((Double(last) * share).rounded())]
    }
}

extension Double {
    func limited(to range: ClosedRange<Double>) -> Double { min(max(self, range.lowerBound), range.upperBound) }
}
