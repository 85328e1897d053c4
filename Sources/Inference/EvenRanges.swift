/// So many things in ranges of about the same length, none longer than that.
func evenRanges(_ total: Int, largest: Int) -> [Range<Int>] {
    evenRanges(total, count: (total + largest - 1) / largest)
}

/// So many things in so many ranges of about the same length.
func evenRanges(_ total: Int, count: Int) -> [Range<Int>] {
    (0..<count).map { total * $0 / count..<total * ($0 + 1) / count }
}
