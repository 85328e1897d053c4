import PoiseImaging
import PoiseBody

/// Contents and colors of an overlay.
///
/// A visible joint with an uncertain position (`Pose.isConfident`) is a hollow ring with thin bones.
public struct OverlayStyle: Sendable, Hashable {
    /// Drawing of joints that are not visible: less visible than ``OverlayStyle/minimumVisibility``, or outside the
    /// image.
    public enum UnseenJoints: Sendable, Hashable, CaseIterable {
        /// The joints and the bones that end in them are omitted.
        case hidden
        /// The joints are hollow rings and their bones thin translucent lines, as far as they extend into the image.
        case faint
    }

    /// The colors.
    public var palette: Palette
    /// Minimum visibility of a joint to count as visible, 0 to 1.
    public var minimumVisibility: Double
    /// Drawing of joints that are not visible.
    public var unseenJoints: UnseenJoints
    /// Whether joint angles are marked by an arc and their degrees.
    public var angles: Bool
    /// The space in which the degrees are measured. The arcs always lie in the image plane, so that in space (the
    /// default) a right angle seen from the side may be marked 90° over a narrow arc.
    public var angleSpace: AngleSpace
    /// Whether the pixels of a person with a mask are tinted.
    public var masks: Bool
    /// Whether ids are shown, from 1 in the order of the people, when there are several.
    public var numbers: Bool
    /// Factor for widths and text, which otherwise follow from the sizes of the image and the person; positive.
    public var scale: Double

    /// Creates a style from its parts.
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
    /// The colors of an overlay.
    public struct Palette: Sendable, Hashable {
        /// Joints, bones and angles of the person's left side.
        public var left: Color
        /// Joints, bones and angles of the person's right side.
        public var right: Color
        /// Joints and angles of neither side, and bones from one side to the other.
        public var middle: Color
        /// The rim around all shapes.
        public var halo: Color
        /// Masks and ids, one color per person, repeated when there are more people.
        public var people: [Color]

        /// Creates a palette from its colors.
        public init(left: Color, right: Color, middle: Color, halo: Color, people: [Color]) {
            self.left = left
            self.right = right
            self.middle = middle
            self.halo = halo
            self.people = people
        }

        /// Left orange, right sky blue, the middle white, with dark rims: distinguishable with every kind of color
        /// blindness. The colors are those of Okabe and Ito, "Color Universal Design" (2008).
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
