import PoiseMannequin
import PoiseLibC

/// A file of recorded movement in the Biovision format: a hierarchy of joints and their channels over time.
package struct BVH: Sendable {
    /// A joint of the hierarchy, or the end of a chain.
    package struct Joint: Sendable {
        /// The name without a prefix such as `mixamorig:`; of an end, that of its parent and `End`.
        package let name: String
        let parent: Int?
        fileprivate(set) var offset = SIMD3<Double>(0, 0, 0)
        fileprivate(set) var channels: [Channel] = []
    }

    /// A number of a joint that changes over time.
    enum Channel: Sendable {
        case position(axis: Int)
        case rotation(axis: Int)

        init?(_ name: Substring) {
            guard let axis = ["X", "Y", "Z"].firstIndex(of: name.prefix(1).uppercased()) else { return nil }
            switch name.dropFirst().lowercased() {
            case "position": self = .position(axis: axis)
            case "rotation": self = .rotation(axis: axis)
            default: return nil
            }
        }
    }

    /// Joints, each after its parent.
    package private(set) var joints: [Joint] = []
    /// Frames a second.
    package let rate: Double
    /// Values of all channels in a frame. `[frames, channels]`
    let frames: [[Double]]

    /// Reads the text of a file.
    package init(text: String) throws(MovementError.Reason) {
        var tokens = Tokens(text)
        try tokens.expect("HIERARCHY")
        var open: [Int] = []
        repeat {
            let (word, line) = try tokens.next("ROOT, JOINT, End, OFFSET, CHANNELS or }")
            switch word {
            case "ROOT" where joints.isEmpty, "JOINT" where !open.isEmpty:
                let name = try tokens.next("a name").word
                joints.append(Joint(name: String(name.split(separator: ":").last ?? name), parent: open.last))
                try tokens.expect("{")
                open.append(joints.count - 1)
            case "End" where !open.isEmpty:
                try tokens.expect("Site")
                joints.append(Joint(name: joints[open[open.count - 1]].name + "End", parent: open.last))
                try tokens.expect("{")
                open.append(joints.count - 1)
            case "OFFSET" where !open.isEmpty:
                joints[open[open.count - 1]].offset = SIMD3(
                    try tokens.number(), try tokens.number(), try tokens.number())
            case "CHANNELS" where !open.isEmpty:
                for _ in 0..<Int(try tokens.number().limited(to: 0...6)) {
                    let (name, line) = try tokens.next("a channel")
                    guard let channel = Channel(name) else {
                        throw .syntax(line: line, expected: "a channel such as Xrotation")
                    }
                    joints[open[open.count - 1]].channels.append(channel)
                }
            case "}" where !open.isEmpty: open.removeLast()
            default: throw .syntax(line: line, expected: "ROOT, JOINT, End, OFFSET, CHANNELS or }")
            }
        } while !open.isEmpty
        try tokens.expect("MOTION")
        try tokens.expect("Frames:")
        let count = try tokens.number()
        guard count >= 0, count <= 1e7 else { throw .syntax(line: tokens.line, expected: "a number of frames") }
        try tokens.expect("Frame")
        try tokens.expect("Time:")
        let interval = try tokens.number()
        guard interval > 0 else { throw .rate(1 / interval) }
        rate = 1 / interval
        let channels = joints.reduce(0) { $0 + $1.channels.count }
        var frames: [[Double]] = []
        for _ in 0..<Int(count) {
            var values: [Double] = []
            values.reserveCapacity(channels)
            for _ in 0..<channels { values.append(try tokens.number()) }
            frames.append(values)
        }
        self.frames = frames
    }

    /// Returns position and rotation of each joint in a frame; a rotation is the axes to which it maps the coordinate axes.
    func placed(_ frame: [Double]) -> [(position: SIMD3<Double>, rotation: Axes)] {
        var result: [(position: SIMD3<Double>, rotation: Axes)] = []
        var next = 0
        for joint in joints {
            var offset = joint.offset
            var rotation = Axes()
            for channel in joint.channels {
                switch channel {
                case .position(let axis): offset[axis] = frame[next]
                case .rotation(let axis):
                    rotation = BVH.rotation(about: axis, degrees: frame[next]).rotated(by: rotation)
                }
                next += 1
            }
            if let parent = joint.parent.map({ result[$0] }) {
                result.append((parent.position + parent.rotation.point(offset), rotation.rotated(by: parent.rotation)))
            } else {
                result.append((offset, rotation))
            }
        }
        return result
    }

    private static func rotation(about axis: Int, degrees: Double) -> Axes {
        let (sine, cosine) = (sin(degrees * .pi / 180), cos(degrees * .pi / 180))
        let (next, last) = ((axis + 1) % 3, (axis + 2) % 3)
        var columns = [SIMD3<Double>](repeating: SIMD3(0, 0, 0), count: 3)
        columns[axis][axis] = 1
        columns[next][next] = cosine
        columns[next][last] = sine
        columns[last][last] = cosine
        columns[last][next] = -sine
        return Axes(left: columns[0], down: columns[1], back: columns[2])
    }

    /// The words of a text with their lines.
    private struct Tokens {
        private let text: Substring.UTF8View
        private var place: Substring.UTF8View.Index
        private(set) var line = 1

        init(_ text: String) {
            self.text = text[...].utf8
            place = self.text.startIndex
        }

        mutating func next(_ expected: String) throws(MovementError.Reason) -> (word: Substring, line: Int) {
            while place < text.endIndex, text[place] <= UInt8(ascii: " ") {
                if text[place] == UInt8(ascii: "\n") { line += 1 }
                place = text.index(after: place)
            }
            let start = place
            while place < text.endIndex, text[place] > UInt8(ascii: " ") { place = text.index(after: place) }
            guard start < place else { throw .syntax(line: line, expected: expected) }
            return (Substring(text[start..<place]), line)
        }

        mutating func expect(_ word: String) throws(MovementError.Reason) {
            guard try next(word).word == word else { throw .syntax(line: line, expected: word) }
        }

        mutating func number() throws(MovementError.Reason) -> Double {
            guard let number = Double(try next("a number").word) else {
                throw .syntax(line: line, expected: "a number")
            }
            guard number.isFinite else { throw .notFinite }
            return number
        }
    }
}
