extension Network {
    /// Runs the whole network node by node with the reference operators: slow, for comparison with faster executors.
    ///
    /// - Parameter tensors: A tensor for each input, in the order of ``inputs``, of the shape that the network
    ///   requires.
    /// - Returns: The tensor of each computed value, by index.
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
