/// A pair of limbs: both arms or both legs.
public enum LimbPair: String, Sendable, Hashable, CaseIterable {
    case arms, legs
}
