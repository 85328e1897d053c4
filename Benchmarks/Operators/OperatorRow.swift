import BenchmarkSupport
import Inference
import Tables

/// Steps of a network that are alike, and how long one of them takes, in milliseconds.
struct OperatorRow: Encodable {
    let network: NetworkCase
    let name: String
    let input: String
    let window: String
    let output: String
    /// How many steps of the network are of this kind.
    let count: Int
    /// Multiplications and additions of one step; 0 for operators that are not convolutions.
    let flops: Int
    var reference: Double?
    let portable: Double
    /// `nil` where no code can be made.
    let assembled: Double?
    /// Part of the processor's peak that the generated code reaches, 0 to 1.
    var share: Double?

    /// Billions of multiplications and additions a second.
    func gigaflops(_ milliseconds: Double) -> Double? {
        flops > 0 && milliseconds > 0 ? Double(flops) / milliseconds * 1e-6 : nil
    }

    func cells(reference showsReference: Bool) -> [String] {
        func cell(_ value: Double?, _ decimals: Int) -> String { value.map { fixed($0, decimals) } ?? "-" }
        return [name, input, window, output, "\(count)", fixed(Double(flops) * 1e-6, 2)]
            + (showsReference ? [cell(reference, 2)] : [])
            + [
                fixed(portable, 3), cell(gigaflops(portable), 1), cell(assembled, 3),
                cell(assembled.flatMap(gigaflops), 1), share.map { fixed($0 * 100, 0) + " %" } ?? "-",
            ]
    }
}

extension OperatorRow {
    /// All kinds of steps of a network, the ones that take longest first.
    static func rows(_ network: NetworkCase, runs: Int, reference: Bool) throws -> [OperatorRow] {
        let graph = try network.network()
        let steps = graph.steps(outputs: network.outputs)
        let portable = try shortestTimes(network, .portable, runs: runs) ?? []
        let assembled = try shortestTimes(network, .assembled, runs: runs)
        let kinds = Dictionary(grouping: steps.indices) { steps[$0].kind }
        let rows = kinds.values.map { members in
            func mean(_ times: [Double]) -> Double {
                members.reduce(0) { $0 + times[$1] } / Double(members.count)
            }
            let step = steps[members[0]]
            return OperatorRow(
                network: network, name: step.name, input: step.inputs.map(shape).joined(separator: ", "),
                window: step.window.map { "\($0.height)x\($0.width)" } ?? "", output: shape(step.output),
                count: members.count, flops: 2 * step.multiplyAdds,
                reference: reference ? referenceTime(step, graph) : nil, portable: mean(portable),
                assembled: assembled.map(mean))
        }
        return rows.sorted { $0.total > $1.total }
    }

    /// The sum of all rows of a network.
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
        assembled = sum(\.assembled)
        share = peak.flatMap { peak in assembled.flatMap(gigaflops).map { $0 / peak } }
    }

    private var total: Double { Double(count) * (assembled ?? portable) }

    /// The shortest time of each step; `nil` where the executor cannot run here.
    private static func shortestTimes(_ network: NetworkCase, _ executor: Executor, runs: Int) throws -> [Double]? {
        let session = try network.session(executor: executor, threads: 1)
        guard session.executor == executor else { return nil }
        _ = session.timedRun()
        var shortest = session.timedRun()
        for _ in 1..<max(runs, 2) {
            shortest = zip(shortest, session.timedRun()).map(min)
        }
        return shortest.map(\.milliseconds)
    }

    /// One run of the plain reference of a step's operator.
    private static func referenceTime(_ step: StepDescription, _ network: Network) -> Double {
        let inputs = step.inputs.map { Tensor(shape: $0, repeating: 0.5) }
        return ContinuousClock().measure { _ = step.operation.evaluate(inputs, constants: network.constants) }
            .milliseconds
    }

    private static func shape(_ dimensions: [Int]) -> String {
        // Every feature map is one picture: its leading 1 says nothing.
        (dimensions.count == 4 ? dimensions.dropFirst() : dimensions[...]).map(String.init).joined(separator: "x")
    }
}

extension StepDescription {
    /// What has to be equal for two steps to be alike.
    fileprivate var kind: [String] { [name, "\(inputs)", "\(window as Extent?)", "\(output)"] }
}
