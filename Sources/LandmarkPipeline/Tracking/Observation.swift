import PoiseGeometry

/// A subject found in a frame, before it is assigned to a track.
package struct Observation<Subject: TrackedSubject>: Sendable {
    /// Why its region was evaluated.
    package enum Source: Sendable, Equatable {
        /// The regions of tracks of the frame before, mostly of one.
        case tracked(Set<Int>)
        /// The region in which a subject that was lost a moment ago is expected.
        case coasting
        /// A detection.
        case detector
    }

    package var source: Source
    /// Not filtered.
    package let subject: Subject
    /// The middle of the circle around the subject, and a point on it, pixels.
    package let center: PixelPoint
    package let circle: PixelPoint
    let appearance: Appearance
    /// Whether another subject covers this one, or is covered by it.
    package var isOccluded = false

    package init(
        _ source: Source, _ subject: Subject, center: PixelPoint, circle: PixelPoint, appearance: Appearance
    ) {
        self.source = source
        self.subject = subject
        self.center = center
        self.circle = circle
        self.appearance = appearance
    }

    /// Whether it shows how the subject moves and looks: not occluded, and more than half of it in the image.
    var isClear: Bool { !isOccluded && subject.isMostlyInside }

    var place: SIMD2<Double> { SIMD2(subject.place.x, subject.place.y) }

    /// The radius of the circle, pixels.
    package var radius: Double {
        let (x, y) = (circle.x - center.x, circle.y - center.y)
        return (x * x + y * y).squareRoot()
    }

    /// The distance of the subject from the middle of its region, in units of the region: when two regions show one subject,
    /// the one with the subject in its middle shows it better.
    private var offset: Double {
        let (x, y) = (center.x - subject.region.center.x, center.y - subject.region.center.y)
        return (x * x + y * y).squareRoot() / max(subject.region.size, 1)
    }

    /// Returns the better of two observations of one subject, from the regions of both.
    func merged(with other: Observation) -> Observation {
        var better = other.offset < offset ? other : self
        if case .tracked(let mine) = source, case .tracked(let others) = other.source {
            better.source = .tracked(mine.union(others))
        }
        return better
    }

    /// Whether it is from the region of a track.
    func isFrom(_ track: Int) -> Bool {
        if case .tracked(let tracks) = source { tracks.contains(track) } else { false }
    }

    /// Whether a point lies in the box of the subject's parts.
    func covers(_ point: PixelPoint) -> Bool {
        let box = subject.extent
        return (box.left...box.right).contains(point.x) && (box.top...box.bottom).contains(point.y)
    }

    /// Whether the boxes of two subjects overlap.
    func covers(_ other: Observation) -> Bool {
        let (mine, others) = (subject.extent, other.subject.extent)
        return mine.left < others.right && others.left < mine.right && mine.top < others.bottom
            && others.top < mine.bottom
    }
}
