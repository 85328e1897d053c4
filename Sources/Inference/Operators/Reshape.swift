/// The same elements under another shape.
struct Reshape {
    let target: [Int]

    func outputShape(_ context: ShapeContext) throws(NetworkError) -> [Int] {
        let input = try context.onlyInput()
        guard try Network.elementCount(name: context.node, shape: target) == input.reduce(1, *) else {
            throw context.invalid("shape \(input) cannot become \(target): the element counts differ")
        }
        return target
    }
}
