import Dispatch
import PoiseImaging
import PoiseBody
import PoiseMannequin
import Synchronization

/// A synthetic clip of mannequins that move through a scene, taken by a static camera.
struct Scenario: Sendable {
    /// Position and posture of an actor at a time in seconds.
    typealias Role = @Sendable (Double) -> PlacedFigure

    /// A post in front of all people, as high as the image: its range of columns, in widths of the image.
    typealias Post = Range<Double>

    let roles: [Role]
    /// Images per second.
    let rate: Double
    let seconds: Double
    let camera: Camera
    let backdrop: Backdrop
    let post: Post?

    init(
        _ roles: [Role], rate: Double, seconds: Double, camera: Camera, backdrop: Backdrop = .room, post: Post? = nil
    ) {
        self.roles = roles
        self.rate = rate
        self.seconds = seconds
        self.camera = camera
        self.backdrop = backdrop
        self.post = post
    }

    /// An image and its ground truth.
    struct Shot: Sendable {
        let image: Image
        let time: Duration
        let figures: [Truth]
    }

    /// The ground truth of an actor in an image.
    struct Truth: Sendable {
        let pose: Pose
        /// The share of joints that lie in the image and are not occluded.
        let seenShare: Double
    }

    /// Renders all images on all cores.
    func shots() throws -> [Shot] {
        let count = Int(seconds * rate)
        let results = Mutex([Result<Shot, any Error>?](repeating: nil, count: count))
        DispatchQueue.concurrentPerform(iterations: count) { frame in
            let result = Result { try shot(frame) }
            results.withLock { $0[frame] = result }
        }
        return try results.withLock { try $0.compactMap { try $0?.get() } }
    }

    private func shot(_ frame: Int) throws -> Shot {
        let time = Double(frame) / rate
        var backdrop = backdrop
        // Different noise in each image.
        backdrop.seed &+= UInt64(frame)
        let rendering = try Scene(figures: roles.map { $0(time) }, camera: camera, backdrop: backdrop).render()
        let columns = post.map { post in
            Int(post.lowerBound * Double(camera.width))..<Int(post.upperBound * Double(camera.width))
        }
        let figures = rendering.figures.map { figure in
            let seen = figure.joints.count { joint in
                joint.isInsideImage && !joint.isOccluded && columns?.contains(Int(joint.pixel.x)) != true
            }
            return Truth(pose: figure.pose, seenShare: Double(seen) / Double(figure.joints.count))
        }
        return Shot(
            image: try columns.map { try rendering.image.hidden(in: $0) } ?? rendering.image,
            time: .seconds(time), figures: figures)
    }
}

extension Image {
    /// Returns the image with a gray occluder over some of its columns: a post, or a box where rows are given.
    func hidden(in columns: Range<Int>, rows: Range<Int>? = nil) throws -> Image {
        var pixels = pixels
        for row in (rows ?? 0..<height).clamped(to: 0..<height) {
            for column in columns.clamped(to: 0..<width) {
                // Lit from the left.
                let light = 150 - 90 * (column - columns.lowerBound) / columns.count
                for channel in 0..<3 { pixels[(row * width + column) * 3 + channel] = UInt8(light) }
            }
        }
        return try Image(width: width, height: height, pixels: pixels)
    }
}
