/// Runs a plan: owns the memory in which values flow, and the threads.
///
/// A session belongs to one task at a time, hence it is not `Sendable`; any number of sessions may share a ``Plan``.
/// Results are the same to the bit for every number of threads.
public final class Session {
    /// What is run.
    public let plan: Plan
    /// What runs it.
    public var executor: Executor { plan.executor }
    /// Number of threads that compute, the caller's included.
    public var threads: Int { pool.threads }

    private let arena: Arena
    private let pool: WorkerPool

    /// A session for a plan.
    ///
    /// - Parameters:
    ///   - plan: What to run.
    ///   - threads: How many threads compute, 1 to ``maximumThreads``; other numbers are brought into that range.
    public init(_ plan: Plan, threads: Int = 1) {
        self.plan = plan
        let count = min(max(threads, 1), Session.maximumThreads)
        pool = WorkerPool(threads: count)
        arena = Arena(
            count: plan.program.elementCount, guards: plan.program.guards,
            scratch: plan.program.kernels.map(\.scratchCount).max() ?? 0,
            workers: count)
        BLAS.prepare()
    }

    /// The most threads a session starts.
    public static let maximumThreads = 64

    /// Runs the network.
    ///
    /// - Parameter inputs: A tensor for each input of the network, by name.
    /// - Returns: The outputs that the plan was made for, by name.
    /// - Throws: ``SessionError`` when an input is missing or has the wrong shape.
    public func run(_ inputs: [String: Tensor]) throws(SessionError) -> [String: Tensor] {
        for (name, value) in plan.inputs {
            guard let tensor = inputs[name] else { throw .missingInput(name) }
            guard tensor.shape == plan.shape(value) else {
                throw .wrongShape(input: name, expected: plan.shape(value), actual: tensor.shape)
            }
            withInput(name) { buffer in _ = buffer.update(from: tensor.values) }
        }
        run()
        return plan.outputs.mapValues { value in Tensor(shape: plan.shape(value), values: Array(buffer(of: value))) }
    }

    /// Runs the network on what ``withInput(_:_:)`` has filled.
    package func run() {
        for kernel in plan.program.kernels { run(kernel) }
    }

    /// The steps of the plan, those together that run as one; see ``Network/steps(outputs:)``.
    package var stepGroups: [[Int]] { plan.program.groups.map(\.steps) }

    /// Runs the network as ``run()`` does, and tells how long each of ``stepGroups`` took.
    package func timedRun() -> [Duration] {
        let clock = ContinuousClock()
        let times = plan.program.kernels.map { kernel in clock.measure { run(kernel) } }
        return plan.program.groups.map { times[$0.kernels].reduce(.zero, +) }
    }

    private func run(_ kernel: any Kernel) {
        let arena = arena
        pool.run(count: kernel.itemCount) { item, worker in
            kernel.run(item: item, memory: arena.memory(worker: worker))
        }
    }

    /// Gives access to the memory of an input, to be filled. `[the input's shape, flat]`
    package func withInput<Result>(_ name: String, _ body: (UnsafeMutableBufferPointer<Float>) -> Result) -> Result {
        guard let value = plan.inputs[name] else { preconditionFailure("the network has no input \(name)") }
        return body(buffer(of: value))
    }

    /// Gives access to the memory of an output after a run. `[the output's shape, flat]`
    package func withOutput<Result>(_ name: String, _ body: (UnsafeBufferPointer<Float>) -> Result) -> Result {
        guard let value = plan.outputs[name] else { preconditionFailure("the plan has no output \(name)") }
        return body(UnsafeBufferPointer(buffer(of: value)))
    }

    private func buffer(of value: Int) -> UnsafeMutableBufferPointer<Float> {
        guard let offset = plan.program.offsets[value] else { preconditionFailure("value \(value) has no place") }
        return UnsafeMutableBufferPointer(
            start: arena.memory(worker: 0).values + offset, count: plan.shape(value).reduce(1, *))
    }
}

/// Why a network cannot run.
public enum SessionError: Error, Equatable, Sendable, CustomStringConvertible {
    /// An input of the network was not given.
    case missingInput(String)
    /// An input has another shape than the network's.
    case wrongShape(input: String, expected: [Int], actual: [Int])

    /// One sentence that says what is wrong.
    public var description: String {
        switch self {
        case .missingInput(let name): "the network's input \(name) was not given"
        case .wrongShape(let input, let expected, let actual):
            "input \(input) has the shape \(actual) where the network needs \(expected)"
        }
    }
}
