import PoiseDrawing
import Poise

/// The outputs of a run of `poise image`, none of which overwrites an input or another output.
struct ImageOutputs {
    private let inputs: [String]
    private let drawings: OutputPlace?
    private let masks: OutputPlace?
    private let records: RecordOutput?
    private let showsAngles: Bool

    init(_ command: ImageOptions) throws(Failure) {
        inputs = command.files
        var claimed = try OutputRegistry(inputs: inputs + (command.model.path.map { [$0] } ?? []))
        func place(_ path: String?) throws(Failure) -> OutputPlace? {
            guard let path else { return nil }
            let place = try OutputPlace(Path(path), inputs: command.files)
            for path in place.paths { try claimed.claim(path) }
            return place
        }
        drawings = try place(command.draw)
        masks = try place(command.mask)
        if let path = command.json { records = try RecordOutput(path, &claimed) } else { records = nil }
        showsAngles = command.angles
    }

    /// Writes the poses found in an input.
    func add(_ poses: [Pose], in image: Image, ofInput index: Int) throws(Failure) {
        let file = inputs[index]
        if let records {
            try records.add(.result(ImageResult(file: file, image: image, poses: poses)))
        } else if drawings?.isStandardOutput != true, masks?.isStandardOutput != true {
            let table = PoseTable(file: file, image: image, poses: poses, showsAngles: showsAngles)
            try StandardOutput.write(table.text)
        }
        try drawings?.write(image.drawing(poses, style: OverlayStyle(angles: showsAngles)), madeOfInput: index)
        try masks?.write(
            Image(showing: poses.compactMap(\.mask), width: image.width, height: image.height), madeOfInput: index)
    }

    /// Writes the failure of an input.
    func add(_ failure: Failure, ofInput index: Int) throws(Failure) {
        try records?.add(.failure(file: inputs[index], error: failure.reason))
    }

    /// Completes the outputs that stay open until the end.
    ///
    /// - Parameter isComplete: Whether the run was completed.
    /// - Returns: The path of the partial file of records, or `nil` if it has the name that the user gave.
    func finish(isComplete: Bool) throws(Failure) -> String? { try records?.finish(isComplete: isComplete) ?? nil }
}

extension Image {
    /// Creates a gray image of the masks of all people, with the highest probability at each pixel.
    fileprivate init(showing masks: [Mask], width: Int, height: Int) throws(Failure) {
        var pixels = [UInt8](repeating: 0, count: width * height)
        for mask in masks {
            for index in pixels.indices {
                // In this order of arguments, NaN becomes 0.
                let probability = min(max(0, mask.probabilities[index]), 1)
                pixels[index] = max(pixels[index], UInt8((probability * 255).rounded()))
            }
        }
        do { try self.init(width: width, height: height, format: .grey, pixels: pixels) } catch {
            throw Failure(nil, "\(error)", .badData)
        }
    }
}
