/// Runs a plan; owns the memory of the values and the threads.
///
/// A session belongs to one task at a time, therefore it is not `Sendable`. Any number of sessions may share a
/// ``Plan``. Results are bit-identical for every number of threads.
public final class Session {
    /// The plan that the session runs.
    public let plan: Plan
    /// The executor that runs the plan; see ``Plan/executor``.
    public var executor: Executor { plan.executor }
    /// Number of threads that compute, including the caller's.
    public var threads: Int { pool.threads }

    private let arena: Arena
    private let pool: WorkerPool

    /// Creates a session for a plan.
    ///
    /// - Parameters:
    ///   - plan: The plan to run.
    ///   - threads: Number of threads that compute, clamped to 1 through ``maximumThreads``.
    public init(_ plan: Plan, threads: Int = 1) {
        self.plan = plan
        let count = min(max(threads, 1), Session.maximumThreads)
        pool = WorkerPool(threads: count)
        arena = Arena(
            count: plan.program.elementCount, guards: plan.program.guards,
            scratch: plan.program.kernels.map(\.scratchCount).max() ?? 0,
            workers: count)
    }

    /// The maximum number of threads in a session.
    public static let maximumThreads = 64

    /// Runs the network.
    ///
    /// - Parameter inputs: A tensor for each input of the network, by name; others are ignored.
    /// - Returns: The outputs that the plan computes, by name.
    /// - Throws: ``SessionError`` when an input is missing or has the wrong shape.
    public func run(_ inputs: [String: Tensor]) throws(SessionError) -> [String: Tensor] {
        for (name, value) in plan.inputs {
            guard let tensor = inputs[name] else { throw .missingInput(name) }
            guard tensor.shape == plan.shape(value) else {
                throw .wrongShape(input: name, expected: plan.shape(value), actual: tensor.shape)
            }
            layout(of: value).write(tensor.values, to: values)
        }
        run()
        return plan.outputs.mapValues { value in
            Tensor(shape: plan.shape(value), values: layout(of: value).read(from: values))
        }
    }

    /// Runs the network on the inputs that ``fill(_:with:)`` has filled.
    package func run() {
        for kernel in plan.program.kernels { run(kernel) }
    }

    /// The steps of the plan, grouped by what runs as one; see ``Network/steps(outputs:)``.
    package var stepGroups: [[Int]] { plan.program.groups.map(\.steps) }

    /// Runs the network like ``run()`` and returns the duration of each of ``stepGroups``.
    package func timedRun() -> [Duration] {
        let clock = ContinuousClock()
        let times = plan.program.kernels.map { kernel in clock.measure { run(kernel) } }
        return plan.program.groups.map { times[$0.kernels].reduce(.zero, +) }
    }

    private func run(_ kernel: any Kernel) { pool.run(KernelWork(kernel: kernel, arena: arena)) }

    /// Fills an input; each thread fills some of the rows.
    package func fill(_ name: String, with filler: some InputFiller) {
        guard let value = plan.inputs[name] else { preconditionFailure("the network has no input \(name)") }
        pool.run(InputWork(filler: filler, rows: InputRows(layout(of: value), in: values)))
    }

    /// Calls a closure with the memory of an output that is not a feature map. `[the output's shape, flat]`
    ///
    /// Call it after a run.
    package func withOutput<Result>(_ name: String, _ body: (UnsafeBufferPointer<Float>) -> Result) -> Result {
        guard case .dense(let offset, let shape) = outputLayout(name) else {
            preconditionFailure("output \(name) is blocked")
        }
        return body(UnsafeBufferPointer(start: values + offset, count: shape.reduce(1, *)))
    }

    /// Calls a closure with an output that is a feature map. Call it after a run.
    package func withFeatureMap<Result>(_ name: String, _ body: (FeatureMap) -> Result) -> Result {
        body(FeatureMap(outputLayout(name), in: values))
    }

    private var values: UnsafeMutablePointer<Float> { arena.memory(worker: 0).values }

    private func outputLayout(_ name: String) -> ValueLayout {
        guard let value = plan.outputs[name] else { preconditionFailure("the plan has no output \(name)") }
        return layout(of: value)
    }

    private func layout(of value: Int) -> ValueLayout {
        guard let layout = plan.program.layouts[value] else { preconditionFailure("value \(value) has no layout") }
        return layout
    }

    /// A kernel and the memory of the session that it runs on.
    private struct KernelWork: ParallelWork {
        let kernel: any Kernel
        let arena: Arena

        var itemCount: Int { kernel.itemCount }
        func run(item: Int, worker: Int) { kernel.run(item: item, memory: arena.memory(worker: worker)) }
    }
}

/// An error in the inputs of a run.
public enum SessionError: Error, Equatable, Sendable, CustomStringConvertible {
    /// An input of the network was not given.
    case missingInput(String)
    /// The shape of an input differs from the network's.
    case wrongShape(input: String, expected: [Int], actual: [Int])

    /// One sentence that states the error.
    public var description: String {
        switch self {
        case .missingInput(let name): "the network's input \(name) was not given"
        case .wrongShape(let input, let expected, let actual):
            "input \(input) has the shape \(actual); the network requires \(expected)"
        }
    }
}
