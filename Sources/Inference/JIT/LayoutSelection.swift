/// The choice of the layout of each feature map, with copies where a step needs another layout.
///
/// A convolution with mostly zero weights is only faster where its lanes are pixels: zero weights are then simply left
/// out. Depthwise convolutions run in either layout and use that of their neighbors. Steps that fall back to the
/// portable executor read and write dense maps. Everything else runs in blocks.
struct LayoutSelection {
    /// The graph with added steps that copy a value from one layout to another: a reshape to its own shape.
    private(set) var graph: Graph
    /// The values in CHW layout.
    private(set) var chw: Set<Int> = []
    /// The values that portable steps read or write.
    private(set) var dense: Set<Int> = []
    /// The index of each step before copies were added; copies have none.
    private(set) var numbers: [Int: Int] = [:]
    /// Sparse convolutions with the depthwise convolution that is the only reader of their result.
    private(set) var expansions: [SparseExpansion] = []

    /// Maximum fraction of nonzero weights.
    private static let greatestDensity = 0.5
    /// Minimum number of inputs and minimum image side for which it is worthwhile.
    private static let leastChannels = 8
    private static let leastSide = 4
    /// Maximum size of a plane, in pixels. Larger planes do not stay in the first-level cache and are better expanded,
    /// filtered and projected row by row; see ``InvertedResidual``.
    private static let largestPlane = 1 << 13

    init(_ source: Graph, _ fallbacks: Fallbacks) {
        graph = source
        dense = fallbacks.portable.union(source.inputsOnly(readBy: fallbacks.portable))
        let producers = source.producers()
        let sparse = Set(
            source.steps.filter { step in
                guard !fallbacks.portable.contains(step.output), LayoutSelection.isSparse(step, source) else {
                    return false
                }
                guard let producer = producers[step.inputs[0]],
                    case .depthwiseConvolution = source.steps[producer].operation
                else { return true }
                return LayoutSelection.hasSmallPlanes(source.steps[producer].inputs[0], source)
            }.map(\.output))
        let readers = Dictionary(grouping: source.steps.flatMap { step in step.inputs.map { ($0, step) } }, by: \.0)
        for step in source.steps {
            let feedsSparse = (readers[step.output] ?? []).contains { sparse.contains($0.1.output) }
            let isCHW =
                sparse.contains(step.output)
                || !fallbacks.portable.contains(step.output) && LayoutSelection.isCHWDepthwise(step, source)
                    && (chw.contains(step.inputs[0]) || feedsSparse)
            if isCHW { chw.insert(step.output) }
        }
        insertCopies()
        findExpansions(sparse.subtracting(fallbacks.unchained))
    }

    private mutating func findExpansions(_ sparse: Set<Int>) {
        let producers = graph.producers()
        let useCounts = graph.useCounts()
        for (index, step) in graph.steps.enumerated() where chw.contains(step.output) {
            guard case .depthwiseConvolution = step.operation, let producer = producers[step.inputs[0]],
                sparse.contains(step.inputs[0]), graph.steps[producer].epilogue.addend == nil,
                useCounts[step.inputs[0]] == 1
            else { continue }
            expansions.append(SparseExpansion(convolution: producer, filter: index))
        }
    }

    private mutating func insertCopies() {
        var steps: [Step] = []
        /// The copies of a value by their layout.
        var copies: [Int: [Form: Int]] = [:]
        for (number, var step) in graph.steps.enumerated() {
            let required = form(of: step.output)
            /// Returns the value itself if it has the required layout, otherwise its copy.
            func suitable(_ value: Int) -> Int {
                guard graph.isFeatureMap(value), form(of: value) != required else { return value }
                if let known = copies[value]?[required] { return known }
                let result = graph.shapes.count
                let shape = graph.shapes[value]
                graph.shapes.append(shape)
                switch required {
                case .blocked: break
                case .chw: chw.insert(result)
                case .dense: dense.insert(result)
                }
                copies[value, default: [:]][required] = result
                steps.append(Step(operation: .reshape(shape), inputs: [value], output: result, epilogue: Epilogue()))
                return result
            }
            if required == .dense || !step.isLayoutAgnostic { step.inputs = step.inputs.map(suitable) }
            step.epilogue.addend = step.epilogue.addend.map(suitable)
            numbers[steps.count] = number
            steps.append(step)
        }
        graph.steps = steps
    }

    /// The layout of a feature map.
    private enum Form {
        case blocked, chw, dense
    }

    private func form(of value: Int) -> Form {
        dense.contains(value) ? .dense : chw.contains(value) ? .chw : .blocked
    }

    private static func isSparse(_ step: Step, _ graph: Graph) -> Bool {
        guard case .convolution(let convolution) = step.operation, let weights = graph.constants[convolution.weights],
            weights.shape[1] == 1, weights.shape[2] == 1, weights.shape[3] >= leastChannels,
            convolution.stride == Extent(height: 1, width: 1), convolution.padding == Padding(),
            min(graph.shapes[step.output][1], graph.shapes[step.output][2]) >= leastSide,
            hasSmallPlanes(step.output, graph)
        else { return false }
        let count = weights.shape.reduce(1, *)
        return Double(weights.nonzeroCount(0..<count)) <= greatestDensity * Double(count)
    }

    private static func hasSmallPlanes(_ value: Int, _ graph: Graph) -> Bool {
        graph.shapes[value][1] * graph.shapes[value][2] <= largestPlane
    }

    private static func isCHWDepthwise(_ step: Step, _ graph: Graph) -> Bool {
        guard case .depthwiseConvolution(let convolution) = step.operation,
            let weights = graph.constants[convolution.weights], hasSmallPlanes(step.inputs[0], graph)
        else { return false }
        return CHWDepthwiseEmitter.accepts(
            convolution, window: Extent(height: weights.shape[1], width: weights.shape[2]),
            input: graph.shapes[step.inputs[0]], output: graph.shapes[step.output])
    }
}

/// Indices of a sparse convolution and of the depthwise convolution that is the only reader of its result.
struct SparseExpansion: Sendable {
    let convolution: Int
    let filter: Int
}

extension Graph {
    /// Returns the inputs that only the steps which compute the given values read.
    fileprivate func inputsOnly(readBy outputs: Set<Int>) -> Set<Int> {
        let reads = Dictionary(grouping: steps, by: { outputs.contains($0.output) }).mapValues { $0.flatMap(\.reads) }
        return Set(inputs).intersection(reads[true] ?? []).subtracting(reads[false] ?? [])
    }
}

extension Step {
    /// Whether the step is layout-agnostic: it addresses one element after the other, in any layout.
    fileprivate var isLayoutAgnostic: Bool {
        switch operation {
        case .reshape, .concatenation, .logistic: true
        default: false
        }
    }
}
