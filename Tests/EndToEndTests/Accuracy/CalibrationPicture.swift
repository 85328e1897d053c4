import Dispatch
import PoiseEvaluation
import Foundation
import PoiseImaging
import PoiseBody
import PoiseMannequin
import Synchronization
import PoiseTestSupport

/// A difficult image of a mannequin, with ground truth as data sets have it: the limb joints inside the image, hidden
/// ones too, and the box around the visible part of a figure.
///
/// Posture, view, distance, focus and light are drawn at random, from ranges between easy and barely possible for a
/// network. A quarter of the figures stand alone, the others behind a box, behind a post as high as the
/// image, or next to, in front of or behind another person.
struct CalibrationPicture: Sendable {
    enum Company: CaseIterable { case none, box, post, person }

    let name: String
    let image: Image
    let truth: [AnnotatedPerson]
    /// Standard deviation of the blur, pixels.
    let blur: Double
    /// Share of the light, which determines the noise.
    let light: Double
    let company: Company
    /// Downward tilt of the camera, degrees.
    let pitch: Double

    /// Renders the images with these numbers on all cores; equal numbers and proportions give equal images.
    static func all(_ numbers: Range<Int>, _ proportions: Proportions) throws -> [CalibrationPicture] {
        let pictures = Mutex([Result<CalibrationPicture, any Error>?](repeating: nil, count: numbers.count))
        DispatchQueue.concurrentPerform(iterations: numbers.count) { index in
            let result = Result { try CalibrationPicture(numbers.lowerBound + index, proportions) }
            pictures.withLock { $0[index] = result }
        }
        return try pictures.withLock { try $0.compactMap { try $0?.get() } }
    }

    private init(_ number: Int, _ proportions: Proportions) throws {
        var generator = SplitMix64(seed: UInt64(number))
        func random(_ range: ClosedRange<Double>) -> Double { Double.random(in: range, using: &generator) }
        let depth = random(0...1)
        let postures: [Posture] = [
            .standing, .squat(depth: depth), .armsRaised, .lunge(proportions: proportions),
            .pushUp(depth: depth, proportions: proportions),
        ]
        let (elevation, distance) = (random(0.2...3), exp(random(log(2)...log(8))))
        // At the height of the hips.
        let pitch = Angle(radians: atan2(elevation - 0.9, distance))
        let camera = Camera(
            yaw: Angle(degrees: random(0...360)), distance: distance, elevation: elevation, pitch: pitch)
        company = Company.allCases[number % 4]
        var figures = [PlacedFigure(Figure(posture: postures[number % 5], proportions: proportions))]
        if company == .person {
            let other = Figure(posture: postures[number / 5 % 5], proportions: proportions)
            figures.append(
                PlacedFigure(
                    other, x: random(-0.6...0.6), z: random(-0.6...0.6), heading: Angle(degrees: random(0...360))))
        }
        let rendering = try Scene(figures: figures, camera: camera).render()
        truth = figures.indices.compactMap { rendering.person($0) }
        (blur, light) = (random(0.1...5), exp(random(log(0.01)...log(1))))
        (self.pitch, name) = (pitch.degrees, "\(number)")
        var image = rendering.image
        if let box = truth.first?.box {
            // A range with its middle in the figure's box, and its length in units of the box.
            func range(_ middle: ClosedRange<Double>, _ length: ClosedRange<Double>) -> Range<Int> {
                let (middle, half) = (random(middle), random(length) * box.longerSide / 2)
                return Int(max(0, middle - half))..<Int(middle + half)
            }
            switch company {
            case .box:
                let (columns, rows) = (range(box.left...box.right, 0.1...0.4), range(box.top...box.bottom, 0.1...0.4))
                image = try Degradation.covered(columns: columns, rows: rows).apply(to: image)
            case .post:
                let columns = range(box.left...box.right, 0.05...0.2)
                image = try Degradation.covered(columns: columns, rows: 0..<image.height).apply(to: image)
            case .none, .person: break
            }
        }
        image = try Degradation.blurred(blur).apply(to: image)
        self.image = try Degradation.exposed(light).apply(to: image)
    }
}

extension Rendering {
    /// Returns the ground truth of a figure; `nil` when no part of it is visible.
    func person(_ number: Int) -> AnnotatedPerson? {
        silhouette(of: number).map { box in
            let seen = Joint.limbs.filter { figures[number][$0].isInsideImage }
            return AnnotatedPerson(
                box: box, joints: Dictionary(uniqueKeysWithValues: seen.map { ($0, figures[number][$0].pixel) }))
        }
    }

    /// Returns the box around the pixels of a figure.
    private func silhouette(of number: Int) -> BoundingBox? {
        var box: BoundingBox?
        for row in 0..<image.height {
            for column in 0..<image.width where figure(atColumn: column, row: row) == number {
                let (x, y) = (Double(column), Double(row))
                box = BoundingBox(
                    left: min(box?.left ?? x, x), top: box?.top ?? y, right: max(box?.right ?? x, x + 1), bottom: y + 1)
            }
        }
        return box
    }
}
