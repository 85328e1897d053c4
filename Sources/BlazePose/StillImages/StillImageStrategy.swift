/// How people are searched for in a still picture: a composition of steps, each of which has its own file.
struct Search: Sendable {
    /// Where candidates come from, one stage after the other while there are not enough good ones.
    var stages: [CandidateSource]
    /// What moves points to where the heatmaps see them.
    var refinement: any LandmarkRefinement
    /// Whether each person is looked at again: in the region that the landmarks show (``SecondPass``), and in a mirror.
    var looksAgain = false
}
