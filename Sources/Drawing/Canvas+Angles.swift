import PoiseImaging
import PoiseBody

import PoiseLibC

extension Canvas {
    /// Draws an arc at every measurable angle, and then the degrees over all arcs.
    mutating func drawAngles(of person: PersonOverlay, labels: inout LabelPlacement) {
        let marks = JointAngle.allCases.compactMap { AngleMark($0, of: person) }
        for mark in marks { drawArc(of: mark, of: person) }
        let size = person.textSize
        for mark in marks {
            let width = Canvas.textWidth(mark.text, size: size)
            let box = labels.place(
                size: [width + size * 0.7, size * 1.6], around: mark.vertex, clearance: mark.radius * 1.15,
                preferred: mark.bisector)
            drawText(
                mark.text, at: box.center + [-width / 2, size / 2], size: size,
                color: mark.color.mixed(with: .white, share: 0.3), halo: person.haloColor.withOpacity(0.95))
        }
    }

    private mutating func drawArc(of mark: AngleMark, of person: PersonOverlay) {
        let width = max(1, person.boneWidth * 0.4)
        if mark.showsLegs {
            for leg in [mark.first, mark.second] {
                let end = mark.vertex + leg * mark.radius * 1.5
                drawLine(from: mark.vertex, to: end, width: width + 1.2 * person.halo, color: person.haloColor)
                drawLine(from: mark.vertex, to: end, width: width, color: mark.color)
            }
        }
        fillSector(
            center: mark.vertex, radius: mark.radius, start: mark.start, sweep: mark.sweep,
            color: mark.color.withOpacity(0.3))
        for (width, color) in [(width + 1.2 * person.halo, person.haloColor), (width, mark.color)] {
            drawArc(
                center: mark.vertex, radius: mark.radius, start: mark.start, sweep: mark.sweep, width: width,
                color: color)
        }
    }
}

/// The drawing of a joint angle: a vertex, the directions of the two legs in the image, and the degrees.
private struct AngleMark {
    let vertex: Canvas.Point
    /// The directions of the legs, unit vectors.
    let first: Canvas.Point
    let second: Canvas.Point
    /// Radius of the arc, pixels.
    let radius: Double
    let text: String
    let color: Color
    /// Whether short legs are drawn too, for angles without bones.
    let showsLegs: Bool

    /// `nil` when the angle cannot be measured, or its legs have no length in the image.
    init?(_ angle: JointAngle, of person: PersonOverlay) {
        let style = person.style
        guard
            let value = person.pose.angle(at: angle, in: style.angleSpace, minimumVisibility: style.minimumVisibility),
            value.radians.isFinite
        else { return nil }
        let legs = AngleMark.legs(of: angle, person: person)
        let lengths = [legs.first, legs.second].map { ($0 * $0).sum().squareRoot() }
        guard lengths[0] > 0.5, lengths[1] > 0.5, lengths[0].isFinite, lengths[1].isFinite else { return nil }
        vertex = legs.vertex
        first = legs.first / lengths[0]
        second = legs.second / lengths[1]
        radius = max(min(person.size * 0.03, lengths[0] * 0.5, lengths[1] * 0.5), person.boneWidth * 1.8)
        text = "\(Int(value.degrees.rounded()))°"
        color = person.color(of: angle.points?.vertex.side ?? .middle)
        showsLegs = angle.points == nil
    }

    /// Start of the arc, radians clockwise from the right.
    var start: Double { atan2(first.y, first.x) }

    /// Sweep of the arc in the shorter direction, radians.
    var sweep: Double { atan2(first.x * second.y - first.y * second.x, (first * second).sum()) }

    /// The direction in the middle of the arc, a unit vector.
    var bisector: Canvas.Point {
        let angle = start + sweep / 2
        return [cos(angle), sin(angle)]
    }

    private static func legs(
        of angle: JointAngle, person: PersonOverlay
    ) -> (vertex: Canvas.Point, first: Canvas.Point, second: Canvas.Point) {
        if let points = angle.points {
            let vertex = person.point(points.vertex)
            return (vertex, person.point(points.first) - vertex, person.point(points.second) - vertex)
        }
        let hips = person.middle(of: [.leftHip, .rightHip])
        let shoulders = person.middle(of: [.leftShoulder, .rightShoulder])
        if angle == .neck {
            return (shoulders, hips - shoulders, person.middle(of: [.leftEar, .rightEar]) - shoulders)
        }
        let trunk = shoulders - hips
        return (hips, trunk, [0, -(trunk * trunk).sum().squareRoot()])
    }
}
