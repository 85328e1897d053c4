import PoiseBody
import PoiseSupport

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

extension MotionTruth {
    /// Reads a ground truth over time: JSON, or OpenSim's marker file (TRC).
    ///
    ///     {"time": [0, 0.01, ..], "angles": {"leftKnee": [176.1, null, ..], ..}}
    ///     {"time": [0, 0.01, ..], "joints": {"left_knee": [[x, y, z], null, ..], ..}, "axes": "camera"}
    ///
    /// Seconds for `time`, degrees as in `JointAngle` for `angles`, meters for `joints`; `null` is unknown. One of
    /// `angles` and `joints` is required. Joints are named as in ``GroundTruth``; angles with other names than those of
    /// `JointAngle` are ignored, and so are other fields. `axes` is `camera` or `laboratory`, which is the default.
    ///
    /// A TRC file is separated by tabs, in meters or millimeters as `Units` says, in the axes of a laboratory. Markers
    /// are recognized by the names that OpenCap and Pose2Sim write (`RKnee`, `LHJC_study`, ..); others are ignored. An
    /// empty cell or `NaN` is unknown.
    /// - Throws: ``MotionTruthError``.
    public init(contents bytes: [UInt8]) throws(MotionTruthError) {
        let text: ArraySlice<UInt8>
        do { text = try JSONText.content(of: bytes) } catch { throw .malformed(place: "", reason: "\(error)") }
        self = MotionTruth.isTRC(text) ? try MotionTruth(trc: text) : try MotionTruth(json: text)
    }

    /// Returns whether a file is a ground truth over time, rather than one of images: TRC, or JSON with a list `time`.
    public static func isMotionTruth(_ bytes: [UInt8]) -> Bool {
        guard let text = try? JSONText.content(of: bytes) else { return false }
        return isTRC(text) || (try? JSONDecoder().decode(TimeField.self, from: Data(text))) != nil
    }

    /// The field that distinguishes a truth over time from images by name.
    private struct TimeField: Decodable {
        var time: [Double]
    }

    private init(json text: ArraySlice<UInt8>) throws(MotionTruthError) {
        let fields: Fields
        do { fields = try JSONDecoder().decode(Fields.self, from: Data(text)) } catch {
            throw MotionTruthError(error)
        }
        var joints: [Joint: [WorldPoint?]] = [:]
        for (name, points) in (fields.joints ?? [:]).sorted(by: { $0.key < $1.key }) {
            guard let joint = Joint(annotated: name) else { throw .unknownJoint(name: name) }
            var read: [WorldPoint?] = []
            for (index, numbers) in points.enumerated() {
                if let numbers, numbers.count != 3 {
                    throw .wrongCount(
                        place: "joint “\(name)”, point \(index + 1)", expected: 3, actual: numbers.count)
                }
                read.append(numbers.map { WorldPoint(x: $0[0], y: $0[1], z: $0[2]) })
            }
            guard joints.updateValue(read, forKey: joint) == nil else { throw .jointTwice(name: name) }
        }
        let angles = (fields.angles ?? [:]).compactMap { name, degrees in
            JointAngle(rawValue: name).map { ($0, degrees.map { $0.map(Angle.init(degrees:)) }) }
        }
        try self.init(
            times: fields.time, joints: joints, axes: fields.axes ?? .laboratory,
            angles: Dictionary(angles) { $1 })
    }

    /// The JSON fields of a truth.
    private struct Fields: Decodable {
        var time: [Double]
        var angles: [String: [Double?]]?
        var joints: [String: [[Double]?]]?
        var axes: Axes?
    }
}

extension MotionTruthError {
    fileprivate init(_ error: any Error) {
        guard let error = error as? DecodingError else {
            self = .malformed(place: "", reason: "\(error)")
            return
        }
        let place = error.path.map { key in key.intValue.map { "value \($0 + 1)" } ?? key.stringValue }
        self = .malformed(place: place.joined(separator: ", "), reason: error.reason)
    }
}

extension MotionTruth {
    private static func isTRC(_ text: ArraySlice<UInt8>) -> Bool { text.starts(with: "PathFileType".utf8) }

