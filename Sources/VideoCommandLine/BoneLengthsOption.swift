import ArgumentParser
import Poise

/// What becomes of the lengths of bones, as the user names it.
enum BoneLengthsOption: String, ExpressibleByArgument, CaseIterable {
    case free, constant

    /// What fits them; `nil` where they stay.
    var fitting: BoneLengths? {
        switch self {
        case .free: nil
        case .constant: .constant
        }
    }
}
