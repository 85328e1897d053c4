import PoiseMannequin

/// A movement of a person: the axes of the parts of the body, and the position of the hips, ``rate`` times a second.
package struct Movement: Sendable {
    /// A person at one time.
    package struct Moment: Sendable {
        /// The axes of the parts of the body.
        package var axes: BodyAxes
        /// Position of the middle of the hips in the axes of a scene, leg lengths.
        package var hips: SIMD3<Double>

        package init(axes: BodyAxes, hips: SIMD3<Double>) {
            self.axes = axes
            self.hips = hips
        }

        /// Returns the moment between this one and another.
        ///
        /// - Parameter share: The share of the other moment, 0 to 1.
        func blended(with other: Moment, share: Double) -> Moment {
            func mean(_ one: SIMD3<Double>, _ two: SIMD3<Double>) -> SIMD3<Double> { one * (1 - share) + two * share }
            var moment = self
            moment.hips = mean(hips, other.hips)
            for path in BodyAxes.parts {
                let (one, two) = (axes[keyPath: path], other.axes[keyPath: path])
                moment.axes[keyPath: path] = Axes(
                    down: mean(one.down, two.down), towardLeft: mean(one.left, two.left))
            }
            moment.axes.leftArm.shoulder = mean(axes.leftArm.shoulder, other.axes.leftArm.shoulder)
            moment.axes.rightArm.shoulder = mean(axes.rightArm.shoulder, other.axes.rightArm.shoulder)
            return moment
        }
    }

    /// Moments a second.
    package static let rate = 30.0
    /// The fewest moments of a movement.
    package static let minimumCount = 20

    /// The name of the file without its extension.
    package let name: String
    /// The moments, at least ``minimumCount``.
    package let moments: [Moment]

    /// Creates a movement from moments at a rate of their own.
    ///
    /// - Parameter rate: Moments a second.
    package init(name: String, moments: [Moment], rate: Double = Movement.rate) throws(MovementError.Reason) {
        guard (1...1000).contains(rate) else { throw .rate(rate) }
        self.name = name
        let stride = rate / Movement.rate
        let count = Int(Double(moments.count - 1) / stride) + 1
        guard moments.count > 1, count >= Movement.minimumCount else { throw .short(count: max(count, 0)) }
        self.moments = stride == 1 ? moments : (0..<count).map { Movement.moment(at: Double($0) * stride, of: moments) }
    }

    /// Whether the movement is kept for tests: a tenth of all movements, by a hash of the name.
    package var isHeldOut: Bool { name.stableHash % 10 == 0 }

    /// Returns moments in equal steps.
    ///
    /// - Parameters:
    ///   - start: Index of the first moment, with fractions.
    ///   - stride: Distance of one moment to the next, moments.
    func sampled(from start: Double, stride: Double, count: Int) -> [Moment] {
        (0..<count).map { Movement.moment(at: start + Double($0) * stride, of: moments) }
    }

    private static func moment(at place: Double, of moments: [Moment]) -> Moment {
        let index = min(max(Int(place), 0), moments.count - 2)
        return moments[index].blended(with: moments[index + 1], share: (place - Double(index)).limited(to: 0...1))
    }
}

/// An error in reading a file of movements.
package struct MovementError: Error, Equatable, CustomStringConvertible {
    /// A reason why a movement cannot be used.
    package enum Reason: Error, Equatable {
        /// The file cannot be read.
        case unreadable
        /// The text is not what the format asks for.
        case syntax(line: Int, expected: String)
        /// A joint that is needed has none of its names.
        case jointMissing(names: [String])
        /// A tensor is missing, or has another shape.
        case tensor(name: String, expected: String)
        /// A value is not a finite number.
        case notFinite
        /// The header of a safetensors file is wrong.
        case header(String)
        /// The number of moments a second is not between 1 and 1000.
        case rate(Double)
        /// The movement has too few moments.
        case short(count: Int)
        /// There are no movements in a folder.
        case none
    }

    package let file: String
    package let reason: Reason

    package init(_ file: String, _ reason: Reason) {
        self.file = file
        self.reason = reason
    }

    package var description: String {
        switch reason {
        case .unreadable: "\(file) cannot be read"
        case .syntax(let line, let expected): "\(file), line \(line): \(expected) is expected"
        case .jointMissing(let names): "\(file) has no joint of the names \(names.joined(separator: ", "))"
        case .tensor(let name, let expected):
            "\(file) has no tensor \(name) of the shape \(expected) in single precision"
        case .notFinite: "\(file) has a value that is not a finite number"
        case .header(let text): "\(file): \(text)"
        case .rate(let rate): "\(file) has \(rate) frames a second, which have to be 1 to 1000"
        case .short(let count): "\(file) has \(count) moments at 30 a second, and needs \(Movement.minimumCount)"
        case .none: "\(file) has no files of movements, .bvh or .safetensors"
        }
    }
}
