import PoiseBody

/// The least-squares similarity transform (rotation, scale and translation) between two point sets (Horn, *Closed-form
/// solution of absolute orientation using unit quaternions*, 1987).
public struct Similarity: Sendable {
    private let rotation: [SIMD3<Double>]
    let scale: Double
    private let from: SIMD3<Double>
    private let to: SIMD3<Double>

    /// Computes the best transform; `nil` for fewer than three points, and where either set coincides in one point.
    ///
    /// - Parameters:
    ///   - points: The points to transform.
    ///   - targets: The target of each point.
    public init?(moving points: [SIMD3<Double>], onto targets: [SIMD3<Double>]) {
        guard !points.isEmpty, !targets.isEmpty else { return nil }
        self.init(
            moving: points, onto: targets, from: points.reduce(.zero, +) / Double(points.count),
            to: targets.reduce(.zero, +) / Double(targets.count))
    }

    /// Computes the best transform that maps one given point to another; `nil` as above.
    ///
    /// - Parameters:
    ///   - from: The point that is mapped to `to`.
    ///   - to: The image of `from`.
    init?(moving points: [SIMD3<Double>], onto targets: [SIMD3<Double>], from: SIMD3<Double>, to: SIMD3<Double>) {
        precondition(points.count == targets.count, "there is a target for each point")
        guard points.count >= 3 else { return nil }
        (self.from, self.to) = (from, to)
        // Sums of products: s[i][j] of coordinate i of the points with coordinate j of the targets.
        var s = [[Double]](repeating: [0, 0, 0], count: 3)
        var spread = 0.0
        for (point, target) in zip(points, targets) {
            let (a, b) = (point - from, target - to)
            spread += (a * a).sum()
            for i in 0..<3 { for j in 0..<3 { s[i][j] += a[i] * b[j] } }
        }
        guard spread > 0, spread.isFinite, targets.contains(where: { $0 != targets[0] }) else { return nil }
        let (largest, q) = largestEigenvector(of: [
            [s[0][0] + s[1][1] + s[2][2], s[1][2] - s[2][1], s[2][0] - s[0][2], s[0][1] - s[1][0]],
            [s[1][2] - s[2][1], s[0][0] - s[1][1] - s[2][2], s[0][1] + s[1][0], s[2][0] + s[0][2]],
            [s[2][0] - s[0][2], s[0][1] + s[1][0], s[1][1] - s[0][0] - s[2][2], s[1][2] + s[2][1]],
            [s[0][1] - s[1][0], s[2][0] + s[0][2], s[1][2] + s[2][1], s[2][2] - s[0][0] - s[1][1]],
        ])
        let (w, x, y, z) = (q[0], q[1], q[2], q[3])
        rotation = [
            [w * w + x * x - y * y - z * z, 2 * (x * y - w * z), 2 * (x * z + w * y)],
            [2 * (x * y + w * z), w * w - x * x + y * y - z * z, 2 * (y * z - w * x)],
            [2 * (x * z - w * y), 2 * (y * z + w * x), w * w - x * x - y * y + z * z],
        ]
        scale = largest / spread
    }

    /// Returns the transformed point.
    public func callAsFunction(_ point: SIMD3<Double>) -> SIMD3<Double> {
        let offset = point - from
        return to + scale
            * SIMD3((rotation[0] * offset).sum(), (rotation[1] * offset).sum(), (rotation[2] * offset).sum())
    }

    /// Returns the mean distance of points from their targets after the best transform (MPJPE after Procrustes analysis,
    /// PA-MPJPE), in the unit of the targets; `nil` where there is no best transform.
    static func alignedDistance(_ points: [SIMD3<Double>], from targets: [SIMD3<Double>]) -> Double? {
        guard let align = Similarity(moving: points, onto: targets) else { return nil }
        return meanDistance(points.map { align($0) }, targets)
    }

    /// Returns the mean distance of points from their targets.
    static func meanDistance(_ points: [SIMD3<Double>], _ targets: [SIMD3<Double>]) -> Double {
        let distances = zip(points, targets).map { point, target in
            let error = point - target
            return (error * error).sum().squareRoot()
        }
        return distances.reduce(0, +) / Double(distances.count)
    }
}

extension SIMD3<Double> {
    init(_ point: WorldPoint) { self.init(point.x, point.y, point.z) }
}

/// Returns the largest eigenvalue of a symmetric matrix and its unit eigenvector, by Jacobi rotations.
private func largestEigenvector(of matrix: [[Double]]) -> (value: Double, vector: [Double]) {
    let count = matrix.count
    var a = matrix
    var vectors = (0..<count).map { row in (0..<count).map { $0 == row ? 1.0 : 0 } }
    // Each sweep squares the ratio of what is left off the diagonal, so far fewer are needed.
    for _ in 0..<50 {
        for p in 0..<count {
            for q in p + 1..<count where a[p][q] != 0 {
                let theta = (a[q][q] - a[p][p]) / (2 * a[p][q])
                let tangent = (theta < 0 ? -1 : 1) / (abs(theta) + (theta * theta + 1).squareRoot())
                let cosine = 1 / (tangent * tangent + 1).squareRoot()
                let sine = tangent * cosine
                for k in 0..<count {
                    (a[k][p], a[k][q]) = (cosine * a[k][p] - sine * a[k][q], sine * a[k][p] + cosine * a[k][q])
                }
                for k in 0..<count {
                    (a[p][k], a[q][k]) = (cosine * a[p][k] - sine * a[q][k], sine * a[p][k] + cosine * a[q][k])
                    (vectors[k][p], vectors[k][q]) = (
                        cosine * vectors[k][p] - sine * vectors[k][q], sine * vectors[k][p] + cosine * vectors[k][q]
                    )
                }
            }
        }
    }
    let best = (0..<count).max { a[$0][$0] < a[$1][$1] } ?? 0
    return (a[best][best], vectors.map { $0[best] })
}
