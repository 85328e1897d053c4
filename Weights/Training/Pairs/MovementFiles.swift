import PoiseInference
import PoiseMannequin

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

extension Movement {
    /// Reads all movements of a folder, by name; subfolders are left out.
    package static func all(in folder: String) throws(MovementError) -> [Movement] {
        let names: [String]
        do { names = try FileManager.default.contentsOfDirectory(atPath: folder) } catch {
            throw MovementError(folder, .unreadable)
        }
        var movements: [Movement] = []
        for name in names.sorted() where name.hasSuffix(".bvh") || name.hasSuffix(".safetensors") {
            movements.append(try Movement(file: "\(folder)/\(name)"))
        }
        guard !movements.isEmpty else { throw MovementError(folder, .none) }
        return movements
    }

    /// Reads a movement from a `.bvh` or `.safetensors` file.
    package init(file: String) throws(MovementError) {
        guard let data = FileManager.default.contents(atPath: file) else { throw MovementError(file, .unreadable) }
        let last = file.split(separator: "/").last.map(String.init) ?? file
        let name = last.split(separator: ".").dropLast().joined(separator: ".")
        do throws(Reason) {
            if file.hasSuffix(".bvh") {
                try self.init(BVH(text: String(decoding: data, as: UTF8.self)), name: name)
            } else {
                try self.init(safetensors: [UInt8](data), name: name)
            }
        } catch {
            throw MovementError(file, error)
        }
    }

    private typealias Reason = MovementError.Reason

    /// Meters of a leg in the files of axes, whose positions are those of a person with such legs.
    private static let filedLeg = 0.85

    /// Reads a movement from a safetensors file of axes.
    ///
    /// Its tensors are `pelvis`, `chest`, `head` `[T, 3, 3]`, `limbs` `[T, 12, 3, 3]` with the columns left, down, back in
    /// the axes of a scene; `root` `[T, 3]`, the position of the hips, meters with legs of 0.85 m; and `so` `[T, 2, 3]`, the
    /// displacements of the shoulders along the chest's axes, in halves of their width. Limbs are upper arm, forearm, hand,
    /// thigh, shank and foot of the left, then of the right. There are 30 moments a second.
    package init(safetensors bytes: [UInt8], name: String) throws(MovementError.Reason) {
        let tensors: [String: [Double]]
        do {
            tensors = try bytes.withUnsafeBytes { (bytes) throws(NetworkFileError) in
                let file = try Safetensors(header: bytes)
                return file.entries.mapValues { entry in
                    guard case .float32(let values) = file.elements(of: entry, in: bytes) else { return [] }
                    return values.map(Double.init)
                }
            }
        } catch { throw .header("\(error)") }
        let count = (tensors["root"]?.count ?? 0) / 3
        func values(_ tensor: String, _ shape: String, each size: Int) throws(MovementError.Reason) -> [Double] {
            guard let values = tensors[tensor], count > 0, values.count == count * size else {
                throw .tensor(name: tensor, expected: shape)
            }
            guard values.allSatisfy(\.isFinite) else { throw .notFinite }
            return values
        }
        let trunk = [
            try values("pelvis", "[T, 3, 3]", each: 9), try values("chest", "[T, 3, 3]", each: 9),
            try values("head", "[T, 3, 3]", each: 9),
        ]
        let limbs = try values("limbs", "[T, 12, 3, 3]", each: 108)
        let root = try values("root", "[T, 3]", each: 3)
        let shoulders = try values("so", "[T, 2, 3]", each: 6)
        func vector(_ values: [Double], _ start: Int, by step: Int = 1) -> SIMD3<Double> {
            SIMD3(values[start], values[start + step], values[start + 2 * step])
        }
        /// Columns of a matrix; half precision and sums of it are made orthonormal again.
        func axes(_ values: [Double], _ start: Int) -> Axes {
            Axes(down: vector(values, start + 1, by: 3), towardLeft: vector(values, start, by: 3))
        }
        let moments = (0..<count).map { time in
            var moment = Moment(axes: BodyAxes(), hips: vector(root, 3 * time) / Movement.filedLeg)
            let parts =
                trunk.map { axes($0, 9 * time) } + (0..<12).map { axes(limbs, 108 * time + 9 * $0) }
            for (path, part) in zip(BodyAxes.parts, parts) { moment.axes[keyPath: path] = part }
            moment.axes.leftArm.shoulder = vector(shoulders, 6 * time).limitedShoulder
            moment.axes.rightArm.shoulder = vector(shoulders, 6 * time + 3).limitedShoulder
            return moment
        }
        try self.init(name: name, moments: moments)
    }
}

extension SIMD3<Double> {
    /// A displacement of a shoulder, limited to what shoulders do: 0.7 halves of their width.
    var limitedShoulder: SIMD3<Double> {
        clamped(lowerBound: SIMD3(repeating: -0.7), upperBound: SIMD3(repeating: 0.7))
    }
}