    /// Reads OpenSim's marker file (https://opensimconfluence.atlassian.net, "Marker (.trc) Files"): a line with the
    /// version, names and values of properties, names of markers in every third column, names of columns, an empty line
    /// that may be missing, and a line per time.
    private init(trc text: ArraySlice<UInt8>) throws(MotionTruthError) {
        let lines = text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map { line in
            String(decoding: line, as: UTF8.self).split(separator: "\t", omittingEmptySubsequences: false)
                .map { $0.trimmingWhitespace }
        }
        guard lines.count > 5 else {
            throw .malformed(place: "", reason: "a TRC file has five lines before the first time")
        }
        guard let column = lines[1].firstIndex(of: "Units"), column < lines[2].count else {
            throw .malformed(place: "line 2", reason: "the column “Units” is missing")
        }
        let scale: Double
        switch lines[2][column].lowercased() {
        case "m": scale = 1
        case "mm": scale = 0.001
        default: throw .unknownUnit(lines[2][column])
        }
        let names = lines[3].dropFirst(2).filter { !$0.isEmpty }
        var times: [Double] = []
        var markers = [[WorldPoint?]](repeating: [], count: names.count)
        for (index, cells) in lines.enumerated().dropFirst(5) where cells.contains(where: { !$0.isEmpty }) {
            let place = "line \(index + 1)"
            var numbers: [Double?] = []
            for (column, cell) in cells.dropFirst().enumerated() {
                let number = Double(cell)
                guard number != nil || cell.isEmpty else {
                    throw .malformed(place: "\(place), column \(column + 2)", reason: "“\(cell)” is not a number")
                }
                numbers.append(number.flatMap { $0.isFinite ? $0 * (column == 0 ? 1 : scale) : nil })
            }
            // Programs end rows with one tab, or with none; unknown markers at the end may lack their cells.
            while numbers.count > 1 + 3 * names.count, numbers.last == .some(nil) { numbers.removeLast() }
            guard numbers.count <= 1 + 3 * names.count else {
                throw .wrongCount(place: place, expected: 2 + 3 * names.count, actual: numbers.count + 1)
            }
            guard let time = numbers.first ?? nil else {
                throw .malformed(place: place, reason: "the time is missing")
            }
            times.append(time)
            for marker in names.indices {
                let start = 1 + 3 * marker
                let known = start + 3 <= numbers.count ? numbers[start..<start + 3].compactMap(\.self) : []
                markers[marker].append(known.count == 3 ? WorldPoint(x: known[0], y: known[1], z: known[2]) : nil)
            }
        }
        var joints: [Joint: [WorldPoint?]] = [:]
        for (joint, candidates) in MotionTruth.markerNames {
            if let name = candidates.first(where: { names.contains($0) }), let marker = names.firstIndex(of: name) {
                joints[joint] = markers[marker]
            }
        }
        try self.init(times: times, joints: joints)
    }

    /// Names of markers at joints, the preferred one first: those of OpenCap's `PreAugmentation` and `PostAugmentation`
    /// files (https://github.com/stanfordnmbl/opencap-core) and of Pose2Sim (https://github.com/perfanalytics/pose2sim).
    /// `LHJC_study` is the center of the hip joint; OpenCap's `LHip` is the point of a network.
    private static let markerNames: [Joint: [String]] = [
        .nose: ["Nose"],
        .leftShoulder: ["LShoulder"], .rightShoulder: ["RShoulder"], .leftElbow: ["LElbow"], .rightElbow: ["RElbow"],
        .leftWrist: ["LWrist"], .rightWrist: ["RWrist"], .leftHip: ["LHJC_study", "LHip"],
        .rightHip: ["RHJC_study", "RHip"], .leftKnee: ["LKnee"], .rightKnee: ["RKnee"], .leftAnkle: ["LAnkle"],
        .rightAnkle: ["RAnkle"], .leftHeel: ["LHeel"], .rightHeel: ["RHeel"], .leftFootIndex: ["LBigToe"],
        .rightFootIndex: ["RBigToe"],
    ]
}

extension Substring {
    fileprivate var trimmingWhitespace: String {
        String(drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed())
    }
}
