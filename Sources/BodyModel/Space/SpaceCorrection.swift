/// The correction of world landmarks by a network that was trained on people that were rendered, and tracked by this library.
///
/// BlazePose shortens depths to two thirds and misplaces joints in space in ways that repeat. The correction adds to the joints
/// what the network expects to be missing, from the joints in the image, in space, and their confidence. On rendered people in
/// movements that were held out of the training it takes a sixth from PA-MPJPE. On four recordings with measured angles hips,
/// shoulders, elbows and ankles gain 1.3 to 7 degrees; straight knees seen from the front lose up to 3 (Docs/accuracy.md).
///
/// It applies to the levels `balanced` and `best`, and to the full model. World landmarks stay in meters, with the origin between
/// the hips; landmarks in the image do not change.
public enum SpaceCorrection: String, Sendable, Hashable, CaseIterable {
    /// No correction by these networks.
    case none
    /// Each pose by itself, before any filter.
    case frame
    /// A recorded sequence, each pose with the frames up to half a second before and after. Estimators and trackers leave world
    /// landmarks as they are; ``SequenceCorrection`` corrects the recording.
    case sequence
}
