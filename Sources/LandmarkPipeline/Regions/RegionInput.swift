import PoiseImaging
import PoiseInference

/// Fills a network's input with a part of an image.
package struct RegionInput: InputFiller {
    let image: ImageView
    /// From pixels of the input to places in the image.
    let map: ProjectiveMap
    let sampler: Sampler
    /// The executor of the network.
    let executor: Executor

    package init(image: ImageView, map: ProjectiveMap, sampler: Sampler, executor: Executor) {
        self.image = image
        self.map = map
        self.sampler = sampler
        self.executor = executor
    }

    package func fill(_ rows: InputRows) {
        if executor == .jit, let warp = ImageWarp.shared, fill(rows, by: warp) { return }
        for row in rows.range {
            sampler.sample(
                image, through: map, row: row, into: UnsafeMutableBufferPointer(start: rows[row], count: rows.length))
        }
    }

    /// Fills them by generated code, which computes the same to the bit.
    private func fill(_ rows: InputRows, by warp: ImageWarp) -> Bool {
        image.withLayout { layout in
            let warped = WarpedImage(
                pixels: WarpedPixels(layout), width: image.width, height: image.height,
                isBlackOutside: sampler.border == .zero, x: map.x, y: map.y, divisor: map.w, scale: sampler.scale,
                offset: sampler.black)
            guard warp.canSample(warped, rowLength: rows.length) else { return false }
            warp.sample(warped, into: rows)
            return true
        }
    }
}

extension WarpedPixels {
    fileprivate init(_ layout: PixelLayout) {
        switch layout {
        case .interleaved(let pixels):
            self = .interleaved(
                WarpedPlane(bytes: pixels.bytes, first: pixels.first, stepX: pixels.stepX, stepY: pixels.stepY),
                order: pixels.order)
        case .yCbCr(let pixels):
            func plane(_ plane: PlacedPlane) -> WarpedPlane {
                WarpedPlane(bytes: plane.bytes, stepX: plane.pixelBytes, stepY: plane.stride)
            }
            let conversion = pixels.conversion
            self = .yCbCr(
                luma: plane(pixels.luma), blue: plane(pixels.blue), red: plane(pixels.red),
                WarpedColors(
                    swapsAxes: pixels.swapsAxes, across: (pixels.across.sign, pixels.across.offset),
                    down: (pixels.down.sign, pixels.down.offset),
                    offset: conversion.offset, luma: conversion.luma, redByCr: conversion.redByCr,
                    greenByCb: conversion.greenByCb, greenByCr: conversion.greenByCr, blueByCb: conversion.blueByCb))
        }
    }
}
