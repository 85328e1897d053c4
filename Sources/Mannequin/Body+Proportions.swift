/// The proportions of the figure: lengths between joints in a body of the reference stature, meters.
///
/// Measures of landmarks are the means of 4082 men and 1986 women of the 2012 survey of the U.S. Army (Gordon et al.,
/// *2012 Anthropometric Survey of U.S. Army Personnel*, NATICK/TR-15/007, public domain), each as a share of the mean
/// stature of the same people. The figure is the mean of both shares.
///
/// Centers of rotation lie off the landmarks as de Leva states for men of 1741 mm (*Joint center longitudinal positions
/// computed from a selected subset of Chandler's data*, Journal of Biomechanics 29, 1996): shoulders 34.5 mm below the
/// acromion, elbows 15.6 mm above the radiale, wrists 2 mm beyond the stylion, hips 3.2 mm above the trochanterion. The
/// axis of the knee runs through the epicondyle, that of the ankle through the malleolus.
extension Body {
    /// Lengths between the joints.
    static let upperArm = share(335.3, 311.2) - offset(34.5 + 15.6)
    static let forearm = share(267.9, 241.3) + offset(15.6 + 2)
    static let thigh = hipHeight - kneeHeight
    static let shank = kneeHeight - share(72.9, 62.7)
    /// Distance from the middle of the hips to the middle of the shoulders.
    static let trunkLength = share(1440.7, 1335.1) - offset(34.5) - hipHeight
    /// Distance of the ears, at the tragion, above the middle of the hips.
    static let earHeight = referenceStature - share(131.1, 126.5) - hipHeight
    /// Half the distance between the shoulder joints: half the biacromial breadth. The acromion's edge may lie up to a
    /// centimeter farther out than the center of rotation, for which there is no measure.
    static let halfShoulders = share(415.7, 365.3) / 2
    /// Half the distance between the hip joints: from the center of the femoral head to the middle of the pelvis in X-ray
    /// images of 250 men and 250 women, whose stature is not stated and taken for that of the survey ("The distance of
    /// the centre of femoral head relative to the midline of the pelvis: a prospective X-ray study of 500 adults").
    static let halfHips = share(95.02, 91.54)

    private static let hipHeight = share(900.9, 845.4) + offset(3.2)
    private static let kneeHeight = share(491.7, 465.9)

    /// Returns the length for the mean share of the stature.
    ///
    /// - Parameters:
    ///   - men: Mean of the men, millimeters.
    ///   - women: Mean of the women, millimeters.
    private static func share(_ men: Double, _ women: Double) -> Double {
        referenceStature * (men / 1756.2 + women / 1628.5) / 2
    }

    /// Returns the length for the distance of a joint from a landmark, millimeters.
    private static func offset(_ men: Double) -> Double { referenceStature * men / 1741 }
}
