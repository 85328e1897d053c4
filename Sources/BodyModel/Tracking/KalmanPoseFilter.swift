import PoiseGeometry
import PoiseBody
import PoiseMotion

/// Kalman filters for a person's joints in the image and in space, whose results are final some frames later.
package struct KalmanPoseFilter: PoseFilter {
    package let delayFrames: Int
    /// For x, y and z of every joint, first in the image, then in space. `[2][33 * 3]`
    private var filters: [[FixedLagFilter]]
    /// The last poses, unfiltered, the newest last.
    private var poses: [Pose] = []
    private var visibility = VisibilityFilter()

    package init(_ model: ConstantVelocity, delay: Int) {
        delayFrames = max(delay, 0)
        let coordinates = 3 * Joint.allCases.count
        filters = Array(
            repeating: Array(repeating: FixedLagFilter(model, delay: delay), count: coordinates), count: 2)
    }

    /// Updates with a pose, and returns the last poses as they are estimated now: the one of ``delayFrames`` frames before, which
    /// is final, and all after it, the newest last.
    package mutating func apply(_ pose: Pose, in frame: FilteredFrame) -> [Pose] {
        let (pose, time) = (visibility.apply(pose), frame.seconds)
        if poses.count > delayFrames { poses.removeFirst() }
        poses.append(pose)
        let current = JointPositions(pose)
        var places = poses.map { JointPositions($0) }
        for joint in current.picture.indices {
            for axis in 0..<3 {
                let filter = 3 * joint + axis
                let picture = filters[0][filter].apply(current.picture[joint][axis], at: time)
                let space = filters[1][filter].apply(current.space[joint][axis], at: time)
                for index in places.indices {
                    places[index].picture[joint][axis] = picture[index]
                    places[index].space[joint][axis] = space[index]
                }
            }
        }
        return zip(poses, places).map { $0.moved(to: $1, in: frame.imageSize) }
    }
}
