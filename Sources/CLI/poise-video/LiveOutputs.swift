import PoiseCommandSupport
import PoiseLiveView
import Poise
import PoiseVideo

/// The outputs of `poise live`.
///
/// The image size is known with the first frame, so outputs that need it begin there.
struct LiveOutputs {
    private let mirrors: Bool
    private let model: String
    private let recordPath: String?
    private let lineOutput: LinesOutput?
    private let view: LiveView?
    private var header: PoseSequence.Header?
    private var lines: SequenceOutput?
    private var recording: DrawnVideo?

    /// Checks that the files can be written, and starts the server for browsers.
    init(_ command: LiveCommand, _ claimed: inout OutputRegistry) async throws(Failure) {
        mirrors = command.mirror
        model = command.tracking.model.name
        recordPath = command.record
        if let path = command.json { lineOutput = try LinesOutput(path, &claimed) } else { lineOutput = nil }
        if let path = command.record { try claimed.claim(try OutputFile(Path(path)).path) }
        guard let port = command.serve else {
            view = nil
            return
        }
        do throws(LiveViewError) {
            let view = try await LiveView(at: command.host, port: UInt16(clamping: port))
            self.view = view
            StandardError.write("The live view is \(view.url)\n")
        } catch { throw Failure(error) }
    }

    /// Outputs a frame and the people in it. Only the recording of the frame before is awaited.
    ///
    /// - Parameters:
    ///   - name: The name of the source.
    ///   - rate: The stated rate of the source, frames per second.
    ///   - color: The stated colors of the source.
    mutating func add(
        _ people: [TrackedPerson], in frame: VideoFrame, of name: String, rate: Double?, color: VideoColor?
    ) async throws(Failure) {
        let header = try begin(frame, of: name, rate: rate, color: color)
        let record = PoseSequence.Frame(people, in: frame, of: header)
        try lines?.write(record)
        guard recording != nil || view != nil else { return }
        let (poses, numbers) = (people.map(\.pose), people.map(\.id))
        let image = frame.image
        let live = LiveFrame(record, header: header) { [mirrors] in
            let picture = mirrors ? image.mirrored() : image
            guard !poses.isEmpty else { return picture }
            return picture.drawing(
                mirrors ? poses.map { $0.mirrored(inWidth: image.width) } : poses, numbers: numbers)
        }
        view?.show(live)
        try await recording?.add(at: frame.time) { live.picture }
    }

    /// Completes the files, each of them even if the other fails, and ends the streams to the browsers.
    ///
    /// - Parameter isComplete: Whether the run was completed.
    /// - Returns: The failure, and the paths of the partial files, `nil` for an output that has the name that the user gave.
    func finish(isComplete: Bool) async -> (failure: Failure?, places: [String?]) {
        var failure: Failure?
        var place: String?
        do throws(Failure) { place = try lines?.finish(isComplete: isComplete) ?? nil } catch { failure = error }
        let recorded = await recording?.finish(isComplete: isComplete && failure == nil)
        await view?.end()
        return (failure ?? recorded?.failure, [place, recorded?.place])
    }

    /// Returns the header of all frames, and begins the files with the first frame.
    private mutating func begin(
        _ frame: VideoFrame, of name: String, rate: Double?, color: VideoColor?
    ) throws(Failure) -> PoseSequence.Header {
        if let header { return header }
        let rate = PoseSequence.Header.rate(rate)
        let header = PoseSequence.Header(
            file: name, width: frame.view.width, height: frame.view.height, framesPerSecond: rate, model: model)
        lines = lineOutput.map { SequenceOutput($0, header: header) }
        if let recordPath {
            recording = try DrawnVideo(recordPath, options: .init(drawingAt: rate, color: color ?? .bt601))
        }
        self.header = header
        return header
    }
}

extension Failure {
    /// Creates the failure for an error of the live view.
    fileprivate init(_ error: LiveViewError) {
        // Another program may release the port later.
        if case .portInUse = error {
            self.init(nil, "\(error)", .tryAgain)
        } else {
            self.init(nil, "\(error)", .cannotCreate)
        }
    }
}
