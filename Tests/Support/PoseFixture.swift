import PoiseImaging
import PoiseBody

/// A person standing upright, seen from the front, in an image of 400 x 600 pixels; all of it can be scaled.
package struct PoseFixture {
    package var scale = 1.0
    package var visibility: [Joint: Double] = [:]
    package var defaultVisibility = 0.98
    /// `nil` for the others.
    package var confidence: [Joint: Double] = [:]
    package var positions: [Joint: PixelPoint] = [:]
    package var mask: Mask?

    package init(
        scale: Double = 1, visibility: [Joint: Double] = [:], defaultVisibility: Double = 0.98,
        confidence: [Joint: Double] = [:], positions: [Joint: PixelPoint] = [:], mask: Mask? = nil
    ) {
        self.scale = scale
        self.visibility = visibility
        self.defaultVisibility = defaultVisibility
        self.confidence = confidence
        self.positions = positions
        self.mask = mask
    }

    package static let background = Color(red: 90, green: 100, blue: 80)

    package var width: Int { Int(400 * scale) }
    package var height: Int { Int(600 * scale) }

    package func picture() throws -> Image {
        try Image(width: width, height: height, filledWith: PoseFixture.background)
    }

    package var pose: Pose {
        let landmarks = Joint.allCases.map { joint in
            let position = position(joint)
            return Landmark(
                position: position, z: -12.34567, visibility: visibility[joint] ?? defaultVisibility,
                presence: 0.9987654321,
                isInsideImage: position.x >= 0 && position.x < Double(width) && position.y >= 0
                    && position.y < Double(height), confidence: confidence[joint])
        }
        let world = Joint.allCases.map { joint in
            let place = position(joint)
            return WorldPoint(
                x: (place.x / scale - 200) / 300, y: (place.y / scale - 320) / 300, z: Double(joint.rawValue) * 0.001)
        }
        return Pose(
            landmarks: landmarks, world: world, score: 0.912345678, presence: 0.99,
            region: RegionOfInterest(
                center: PixelPoint(x: 200 * scale, y: 300 * scale), size: 620 * scale, rotation: 0.0123456),
            mask: mask)
    }

    package func position(_ joint: Joint) -> PixelPoint {
        if let position = positions[joint] { return position }
        // The person's left is on the right of the image.
        let sideways: Double =
            switch joint.side {
            case .left: 1
            case .right: -1
            case .middle: 0
            }
        let (x, y) = PoseFixture.places[joint.side == .right ? joint.mirrored : joint] ?? (0, 80)
        return PixelPoint(x: (200 + sideways * x) * scale, y: y * scale)
    }

    /// Distance from the center line, and height, for the left and the middle.
    private static let places: [Joint: (Double, Double)] = [
        .nose: (0, 80), .leftEyeInner: (8, 68), .leftEye: (15, 66), .leftEyeOuter: (22, 68), .leftEar: (34, 76),
        .mouthLeft: (12, 96), .leftShoulder: (60, 150), .leftElbow: (90, 230), .leftWrist: (110, 300),
        .leftPinky: (122, 325), .leftIndex: (112, 330), .leftThumb: (100, 320), .leftHip: (40, 320),
        .leftKnee: (50, 430), .leftAnkle: (52, 540), .leftHeel: (46, 556), .leftFootIndex: (74, 564),
    ]
}

extension Image {
    package func color(_ point: PixelPoint) -> Color {
        let start = (Int(point.y) * width + Int(point.x)) * 3
        return Color(red: pixels[start], green: pixels[start + 1], blue: pixels[start + 2])
    }

    /// Returns the number of pixels that differ from another image of the same size.
    package func differences(from other: Image) -> Int {
        stride(from: 0, to: pixels.count, by: 3).count { pixels[$0..<($0 + 3)] != other.pixels[$0..<($0 + 3)] }
    }
}

package func middle(_ first: PixelPoint, _ second: PixelPoint) -> PixelPoint {
    PixelPoint(x: (first.x + second.x) / 2, y: (first.y + second.y) / 2)
}
