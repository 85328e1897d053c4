import CWeights

/// The bytes of the networks that travel with the package: they are part of the program, no file is read.
package enum EmbeddedWeights {
    /// The person detector, as a network file.
    package static var detector: UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(start: poise_detector_network_start(), count: poise_detector_network_size)
    }

    /// The full landmark network, as a network file.
    package static var full: UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(start: poise_full_network_start(), count: poise_full_network_size)
    }
}
