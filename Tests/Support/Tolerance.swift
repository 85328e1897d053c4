/// Returns the largest difference of two lists of numbers; infinite when their lengths differ or when one of them holds
/// a NaN where the other does not.
public func largestDifference(_ left: [Float], _ right: [Float]) -> Float {
    guard left.count == right.count else { return .infinity }
    var largest: Float = 0
    for (first, second) in zip(left, right) {
        if first == second { continue }
        let difference = abs(first - second)
        guard difference.isFinite else { return .infinity }
        largest = max(largest, difference)
    }
    return largest
}
