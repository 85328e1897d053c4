import PoiseImaging

/// The colors of a figure.
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
