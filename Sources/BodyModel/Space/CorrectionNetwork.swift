import PoiseInference
import PoiseWeights

/// A network that corrects world landmarks, for any number of frames.
///
/// The input "joints" is `[1, 1, frames, 198]`, see ``SpaceFeatures``; the output "correction" is `[1, 1, frames, 99]`: for each
/// joint what is to be added to x, y and z, meters.
package struct CorrectionNetwork: Sendable {
    package static let input = "joints"
    package static let output = "correction"

    private let network: Network
    /// The number of frames before and after a frame on which its correction depends.
    package let reach: Int

    /// The network for a single frame.
    package static func frame() throws(PoseSetupError) -> CorrectionNetwork {
        try CorrectionNetwork(try Network(embedded: EmbeddedWeights.spaceFrame, name: "space-frame"))
    }

    /// The network for a sequence at ``rate`` frames per second.
    package static func sequence() throws(PoseSetupError) -> CorrectionNetwork {
        try CorrectionNetwork(try Network(embedded: EmbeddedWeights.spaceSequence, name: "space-sequence"))
    }

    /// The rate of the sequences that the network was trained on, frames per second.
    package static let rate = 30.0

    /// - Throws: ``PoseSetupError/wrongSignature(kind:missing:)``
    package init(_ network: Network) throws(PoseSetupError) {
        func check(_ indices: [Int], _ name: String, _ channels: Int) throws(PoseSetupError) {
            let isThere = indices.contains {
                network.values[$0].name == name && network.values[$0].shape.count == 4
                    && network.values[$0].shape[3] == channels
            }
            guard isThere else {
                throw .wrongSignature(kind: "correction network", missing: "\(name) of \(channels) channels")
            }
        }
        try check(network.inputs, Self.input, SpaceFeatures.count)
        try check(network.outputs, Self.output, 3 * SpaceFeatures.count / SpaceFeatures.valuesPerJoint)
        self.network = network
        reach = network.nodes.reduce(0) { reach, node in
            guard case .gatherColumns(let offsets) = node.operation else { return reach }
            return reach + (offsets.map(abs).max() ?? 0)
        }
    }

    /// Returns a session for a number of frames.
    ///
    /// The portable executor runs it: a matrix product takes less time than generating code for one.
    package func session(frames: Int, executor: Executor = .portable) throws(PoseSetupError) -> Session {
        do {
            let network = try network.reshaped([Self.input: [1, 1, frames, SpaceFeatures.count]])
            return Session(try Plan(network, executor: executor))
        } catch { throw .unusable(error) }
    }
}

extension Session {
    /// Runs a correction network.
    func computeCorrection(of features: some InputFiller) {
        fill(CorrectionNetwork.input, with: features)
        run()
    }

    /// Calls a closure with the correction that was computed last. `[frames, 33, 3]`
    func withCorrection<Result>(_ body: (UnsafeBufferPointer<Float>) -> Result) -> Result {
        withOutput(CorrectionNetwork.output, body)
    }
}
