import PoiseImaging
import PoiseBody
import PoiseMannequin
import PoiseImageFiles

/// Images that show a person: a photo, or a rendered image when no photo is given.
package struct BenchmarkImages {
    private let photo: Image?

    /// Creates the images.
    ///
    /// - Parameter photo: Path of a file; `nil` for rendered images.
    package init(photo path: String?) throws(MediaError) {
        photo = try path.map { (path) throws(MediaError) in try Image(path: path).converted(to: .rgb) }
    }

    /// Returns the photo unchanged, or a rendered image of 1080 x 810 pixels.
    package func original() throws(SceneError) -> Image {
        if let photo { return photo }
        return try BenchmarkImages.mannequin(width: 1080, height: 810)
    }

    /// Returns the photo scaled to the given number of rows, or a rendered image of 16 : 9.
    package func picture(height: Int) throws(SceneError) -> Image {
        if let photo { return photo.resized(height: height) }
        return try BenchmarkImages.mannequin(width: (height * 16 + 8) / 9, height: height)
    }

    private static func mannequin(width: Int, height: Int) throws(SceneError) -> Image {
        let camera = Camera(yaw: Angle(degrees: 30), distance: 2.6, width: width, height: height)
        return try Scene(Figure(posture: .squat(depth: 0.4)), camera: camera, backdrop: .room).render().image
    }
}

/// An error: no person is detected in the image, so that there is nothing to measure.
package struct NobodyFound: Error, CustomStringConvertible {
    package init() {}
    package var description: String { "no person is detected in the image" }
}

extension Image {
    /// Returns the image scaled to the given number of rows, in proportion, by nearest-neighbor sampling.
    fileprivate func resized(height rows: Int) -> Image {
        let columns = max(1, (width * rows + height / 2) / height)
        let channels = format.channels
        var bytes: [UInt8] = []
        bytes.reserveCapacity(rows * columns * channels)
        for row in 0..<rows {
            let start = row * height / rows * width
            for column in 0..<columns {
                let pixel = (start + column * width / columns) * channels
                bytes += pixels[pixel..<pixel + channels]
            }
        }
        guard let image = try? Image(width: columns, height: rows, format: format, pixels: bytes) else { return self }
        return image
    }
}
