/// Splits `0..<total` into ranges of about the same length, each at most `largest` long.
func evenRanges(_ total: Int, largest: Int) -> [Range<Int>] {
    evenRanges(total, count: (total + largest - 1) / largest)
}

/// Splits `0..<total` into `count` ranges whose lengths differ by at most one.
func evenRanges(_ total: Int, count: Int) -> [Range<Int>] {
    (0..<count).map { total * $0 / count..<total * ($0 + 1) / count }
}
