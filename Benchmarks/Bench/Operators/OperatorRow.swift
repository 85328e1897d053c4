import PoiseBenchmarkSupport
import PoiseInference
import PoiseSupport

/// Equal steps of a network and the time of one of them, milliseconds. Steps that the JIT executor fuses count as one.
struct OperatorRow: Encodable {
    let network: NetworkCase
    let name: String
    let input: String
    let window: String
    let output: String
    /// The number of steps of this kind in the network.
    let count: Int
    /// The number of multiplications and additions of one step; 0 for operators other than convolutions.
    let flops: Int
    var reference: Double?
    let portable: Double
    /// Time with generated code; `nil` where none can be generated.
    let jit: Double?
    /// Share of the processor's peak that the generated code reaches, 0 to 1.
    var share: Double?

    /// Returns billions of multiplications and additions per second.
    func gigaflops(_ milliseconds: Double) -> Double? {
        flops > 0 && milliseconds > 0 ? Double(flops) / milliseconds * 1e-6 : nil
    }

    func cells(reference showsReference: Bool) -> [String] {
        func cell(_ value: Double?, _ decimals: Int) -> String { value.map { fixed($0, decimals) } ?? "-" }
        return [name, input, window, output, "\(count)", fixed(Double(flops) * 1e-6, 2)]
            + (showsReference ? [cell(reference, 2)] : [])
            + [
                fixed(portable, 3), cell(gigaflops(portable), 1), cell(jit, 3),
                cell(jit.flatMap(gigaflops), 1), share.map { fixed($0 * 100, 0) + " %" } ?? "-",
            ]
    }
}

extension OperatorRow {
    /// Returns all kinds of steps of a network, the slowest first.
    static func rows(_ network: NetworkCase, runs: Int, reference: Bool) throws -> [OperatorRow] {
        let graph = try network.network()
        let steps = graph.steps(outputs: network.outputs)
        let portable = try ShortestTimes(network, .portable, runs: runs)
        let jit = try ShortestTimes(network, .jit, runs: runs)
        let groups = (jit ?? portable)?.groups ?? []
        let kinds = Dictionary(grouping: groups) { group in group.map { steps[$0].kind } }
        let rows = kinds.values.map { members in
            func mean(_ times: ShortestTimes) -> Double {
                members.joined().reduce(0) { $0 + times.milliseconds[$1, default: 0] } / Double(members.count)
            }
            let parts = members[0].map { steps[$0] }
            return OperatorRow(
                network: network, name: chain(parts.map(\.name)),
                input: parts[0].inputs.map(shape).joined(separator: ", "),
                window: chain(parts.compactMap(\.window).map { "\($0.height)x\($0.width)" }),
                output: chain(parts.map { shape($0.output) }), count: members.count,
                flops: parts.reduce(0) { $0 + 2 * $1.multiplyAdds },
                reference: reference ? parts.reduce(0) { $0 + referenceTime($1, graph) } : nil,
                portable: portable.map(mean) ?? 0, jit: jit.map(mean))
        }
        return rows.sorted { $0.total > $1.total }
    }

    /// Creates the sum of all rows of a network.
    init(totalOf rows: [OperatorRow], peak: Double?) {
        func sum(_ value: (OperatorRow) -> Double?) -> Double? {
            rows.reduce(0) { sum, row in sum.flatMap { sum in value(row).map { sum + Double(row.count) * $0 } } }
        }
        network = rows[0].network
        name = "all steps"
        (input, window, output) = ("", "", "")
        count = rows.reduce(0) { $0 + $1.count }
        flops = rows.reduce(0) { $0 + $1.count * $1.flops }
        reference = sum(\.reference)
        portable = sum(\.portable) ?? 0
        jit = sum(\.jit)
        share = peak.flatMap { peak in jit.flatMap(gigaflops).map { $0 / peak } }
    }

    private var total: Double { Double(count) * (jit ?? portable) }

    /// Joins the texts of fused steps in order; of more than three only the ends.
    private static func chain(_ texts: [String]) -> String {
        (texts.count <= 3 ? texts : [texts[0], "...", texts[texts.count - 1]]).joined(separator: " > ")
    }

    /// Returns the time of one run of the plain reference of a step's operator.
    private static func referenceTime(_ step: StepDescription, _ network: Network) -> Double {
        let inputs = step.inputs.map { Tensor(shape: $0, repeating: 0.5) }
        return ContinuousClock().measure { _ = step.operation.evaluate(inputs, constants: network.constants) }
            .milliseconds
    }

    private static func shape(_ dimensions: [Int]) -> String {
        // Every feature map is one image: its leading dimension is always 1.
        (dimensions.count == 4 ? dimensions.dropFirst() : dimensions[...]).map(String.init).joined(separator: "x")
    }
}

/// The shortest times of a network's steps.
private struct ShortestTimes {
    /// The steps that are fused into one.
    let groups: [[Int]]
    /// The time of each group, keyed by its first step.
    let milliseconds: [Int: Double]

    /// Measures the times; `nil` where the executor cannot run on this machine.
    init?(_ network: NetworkCase, _ executor: Executor, runs: Int) throws {
        let session = try network.session(executor: executor, threads: 1)
        guard session.executor == executor else { return nil }
        _ = session.timedRun()
        var shortest = session.timedRun()
        for _ in 1..<max(runs, 2) {
            shortest = zip(shortest, session.timedRun()).map(min)
        }
        groups = session.stepGroups
        milliseconds = Dictionary(uniqueKeysWithValues: zip(groups.map { $0[0] }, shortest.map(\.milliseconds)))
    }
}

extension StepDescription {
    /// The properties that equal steps share.
    fileprivate var kind: [String] { [name, "\(inputs)", "\(window as Extent?)", "\(output)"] }
}
