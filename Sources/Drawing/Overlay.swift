import PoiseImaging
import PoiseBody

extension Image {
    /// Returns the image, in RGB, with poses drawn over it; see `Canvas.draw(_:numbers:style:)`.
    public func drawing(_ poses: [Pose], numbers: [Int]? = nil, style: OverlayStyle = OverlayStyle()) -> Image {
        var canvas = Canvas(self)
        canvas.draw(poses, numbers: numbers, style: style)
        return canvas.image
    }
}

extension Canvas {
    /// Draws poses: bones in the color of their side, the nearer side over the farther; joints as discs whose core
    /// turns from black to white as their visibility grows from the threshold to 1; masks, angles and ids as selected
    /// by the style. The first pose lies on top.
    ///
    /// A mask whose size differs from the image's, or a count of ids that differs from that of the poses, is a
    /// programming error.
    ///
    /// - Parameter numbers: The ids of the people, from 1, such as their track ids; by default they are counted. They
    ///   are shown if there are several people, or if the id of one is not 1.
    public mutating func draw(_ poses: [Pose], numbers: [Int]? = nil, style: OverlayStyle = OverlayStyle()) {
        let numbers = numbers ?? Array(1..<poses.count + 1)
        precondition(numbers.count == poses.count, "each pose has an id")
        let people = zip(poses, numbers).map { pose, number in
            PersonOverlay(pose, number: number, picture: image, style: style)
        }
        if style.masks {
            for person in people.reversed() { drawMask(of: person) }
        }
        for person in people.reversed() { drawSkeleton(of: person) }

        var labels = LabelPlacement(image: image)
        for person in people { labels.avoid(person.lines) }
        if style.numbers, people.count > 1 || numbers.contains(where: { $0 != 1 }) {
            for person in people { drawNumber(of: person, labels: &labels) }
        }
        if style.angles {
            for person in people { drawAngles(of: person, labels: &labels) }
        }
    }

    private mutating func drawMask(of person: PersonOverlay) {
        guard let mask = person.pose.mask else { return }
        precondition(
            mask.width == image.width && mask.height == image.height,
            "a mask has the size of the image it is drawn on")
        tint(person.color.withOpacity(0.35), weights: mask.probabilities)
    }

    private mutating func drawNumber(of person: PersonOverlay, labels: inout LabelPlacement) {
        guard let top = person.top else { return }
        let size = person.textSize * 1.25
        let text = String(person.number)
        let width = Canvas.textWidth(text, size: size)
        let box = labels.place(
            size: [width + 2 * size, 2 * size], around: top, clearance: max(size * 0.6, person.size * 0.06),
            preferred: [0, -1])
        let half = Canvas.Point(width / 2, 0)
        drawLine(
            from: box.center - half, to: box.center + half, width: 2 * size + 2 * person.halo, color: person.haloColor)
        drawLine(from: box.center - half, to: box.center + half, width: 2 * size, color: person.color)
        drawText(text, at: box.center + [-width / 2, size / 2], size: size, color: person.color.contrasting)
    }
}
