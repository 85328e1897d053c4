/// A Kalman filter for one number that comes bit by bit, whose results get better for some numbers more: each number that
/// comes in tells also of those just before it. Taken late, results lag far less than they would at once, and tremble less.
public struct FixedLagFilter: Sendable, Hashable {
    /// How the number is taken to move.
    public let model: ConstantVelocity
    /// How many numbers later a result is final.
    public let delay: Int

    /// The last numbers, as many as are not final, and one.
    private var steps: [ConstantVelocity.Step] = []

    /// A filter that has seen nothing; a delay below 0 is none.
    public init(_ model: ConstantVelocity = .live, delay: Int = 2) {
        self.model = model
        self.delay = max(delay, 0)
    }

    /// Takes a number, and tells what the last ones are taken for now.
    ///
    /// - Parameters:
    ///   - number: What comes in.
    ///   - time: When, in seconds. A number whose time does not advance is passed over.
    /// - Returns: The number of ``delay`` numbers before, which is final, and all after it, the newest last; in the beginning
    ///   as many as there are.
    public mutating func apply(_ number: Double, at time: Double) -> [Double] {
        if let last = steps.last {
            guard time > last.time else { return model.smoothed(steps) }
            if steps.count > delay { steps.removeFirst() }
            steps.append(model.next(number, at: time, after: last))
        } else {
            steps.append(model.first(number, at: time))
        }
        return model.smoothed(steps)
    }
}
