/// The lengths between the joints of a figure of ``referenceStature``, meters.
///
/// ``Figure/stature`` scales them together with the flesh, the face, the hands and the feet, whose form ``flesh`` sets. A
/// length may be 0.7 to 1.4 times that of ``survey``; far from it, flesh surrounds all joints only if it is
/// ``fleshed(girth:head:hands:feet:)``.
public struct Proportions: Sendable, Hashable {
    /// Distance from the shoulder to the elbow.
    public var upperArm: Double
    /// Distance from the elbow to the wrist.
    public var forearm: Double
    /// Distance from the hip to the knee.
    public var thigh: Double
    /// Distance from the knee to the ankle.
    public var shank: Double
    /// Distance from the middle of the hips to the middle of the shoulders.
    public var trunkLength: Double
    /// Height of the ears, at the tragus, above the middle of the hips of an upright figure.
    public var earHeight: Double
    /// Half the distance between the shoulders.
    public var halfShoulders: Double
    /// Half the distance between the hips.
    public var halfHips: Double
    /// The form of the flesh; one form for all lengths by default.
    public var flesh = Flesh()

    /// Factors of the sizes of the flesh, relative to its form around the lengths of ``byEye``, each 0.5 to 2.
    public struct Flesh: Sendable, Hashable {
        /// Factor of the width between the hips.
        public var hips = 1.0
        /// Factor of the width of chest and shoulders.
        public var shoulders = 1.0
        /// Factor of the heights along the trunk.
        public var trunk = 1.0
        /// Factor of the heights along the upper arm.
        public var upperArm = 1.0
        /// Factor of the heights along the forearm.
        public var forearm = 1.0
        /// Factor of the heights along the thigh.
        public var thigh = 1.0
        /// Factor of the heights along the shank.
        public var shank = 1.0
        /// Factor of the thickness of trunk, arms and legs.
        public var girth = 1.0
        /// Factor of the size of head and neck.
        public var head = 1.0
        /// Factor of the size of the hands.
        public var hands = 1.0
        /// Factor of the size of the feet.
        public var feet = 1.0

        /// Creates flesh of the usual form.
        public init() {}

        fileprivate var named: [(name: String, value: Double)] {
            [
                ("hips", hips), ("shoulders", shoulders), ("trunk", trunk), ("upper arm", upperArm),
                ("forearm", forearm), ("thigh", thigh), ("shank", shank), ("girth", girth), ("head", head),
                ("hands", hands), ("feet", feet),
            ]
        }
    }

    /// Returns the same lengths with flesh that follows them.
    ///
    /// - Parameters:
    ///   - girth: Factor of the thickness of trunk and limbs.
    ///   - head: Factor of the size of head and neck.
    ///   - hands: Factor of the size of the hands.
    ///   - feet: Factor of the size of the feet.
    public func fleshed(girth: Double = 1, head: Double = 1, hands: Double = 1, feet: Double = 1) -> Proportions {
        let usual = Proportions.byEye
        var copy = self
        copy.flesh.hips = halfHips / usual.halfHips
        copy.flesh.shoulders = halfShoulders / usual.halfShoulders
        copy.flesh.trunk = trunkLength / usual.trunkLength
        copy.flesh.upperArm = upperArm / usual.upperArm
        copy.flesh.forearm = forearm / usual.forearm
        copy.flesh.thigh = thigh / usual.thigh
        copy.flesh.shank = shank / usual.shank
        copy.flesh.girth = girth
        copy.flesh.head = head
        copy.flesh.hands = hands
        copy.flesh.feet = feet
        return copy
    }

    /// The stature to which the lengths apply, meters.
    public static let referenceStature = 1.75

    /// Creates proportions from their lengths, which are checked when a scene is rendered.
    public init(
        upperArm: Double, forearm: Double, thigh: Double, shank: Double, trunkLength: Double, earHeight: Double,
        halfShoulders: Double, halfHips: Double
    ) {
        self.upperArm = upperArm
        self.forearm = forearm
        self.thigh = thigh
        self.shank = shank
        self.trunkLength = trunkLength
        self.earHeight = earHeight
        self.halfShoulders = halfShoulders
        self.halfHips = halfHips
    }

    func validate(index: Int) throws(SceneError) {
        for (length, usual) in zip(named, Proportions.survey.named) {
            try check(
                length.value, "\(length.name) of figure \(index) in meters", in: 0.7 * usual.value...1.4 * usual.value)
        }
        for factor in flesh.named {
            try check(factor.value, "the flesh's \(factor.name) of figure \(index)", in: 0.5...2)
        }
    }

    private var named: [(name: String, value: Double)] {
        [
            ("upper arm", upperArm), ("forearm", forearm), ("thigh", thigh), ("shank", shank),
            ("trunk length", trunkLength), ("ear height", earHeight), ("half the shoulders", halfShoulders),
            ("half the hips", halfHips),
        ]
    }
}

extension Proportions {
    /// The means of a survey: the mean of the shares of the stature of men and of women.
    ///
    /// Measures of landmarks are the means of 4082 men and 1986 women of the 2012 survey of the U.S. Army (Gordon et
    /// al., *2012 Anthropometric Survey of U.S. Army Personnel*, NATICK/TR-15/007, public domain), each as a share of
    /// the mean stature of the same people.
    ///
    /// Centers of rotation lie off the landmarks as de Leva states for men of 1741 mm (*Joint center longitudinal
    /// positions computed from a selected subset of Chandler's data*, Journal of Biomechanics 29, 1996): shoulders 34.5
    /// mm below the acromion, elbows 15.6 mm above the radiale, wrists 2 mm beyond the stylion, hips 3.2 mm above the
    /// trochanterion. The axis of the knee runs through the epicondyle, that of the ankle through the malleolus.
    ///
    /// The shoulders are the biacromial breadth apart. The acromion's edge may lie up to a centimeter farther out than
    /// the center of rotation, for which there is no measure. Half the hips is the distance from the center of the
    /// femoral head to the middle of the pelvis in X-ray images of 250 men and 250 women, whose stature is not stated
    /// and taken for that of the survey ("The distance of the centre of femoral head relative to the midline of the
    /// pelvis: a prospective X-ray study of 500 adults").
    public static let survey: Proportions = {
        let hipHeight = share(900.9, 845.4) + offset(3.2)
        let kneeHeight = share(491.7, 465.9)
        return Proportions(
            upperArm: share(335.3, 311.2) - offset(34.5 + 15.6), forearm: share(267.9, 241.3) + offset(15.6 + 2),
            thigh: hipHeight - kneeHeight, shank: kneeHeight - share(72.9, 62.7),
            trunkLength: share(1440.7, 1335.1) - offset(34.5) - hipHeight,
            earHeight: referenceStature - share(131.1, 126.5) - hipHeight, halfShoulders: share(415.7, 365.3) / 2,
            halfHips: share(95.02, 91.54))
    }()

    /// Lengths chosen by eye and against MediaPipe's landmarks, on whose renderings the library's confidence and its
    /// errors of angles were fitted.
    ///
    /// A figure of these lengths is no independent truth for MediaPipe's networks. Forearm, thigh and shank follow
    /// Drillis and Contini (1966; in Winter, *Biomechanics and Motor Control of Human Movement*, figure 4.1).
    public static let byEye = Proportions(
        upperArm: 0.290, forearm: 0.255, thigh: 0.425, shank: 0.425, trunkLength: 0.50, earHeight: 0.545 + 0.145,
        halfShoulders: 0.178, halfHips: 0.095)

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
