extension Graph {
    /// Creates the graph of a network, reduced to what the requested outputs need and fused into few steps.
    ///
    /// - Parameters:
    ///   - network: The network, validated.
    ///   - outputs: Indices of the requested values.
    init(_ network: Network, outputs: [Int]) {
        shapes = network.values.map(\.shape)
        inputs = network.inputs
        self.outputs = outputs
        constants = network.constants
        steps = network.nodes.map(Step.init)
        prune()
        foldPadding()
        commuteResizing()
        foldAdditions()
        prune()
    }

    /// Removes the steps that no requested output needs.
    private mutating func prune() {
        var isNeeded = Set(outputs)
        var kept: [Step] = []
        for step in steps.reversed() where isNeeded.contains(step.output) {
            isNeeded.formUnion(step.reads)
            kept.append(step)
        }
        steps = kept.reversed()
    }

    /// Folds explicit zero padding into the convolutions that read it.
    private mutating func foldPadding() {
        let producers = producers()
        for index in steps.indices {
            guard let source = producers[steps[index].inputs[0]],
                case .pad(let amounts) = steps[source].operation,
                let extra = ZeroPadding(amounts: amounts).spatial
            else { continue }
            switch steps[index].operation {
            case .convolution(let convolution):
                steps[index].operation = .convolution(convolution.padded(by: extra))
            case .depthwiseConvolution(let convolution):
                steps[index].operation = .depthwiseConvolution(convolution.padded(by: extra))
            default: continue
            }
            steps[index].inputs[0] = steps[source].inputs[0]
        }
    }

    /// Moves a 1x1 convolution of an upsampled map ahead of the upsampling, which is less work.
    ///
    /// Both are linear and bilinear weights sum to 1, so the bias passes through unchanged. The result is the same up
    /// to rounding, as long as the activation comes last.
    private mutating func commuteResizing() {
        let producers = producers()
        let useCounts = useCounts()
        for index in steps.indices {
            guard case .convolution(let convolution) = steps[index].operation, isPointwise(convolution),
                let source = producers[steps[index].inputs[0]], useCounts[steps[source].output] == 1,
                case .resizeBilinear(let target) = steps[source].operation,
                // An upsampling that was moved here before already carries the activation of its convolution.
                steps[source].epilogue == Epilogue()
            else { continue }
            let small = shapes[steps[source].inputs[0]]
            guard target.height >= small[1], target.width >= small[2] else { continue }

            let convolved = shapes.count
            let final = steps[index]
            shapes.append([1, small[1], small[2], shapes[final.output][3]])
            steps[source].operation = final.operation
            steps[source].output = convolved
            steps[index].operation = .resizeBilinear(target)
            steps[index].inputs = [convolved]
        }
    }

    /// Folds each sum into the step that computes its later operand.
    private mutating func foldAdditions() {
        var producers = producers()
        let useCounts = useCounts()
        var isFolded = [Bool](repeating: false, count: steps.count)
        for (index, sum) in steps.enumerated() {
            guard case .add = sum.operation, sum.inputs[0] != sum.inputs[1],
                let source = sum.inputs.compactMap({ producers[$0] })
                    .filter({ steps[$0].canTakeAddend && useCounts[steps[$0].output] == 1 }).max()
            else { continue }
            // The step moves to the position of the sum, where the other operand is certain to exist.
            var step = steps[source]
            step.epilogue.addend = sum.inputs.first { $0 != step.output }
            step.epilogue.last = sum.epilogue.first
            step.output = sum.output
            steps[index] = step
            isFolded[source] = true
            producers[sum.output] = index
        }
        steps = zip(steps, isFolded).filter { !$0.1 }.map(\.0)
    }

    func isPointwise(_ convolution: Convolution) -> Bool {
        guard let kernel = constants[convolution.weights]?.shape else { return false }
        return kernel[1] == 1 && kernel[2] == 1 && convolution.padding == Padding()
            && convolution.stride == Extent(height: 1, width: 1)
    }

    /// Returns the index of the step that computes each value.
    func producers() -> [Int: Int] {
        Dictionary(uniqueKeysWithValues: steps.enumerated().map { ($1.output, $0) })
    }

    /// Returns the number of reads of each value; being a requested output counts as a read.
    func useCounts() -> [Int: Int] {
        var counts: [Int: Int] = [:]
        for value in steps.flatMap(\.reads) + outputs { counts[value, default: 0] += 1 }
        return counts
    }
}

extension Step {
    /// Whether a sum can be folded into the step.
    fileprivate var canTakeAddend: Bool {
        switch operation {
        case .convolution, .depthwiseConvolution, .resizeBilinear: epilogue.addend == nil
        default: false
        }
    }

    /// Creates a step for a single node and moves its activation to the epilogue.
    init(_ node: Network.Node) {
        inputs = node.inputs
        output = node.output
        switch node.operation {
        case .convolution(var convolution):
            epilogue = Epilogue(first: convolution.activation)
            convolution.activation = .none
            operation = .convolution(convolution)
        case .depthwiseConvolution(var convolution):
            epilogue = Epilogue(first: convolution.activation)
            convolution.activation = .none
            operation = .depthwiseConvolution(convolution)
        case .add(let activation):
            epilogue = Epilogue(first: activation)
            operation = .add(.none)
        default:
            epilogue = Epilogue()
            operation = node.operation
        }
    }
}

extension Convolution {
    fileprivate func padded(by extra: Padding) -> Convolution {
        var result = self
        result.padding.top += extra.top
        result.padding.left += extra.left
        result.padding.bottom += extra.bottom
        result.padding.right += extra.right
        return result
    }
}
