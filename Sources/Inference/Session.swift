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
            place(of: value).write(tensor.values, to: values)
        }
        run()
        return plan.outputs.mapValues { value in
            Tensor(shape: plan.shape(value), values: place(of: value).read(from: values))
        }
    }

    /// Runs the network on what ``fill(_:with:)`` has filled.
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

    private func run(_ kernel: any Kernel) { pool.run(KernelWork(kernel: kernel, arena: arena)) }

    /// Has an input filled, some rows by each thread.
    package func fill(_ name: String, with filler: some InputFiller) {
        guard let value = plan.inputs[name] else { preconditionFailure("the network has no input \(name)") }
        pool.run(InputWork(filler: filler, rows: InputRows(place(of: value), in: values)))
    }

    /// Gives access to the memory of an output after a run: of one that is no feature map. `[the output's shape, flat]`
    package func withOutput<Result>(_ name: String, _ body: (UnsafeBufferPointer<Float>) -> Result) -> Result {
        let place = outputPlace(name)
        guard case .dense(let offset, let shape) = place else { preconditionFailure("output \(name) is in blocks") }
        return body(UnsafeBufferPointer(start: values + offset, count: shape.reduce(1, *)))
    }

    /// Gives access to a feature map that is an output, after a run.
    package func withFeatureMap<Result>(_ name: String, _ body: (FeatureMap) -> Result) -> Result {
        body(FeatureMap(outputPlace(name), in: values))
    }

    private var values: UnsafeMutablePointer<Float> { arena.memory(worker: 0).values }

    private func outputPlace(_ name: String) -> IndexedValue {
        guard let value = plan.outputs[name] else { preconditionFailure("the plan has no output \(name)") }
        return place(of: value)
    }

    private func place(of value: Int) -> IndexedValue {
        guard let place = plan.program.places[value] else { preconditionFailure("value \(value) has no place") }
        return place
    }

    /// A kernel on the memory of a session.
    private struct KernelWork: ParallelWork {
        let kernel: any Kernel
        let arena: Arena

        var itemCount: Int { kernel.itemCount }
        func run(item: Int, worker: Int) { kernel.run(item: item, memory: arena.memory(worker: worker)) }
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
