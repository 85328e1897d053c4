import PoiseGeometry

/// The rule by which a region of interest follows from points: a square, turned so that one direction points up in it.
///
/// Sizes and rotations are computed in single precision in MediaPipe's order of operations
/// (`AlignmentPointsRectsCalculator`, `DetectionsToRectsCalculator`, `RectTransformationCalculator`,
/// `ImageToTensorCalculator`), which goes from pixels to fractions of the image and back.
package struct RegionRule: Sendable {
    /// A place: the mean of some points, counted from 0, each as often as it is named.
    package struct Place: Sendable, Equatable {
        package var points: [Int]

        package init(_ points: Int...) { self.points = points }
    }

    /// What the square encloses.
    package enum Extent: Sendable, Equatable {
        /// The circle around the start of the direction, through its end.
        case circle
        /// The upright box of the detection.
        case box
        /// The box of some points in axes turned with the region.
        case points([Int])
    }

    package var extent: Extent
    /// The direction that points up in the region: from the first place to the second.
    package var from: Place
    package var to: Place
    /// How far the box moves along the turned vertical, in units of its height; negative is up.
    package var shift: Float
    /// Side of the region in units of the box's longer side.
    package var scale: Float

    package init(_ extent: Extent, from: Place, to: Place, shift: Float = 0, scale: Float) {
        self.extent = extent
        self.from = from
        self.to = to
        self.shift = shift
        self.scale = scale
    }

    /// Returns the region of interest in an image.
    ///
    /// - Parameters:
    ///   - box: The upright box of a detection, pixels; needed for ``Extent/box`` alone.
    ///   - point: Returns a point by its index, pixels.
    ///   - size: The size of the image.
    package func region(
        box: Detection.Box? = nil, in size: ImageSize, point: (Int) -> SIMD2<Float>
    ) -> RegionOfInterest {
        let (start, end) = (place(from, point), place(to, point))
        switch extent {
        case .circle:
            return RegionOfInterest(center: start, pointOnCircle: end, scale: scale, in: size)
        case .box:
            let box = box ?? Detection.Box(left: start.x, top: start.y, right: start.x, bottom: start.y)
            return square(
                center: [(box.left + box.right) / 2, (box.top + box.bottom) / 2],
                sides: [box.right - box.left, box.bottom - box.top],
                rotation: RegionOfInterest.rotation(upward: end - start))
        case .points(let indices):
            let rotation = RegionOfInterest.rotation(upward: end - start)
            let (cosine, sine) = (Float(cosine(Double(rotation))), Float(sine(Double(rotation))))
            // Into axes turned with the region, about any point, and back.
            let turned = indices.map { index in
                let offset = point(index) - start
                return SIMD2(offset.x * cosine + offset.y * sine, offset.y * cosine - offset.x * sine)
            }
            guard let first = turned.first else { return square(center: start, sides: .zero, rotation: rotation) }
            let least = turned.reduce(first) { pointwiseMin($0, $1) }
            let greatest = turned.reduce(first) { pointwiseMax($0, $1) }
            let middle = (least + greatest) / 2
            return square(
                center: start + SIMD2(middle.x * cosine - middle.y * sine, middle.x * sine + middle.y * cosine),
                sides: greatest - least, rotation: rotation)
        }
    }

    private func place(_ place: Place, _ point: (Int) -> SIMD2<Float>) -> SIMD2<Float> {
        guard let only = place.points.first, place.points.count > 1 else { return point(place.points.first ?? 0) }
        return place.points.dropFirst().reduce(point(only)) { $0 + point($1) } / Float(place.points.count)
    }

    /// Returns the square around a box, shifted and enlarged.
    private func square(center: SIMD2<Float>, sides: SIMD2<Float>, rotation: Float) -> RegionOfInterest {
        let (cosine, sine) = (Float(cosine(Double(rotation))), Float(sine(Double(rotation))))
        let way = shift * sides.y
        let middle = center + SIMD2(-way * sine, way * cosine)
        return RegionOfInterest(
            center: PixelPoint(x: Double(middle.x), y: Double(middle.y)), size: Double(max(sides.x, sides.y) * scale),
            rotation: Double(rotation))
    }
}

extension RegionOfInterest {
    /// The square around a circle, turned so that a point of the circle comes to lie on top.
    ///
    /// - Parameters:
    ///   - center: The middle of the circle, pixels.
    ///   - point: A point on it, pixels.
    ///   - scale: Side of the region in diameters of the circle.
    ///   - size: The size of the image.
    package init(
        center: SIMD2<Float>, pointOnCircle point: SIMD2<Float>, scale: Float, in size: ImageSize
    ) {
        let image = SIMD2(Float(size.width), Float(size.height))
        let offset = point - center
        let diameter = 2 * (offset.x * offset.x + offset.y * offset.y).squareRoot()
        let longSide = (diameter / image * image).max()
        let sides = longSide / image * scale * image
        let middle = center / image * image
        self.init(
            center: PixelPoint(x: Double(middle.x), y: Double(middle.y)),
            size: Double(sides.y / sides.x < 1 ? sides.x : sides.y),
            rotation: Double(RegionOfInterest.rotation(upward: offset)))
    }

    /// Returns the rotation of a region in which a direction points up, radians, -pi to pi.
    fileprivate static func rotation(upward offset: SIMD2<Float>) -> Float {
        let rotation = Float.pi / 2 - direction(x: offset.x, y: -offset.y)
        let turns = ((Double(rotation) + .pi) / (2 * .pi)).rounded(.down)
        return Float(Double(rotation) - 2 * .pi * turns)
    }
}
