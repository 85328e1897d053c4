import Poise
import PoiseSupport

/// A text table of the poses found in an image.
struct PoseTable {
    let file: String
    let image: Image
    let poses: [Pose]
    let showsAngles: Bool

    /// The main joints; the JSON output has all.
    private static let joints = [.nose] + Joint.limbs

    var text: String {
        let found = poses.count == 1 ? "1 person" : poses.isEmpty ? "no people found" : "\(poses.count) people"
        var text = "\(file.printable): \(image.width) x \(image.height) pixels, \(found)\n"
        for (index, pose) in poses.enumerated() {
            text += "  person \(index + 1): presence \(fixed(pose.presence, 3)), detection \(fixed(pose.score, 3))\n"
            text += joints(of: pose)
            if showsAngles { text += angles(of: pose) }
        }
        return text
    }

    private func joints(of pose: Pose) -> String {
        var table = Table(header: ["joint", "x px", "y px", "visible", "x m", "y m", "z m", ""], leftColumns: [0, 7])
        for joint in PoseTable.joints {
            let landmark = pose[joint]
            let world = pose.worldPoint(joint)
            table.add([
                joint.name, fixed(landmark.position.x, 1), fixed(landmark.position.y, 1), fixed(landmark.visibility, 2),
                fixed(world.x, 3), fixed(world.y, 3), fixed(world.z, 3),
                landmark.isInsideImage ? "" : "outside the image",
            ])
        }
        return table.text(indent: 4)
    }

    private func angles(of pose: Pose) -> String {
        var table = Table(header: ["angle in degrees", "in space", "in the image"])
        for angle in JointAngle.allCases {
            func text(_ space: AngleSpace) -> String {
                pose.angle(at: angle, in: space).map { fixed($0.degrees, 1) } ?? "-"
            }
            table.add([angle.name, text(.world), text(.imagePlane)])
        }
        return table.text(indent: 4)
    }
}
