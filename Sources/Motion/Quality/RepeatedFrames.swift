/// Frames that show the picture before once more, as after a conversion from 24 to 30 frames a second, or where a camera
/// could not keep up.
///
/// Pictures of something that keeps still differ little too. So a frame counts as repeated only where the pictures just before
/// and just after differ ten times as much: nothing that is filmed stands still so abruptly, for at most three frames, and
/// goes on.
public enum RepeatedFrames {
    /// The longest run of one picture: ten frames a second shown as forty.
    private static let longestRun = 3
    /// How many times as much the pictures around differ.
    private static let ratio = 10.0

    /// How many frames are repeated.
    ///
    /// - Parameter differences: How much each frame but the first differs from the one before, in any unit; `nil` where that
    ///   cannot be told.
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
