import PoiseGeometry
import PoiseImaging

/// A thing that a tracker follows through frames, as it is in one of them: a body, a hand.
package protocol TrackedSubject: Sendable {
    /// The region of interest in which it was found.
    var region: RegionOfInterest { get }
    /// The place by which its movement is followed, pixels.
    var place: PixelPoint { get }
    /// The box of its parts, pixels.
    var extent: BoundingBox { get }
    /// Whether more than half of its parts lie inside the image.
    var isMostlyInside: Bool { get }
    /// Returns the mean distance of its parts to those of another, pixels.
    ///
    /// - Parameter way: The way by which all its parts have moved since.
    func distance(to other: Self, after way: SIMD2<Double>) -> Double
    /// Whether both are one subject, found from two regions that were made for it.
    func isSame(as other: Self) -> Bool
    /// Whether it is a subject that is known already, found from a detection.
    func isDuplicate(of known: Self) -> Bool
    /// Returns the subject in an image of another size.
    func scaled(by scale: ImageScale) -> Self
}

/// The filters of a track: of its subject, and of the region of interest in the next frame. A value.
package protocol SubjectFilter<Subject>: Sendable {
    /// The subject of the track.
    associatedtype Subject: TrackedSubject

    /// Returns the region of interest of the next frame.
    mutating func nextRegion(
        after observation: Observation<Subject>, in size: ImageSize, at time: Duration
    ) -> RegionOfInterest

    /// Returns the filtered subject; before it those of the frames just before, where this one makes them better, in their
    /// order.
    mutating func apply(_ observation: Observation<Subject>, in size: ImageSize, at time: Duration) -> [Subject]
}

/// A detector and a landmark network, as a tracker uses them.
package protocol SubjectSource<Subject> {
    /// The subject that they find.
    associatedtype Subject: TrackedSubject

    /// Returns the detections in an image, best first, and the region of interest of each.
    func detections(in image: ImageView) -> [(region: RegionOfInterest, detection: Detection)]

    /// Returns the subject in a region of an image; `nil` when it shows none.
    ///
    /// - Parameters:
    ///   - last: The subject in the last frame, for the region of a track.
    ///   - detection: The detection that the region is from, for that of a new subject.
    /// - Returns: The subject; the point at which a detection of it has the center of its region
    ///   (``TrackerOptions/sameCenterDistance``), and a point on the circle around the subject, whose radius is its size for the
    ///   tracker; and the colors of its parts, or of no parts where colors do not tell subjects apart.
    func observe(
        _ region: RegionOfInterest, of image: ImageView, last: Subject?, detection: Detection?
    ) -> (subject: Subject, center: PixelPoint, circle: PixelPoint, appearance: Appearance)?
}
