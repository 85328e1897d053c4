/// Counter of frames that repeat the previous image, as after a conversion from 24 to 30 frames a second, or when a
/// camera could not keep up.
///
/// Images of a motionless subject also differ little. A frame therefore counts as repeated only where the images just
/// before and just after differ ten times as much: no recorded subject stops so abruptly for at most three frames and
/// then continues.
public enum RepeatedFrames {
    /// The longest run of one image: ten frames a second shown as forty.
    private static let longestRun = 3
    /// Minimum ratio of the differences before and after a run to those within it.
    private static let ratio = 10.0

    /// Returns the number of repeated frames.
    ///
    /// - Parameter differences: The difference of each frame but the first to the previous one, in any unit; `nil`
    ///   where it is unknown.
    public static func count(differences: [Double?]) -> Int {
        var count = 0
        var start = 0
        while start < differences.count {
            // The run of small differences that begins here, between two larger ones.
            var best = 0
            if start > 0, let before = differences[start - 1] {
                var largest = 0.0
                for length in 1...longestRun where start + length < differences.count {
                    guard let last = differences[start + length - 1], let after = differences[start + length] else {
                        break
                    }
                    largest = max(largest, last)
                    guard largest * ratio < before else { break }
                    if largest * ratio < after {
                        best = length
                        break
                    }
                }
            }
            count += best
            start += max(best, 1)
        }
        return count
    }
}
