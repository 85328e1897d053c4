extension Network {
    /// The maximum number of elements in a tensor: far more than any pose network needs, and small enough to allocate.
    public static let maximumElements = 1 << 24
    /// The maximum number of nodes, and of values, in a network.
    public static let maximumNodes = 1 << 12

    /// Checks everything that later stages rely on without checking again.
    func validate() throws(NetworkError) {
        guard max(nodes.count, values.count) <= Network.maximumNodes else {
            throw .tooManyNodes(max(nodes.count, values.count))
        }
        try validateNames()
        for (name, constant) in constants { try constant.validate(name: name) }

        var isComputed = [Bool](repeating: false, count: values.count)
        for index in inputs {
            try requireValue(index, in: "the list of inputs")
            guard !isComputed[index] else { throw .computedTwice(value: values[index].name) }
            isComputed[index] = true
        }
        for (number, node) in nodes.enumerated() {
            try requireValue(node.output, in: "node \(number)")
            let name = values[node.output].name
            for index in node.inputs {
                try requireValue(index, in: "node \(name)")
                guard isComputed[index] else { throw .notComputed(value: values[index].name, neededBy: name) }
            }
            guard !isComputed[node.output] else { throw .computedTwice(value: name) }
            isComputed[node.output] = true

            let expected = try node.operation.outputShape(
                node: name, inputs: node.inputs.map { values[$0].shape }, constants: constants)
            guard expected == values[node.output].shape else {
                throw .wrongShape(name: name, expected: expected, actual: values[node.output].shape)
            }
        }
        for index in outputs {
            try requireValue(index, in: "the list of outputs")
            guard isComputed[index] else { throw .notComputed(value: values[index].name, neededBy: "the output") }
        }
    }

    private func validateNames() throws(NetworkError) {
        var names = Set<String>()
        for value in values {
            guard names.insert(value.name).inserted else { throw .duplicateName(value.name) }
            _ = try Network.elementCount(name: value.name, shape: value.shape)
        }
    }

    private func requireValue(_ index: Int, in place: String) throws(NetworkError) {
        guard values.indices.contains(index) else { throw .noSuchValue(index: index, in: place) }
    }

    /// Returns the number of elements of a shape.
    ///
    /// - Throws: ``NetworkError/invalidShape(name:shape:)``, ``NetworkError/tooLarge(name:shape:)``
    static func elementCount(name: String, shape: [Int]) throws(NetworkError) -> Int {
        guard (1...5).contains(shape.count), shape.allSatisfy({ $0 > 0 }) else {
            throw .invalidShape(name: name, shape: shape)
        }
        var count = 1
        for dimension in shape {
            let (product, overflow) = count.multipliedReportingOverflow(by: dimension)
            guard !overflow, product <= maximumElements else { throw .tooLarge(name: name, shape: shape) }
            count = product
        }
        return count
    }
}

extension Network.Constant {
    func validate(name: String) throws(NetworkError) {
        let expected = try Network.elementCount(name: name, shape: shape)
        let count: Int
        let isFinite: Bool
        switch elements {
        case .float16(let bits):
            count = bits.count
            isFinite = bits.allSatisfy(HalfPrecision.isFinite)
        case .float32(let values):
            count = values.count
            isFinite = values.allSatisfy(\.isFinite)
        }
        guard count == expected else {
            throw .wrongElementCount(constant: name, expected: expected, actual: count)
        }
        guard isFinite else { throw .notFinite(constant: name) }
    }
}
