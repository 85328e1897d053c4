import Imaging
import Landmarks

/// What an overlay shows of a pose, and in which colours.
///
/// A joint that is seen, and yet may well be somewhere else (`Pose.isConfident`), is a hollow ring with thin bones.
public struct OverlayStyle: Sendable, Hashable {
    /// What happens to joints that are not seen: less visible than ``OverlayStyle/minimumVisibility``, or outside the
    /// picture.
    public enum UnseenJoints: Sendable, Hashable, CaseIterable {
        /// They are left out, and so are the bones that end in them.
        case hidden
        /// They become hollow rings and their bones thin translucent lines, as far as they reach into the picture.
        case faint
    }

    /// The colours.
    public var palette: Palette
    /// How visible a joint has to be to count as seen, 0 to 1.
    public var minimumVisibility: Double
    /// What happens to joints that are not seen.
    public var unseenJoints: UnseenJoints
    /// Whether the angles of the body are marked by an arc and their degrees.
    public var angles: Bool
    /// Where the degrees are measured. The arcs always lie in the picture, so that in space (the default) a right angle
    /// seen from the side may be marked 90° over a narrow arc.
    public var angleSpace: AngleSpace
    /// Whether the pixels of a person with a mask are tinted.
    public var masks: Bool
    /// Whether people are numbered, from 1 on in their order, when there are several.
    public var numbers: Bool
    /// A factor for widths and text, which otherwise follow from the sizes of the picture and the person; positive.
    public var scale: Double

    /// A style from its parts.
    public init(
        palette: Palette = .colorBlindSafe, minimumVisibility: Double = Pose.defaultMinimumVisibility,
        unseenJoints: UnseenJoints = .hidden, angles: Bool = false, angleSpace: AngleSpace = .world,
        masks: Bool = true, numbers: Bool = true, scale: Double = 1
    ) {
        self.palette = palette
        self.minimumVisibility = minimumVisibility
        self.unseenJoints = unseenJoints
        self.angles = angles
        self.angleSpace = angleSpace
        self.masks = masks
        self.numbers = numbers
        self.scale = scale
    }
}

extension OverlayStyle {
    /// The colours of an overlay.
    public struct Palette: Sendable, Hashable {
        /// Joints, bones and angles of the person's left.
        public var left: Color
        /// Joints, bones and angles of the person's right.
        public var right: Color
        /// What belongs to neither side, and bones from one side to the other.
        public var middle: Color
        /// The rim around everything that is drawn.
        public var halo: Color
        /// Masks and numbers, one colour a person, starting over when there are more people.
        public var people: [Color]

        /// A palette from its colours.
        public init(left: Color, right: Color, middle: Color, halo: Color, people: [Color]) {
            self.left = left
            self.right = right
            self.middle = middle
            self.halo = halo
            self.people = people
        }

        /// Left orange, right sky blue, the middle white, with dark rims: told apart with every kind of colour
        /// blindness. The colours are those of Okabe and Ito, "Color Universal Design" (2008).
        public static let colorBlindSafe = Palette(
            left: Color(red: 230, green: 159, blue: 0),
            right: Color(red: 86, green: 180, blue: 233),
            middle: .white,
            halo: Color(red: 16, green: 18, blue: 24, opacity: 190),
            people: [
                Color(red: 0, green: 158, blue: 115),
                Color(red: 204, green: 121, blue: 167),
                Color(red: 240, green: 228, blue: 66),
                Color(red: 213, green: 94, blue: 0),
                Color(red: 0, green: 114, blue: 178),
            ])

        func color(of side: Side) -> Color {
            switch side {
            case .left: left
            case .right: right
            case .middle: middle
            }
        }

        func color(ofPerson index: Int) -> Color {
            people.isEmpty ? middle : people[(index % people.count + people.count) % people.count]
        }
    }
}
