import PoiseImaging

/// The clothes and colors of a figure.
public struct Outfit: Sendable, Hashable {
    /// Color of face, neck, arms and hands.
    public var skin: Color
    /// Color of hair and eyebrows.
    public var hair: Color
    /// Color of the T-shirt.
    public var shirt: Color
    /// Color of the trousers.
    public var trousers: Color
    /// Color of the shoes.
    public var shoes: Color
    /// The pattern of the T-shirt; `nil` for one color.
    public var shirtPattern: Pattern?
    /// The pattern of the trousers; `nil` for one color.
    public var trousersPattern: Pattern?
    /// Whether the sleeves reach to the wrists.
    public var hasLongSleeves = false
    /// Whether the trousers end above the knees.
    public var hasShorts = false
    /// The form of the hair.
    public var hairstyle = Hairstyle.short

    /// A form of hair.
    public enum Hairstyle: Sendable, Hashable, CaseIterable {
        /// On the skull down to the nape.
        case short
        /// Down to the shoulder blades.
        case long
        /// None.
        case bald
    }

    /// Creates an outfit from its colors; their opacity is ignored.
    public init(
        skin: Color = Color(red: 214, green: 168, blue: 140), hair: Color = Color(red: 62, green: 44, blue: 34),
        shirt: Color = Color(red: 176, green: 60, blue: 52), trousers: Color = Color(red: 56, green: 66, blue: 92),
        shoes: Color = Color(red: 225, green: 225, blue: 228)
    ) {
        self.skin = skin
        self.hair = hair
        self.shirt = shirt
        self.trousers = trousers
        self.shoes = shoes
    }

    /// Returns the reflectance of a surface: red, green and blue from 0 to 1.
    func reflectance(of surface: Surface) -> SIMD3<Float> {
        switch surface {
        case .skin: skin.linear
        case .hair: hair.linear
        case .shirt: shirt.linear
        case .trousers: trousers.linear
        case .shoes: shoes.linear
        case .sole: SIMD3(0.10, 0.10, 0.11)
        case .lips: skin.linear * SIMD3(0.62, 0.36, 0.38)
        case .eyeWhite: SIMD3(0.72, 0.72, 0.70)
        case .pupil: SIMD3(0.02, 0.014, 0.012)
        }
    }

    /// Returns the pattern of a surface; `nil` for one color.
    func pattern(of surface: Surface) -> Pattern? {
        switch surface {
        case .shirt: shirtPattern
        case .trousers: trousersPattern
        default: nil
        }
    }

    func validate(index: Int) throws(SceneError) {
        for pattern in [shirtPattern, trousersPattern] {
            guard let pattern else { continue }
            try check(pattern.width, "the pattern's width of figure \(index) in meters", in: 0.005...1)
        }
    }
}

/// A pattern of clothes, fixed to the parts of the body.
public struct Pattern: Sendable, Hashable {
    /// A kind of pattern.
    public enum Style: Sendable, Hashable, CaseIterable {
        /// Stripes around the body and the limbs.
        case stripes
        /// Stripes along the body and the limbs.
        case lengthwise
        /// A checkerboard.
        case checks
        /// Patches of irregular form.
        case patches
    }

    /// The kind of pattern.
    public var style: Style
    /// The second color; the first one is that of the clothes.
    public var color: Color
    /// Width of a stripe, check or patch, meters, 0.005 to 1.
    public var width: Double

    /// Creates a pattern from its values; the width is checked when a scene is rendered.
    public init(_ style: Style, color: Color, width: Double) {
        self.style = style
        self.color = color
        self.width = width
    }

    /// Returns whether a point has the second color.
    ///
    /// - Parameter point: Point in the frame of a part: left, down, back, meters.
    func isSecond(at point: SIMD3<Float>) -> Bool {
        let scaled = point / Float(width)
        func isOdd(_ value: Float) -> Bool { Int(value.rounded(.down)) & 1 != 0 }
        switch style {
        case .stripes: return isOdd(scaled.y)
        case .lengthwise: return isOdd(scaled.x + 0.5)
        case .checks: return isOdd(scaled.x) != isOdd(scaled.y)
        case .patches:
            return ValueNoise.value(Lanes(repeating: scaled.x + 0.6 * scaled.z), Lanes(repeating: scaled.y))[0] > 0.5
        }
    }
}

/// The covering of a part of the body.
enum Surface: Int {
    case skin, hair, shirt, trousers, shoes, sole, lips, eyeWhite, pupil
}

extension Color {
    /// Light intensities from 0 to 1; the display's transfer curve is approximated by a square.
    var linear: SIMD3<Float> {
        let encoded = SIMD3(Float(red), Float(green), Float(blue)) / 255
        return encoded * encoded
    }
}
