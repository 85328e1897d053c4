import ArgumentParser
import Poise

/// How the landmarks of a video are smoothed, as the user names it.
enum SmoothingOption: String, ExpressibleByArgument, CaseIterable {
    case online, kalman, rts, offline, butterworth, none

    /// While the video is followed.
    var online: Smoothing {
        switch self {
        case .online: .oneEuro()
        case .kalman: .kalman(delayFrames: 2)
        case .rts, .offline, .butterworth, .none: .none
        }
    }

    /// When all of it has been; `nil` where nothing is left to do.
    var recorded: OfflineSmoothing.Filter? {
        switch self {
        case .rts, .offline: .rauchTungStriebel()
        case .butterworth: .butterworth(cutoff: 6)
        case .online, .kalman, .none: nil
        }
    }
}
