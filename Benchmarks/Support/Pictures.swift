import Imaging
import Landmarks
import Mannequin
import Media

/// Pictures that show a person: a photo, or a rendered one where none is given.
package struct Pictures {
    private let photo: Image?

    /// - Parameter photo: A file; `nil` for rendered pictures.
    package init(photo path: String?) throws(MediaError) {
        photo = try path.map { (path) throws(MediaError) in try Image(path: path).converted(to: .rgb) }
    }

    /// The photo as it is, or a rendered picture of 1080 x 810 pixels.
    package func original() throws(SceneError) -> Image {
        if let photo { return photo }
        return try Pictures.mannequin(width: 1080, height: 810)
    }

    /// The photo with so many rows, or a rendered picture of 16 : 9.
    package func picture(height: Int) throws(SceneError) -> Image {
        if let photo { return photo.resized(height: height) }
        return try Pictures.mannequin(width: (height * 16 + 8) / 9, height: height)
    }

    private static func mannequin(width: Int, height: Int) throws(SceneError) -> Image {
        let camera = Camera(yaw: Angle(degrees: 30), distance: 2.6, width: width, height: height)
        return try Scene(Figure(posture: .squat(depth: 0.4)), camera: camera, backdrop: .room).render().image
    }
}

/// A picture shows no person, so that there is nothing to be measured.
package struct NobodyFound: Error, CustomStringConvertible {
    package init() {}
    package var description: String { "nobody is found in the picture" }
}

extension Image {
    /// The picture with so many rows, and columns in proportion; each pixel is that of the nearest place.
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
