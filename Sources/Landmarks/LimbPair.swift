/// Both limbs of a kind.
public enum LimbPair: String, Sendable, Hashable, CaseIterable {
    case arms, legs
}
