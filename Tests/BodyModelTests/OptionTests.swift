import PoiseBodyModel
import PoiseMotion
import Testing

@Suite("Options are checked where they are used") struct OptionTests {
    private func invalidOption(_ options: PoseEstimator.Options) -> String? {
        do {
            _ = try PoseEstimator(options: options)
            return nil
        } catch { if case .invalidOption(let error) = error { return error.option } else { return "\(error)" } }
    }

    private func invalidOption(_ change: (inout PoseTracker.Options) -> Void) -> String? {
        var options = PoseTracker.Options()
        change(&options)
        do {
            _ = try PoseTracker(options: options)
            return nil
        } catch { if case .invalidOption(let error) = error { return error.option } else { return "\(error)" } }
    }

    @Test("An estimator names the option that it refuses") func estimator() {
        #expect(invalidOption(PoseEstimator.Options(people: 0)) == "people")
        #expect(invalidOption(PoseEstimator.Options(people: .min)) == "people")
        #expect(
            invalidOption(PoseEstimator.Options(minimumDetectionConfidence: 1.01)) == "minimumDetectionConfidence")
        #expect(invalidOption(PoseEstimator.Options(minimumPresence: .nan)) == "minimumPresence")
        #expect(invalidOption(PoseEstimator.Options(minimumPresence: -0.1)) == "minimumPresence")
        #expect(invalidOption(PoseEstimator.Options(threads: 0)) == "threads")
        #expect(invalidOption(PoseEstimator.Options(minimumDetectionConfidence: 0, minimumPresence: 1)) == nil)
    }

    @Test("A tracker names the option that it refuses, however it was set") func tracker() {
        #expect(invalidOption { $0.people = -1 } == "people")
        #expect(invalidOption { $0.minimumDetectionConfidence = .infinity } == "minimumDetectionConfidence")
        #expect(invalidOption { $0.minimumPresence = 2 } == "minimumPresence")
        #expect(invalidOption { $0.smoothing = .kalman(delayFrames: -1) } == "smoothing.delayFrames")
        var constants = OneEuroConstants.mediaPipe
        constants.world.minimumCutoff = 0
        #expect(invalidOption { $0.smoothing = .oneEuro(constants) } == "smoothing.world.minimumCutoff")
        #expect(invalidOption { $0.detectionInterval = 0 } == "detectionInterval")
        #expect(invalidOption { $0.maxLostDuration = .seconds(-1) } == "maxLostDuration")
        #expect(invalidOption { $0.maxFrameGap = .zero } == "maxFrameGap")
        #expect(invalidOption { $0.framesToConfirm = 0 } == "framesToConfirm")
        #expect(invalidOption { $0.threads = -3 } == "threads")
        #expect(invalidOption { _ in } == nil)
    }

    @Test("The sentence has the name, the range and the value") func sentence() {
        var text = ""
        do { _ = try PoseEstimator(options: PoseEstimator.Options(minimumPresence: 1.5)) } catch { text = "\(error)" }
        #expect(text == "option minimumPresence must be from 0 to 1, not 1.5")
    }
}
