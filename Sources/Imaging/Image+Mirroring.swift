extension Image {
    /// Returns the image mirrored left to right: the first column becomes the last.
    public func mirrored() -> Image {
        let channels = format.channels
        let (width, height) = (width, height)
        let bytes = [UInt8](unsafeUninitializedCapacity: pixels.count) { output, initialized in
            pixels.withUnsafeBufferPointer { input in
                for y in 0..<height {
                    var source = y * width * channels
                    var destination = source + (width - 1) * channels
                    for _ in 0..<width {
                        for channel in 0..<channels { output[destination + channel] = input[source + channel] }
                        source += channels
                        destination -= channels
                    }
                }
            }
            initialized = width * height * channels
        }
        var image = self
        image.pixels = bytes
        return image
    }
}
