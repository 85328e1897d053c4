import ArgumentParser
import Poise

/// The option for the lengths of bones.
enum BoneLengthsOption: String, ExpressibleByArgument, CaseIterable {
    case free, constant

    /// The fitting of the lengths; `nil` if they stay as measured.
    var fitting: BoneLengths? {
        switch self {
        case .free: nil
        case .constant: .constant
        }
    }
}
