import ArgumentParser
import Poise

/// The option for the smoothing of a video's landmarks.
enum SmoothingOption: String, ExpressibleByArgument, CaseIterable {
    case online, kalman, rts, offline, butterworth, none

    /// The smoothing during tracking.
    var online: Smoothing {
        switch self {
        case .online: .oneEuro()
        case .kalman: .kalman(delayFrames: 2)
        case .rts, .offline, .butterworth, .none: .none
        }
    }

    /// The filter over the whole sequence after tracking; `nil` if there is none.
    var recorded: OfflineSmoothing.Filter? {
        switch self {
        case .rts, .offline: .rauchTungStriebel()
        case .butterworth: .butterworth(cutoff: 6)
        case .online, .kalman, .none: nil
        }
    }
}
