extension Network {
    /// Runs the whole network by the plain references, node by node: slow, and what faster ways are compared with.
    ///
    /// - Parameter inputs: A tensor for each input, in the order of ``inputs``, of the shape the network says.
    /// - Returns: The tensor of each value that is computed, by index.
    package func evaluate(_ tensors: [Tensor]) -> [Int: Tensor] {
        var results = Dictionary(uniqueKeysWithValues: zip(inputs, tensors))
        for node in nodes {
            let arguments = node.inputs.map { index in
                guard let tensor = results[index] else { preconditionFailure("the network has been validated") }
                return tensor
            }
            results[node.output] = node.operation.evaluate(arguments, constants: constants)
        }
        return results
    }
}
