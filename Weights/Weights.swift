import CPoiseWeights

import PoiseLibC

/// The bytes of the networks that are part of the package. They are embedded in the program; no file is read.
package enum EmbeddedWeights {
    /// The person detector as a network file.
    package static var detector: UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(start: poise_detector_network_start(), count: poise_detector_network_size)
    }

    /// The full landmark network as a network file.
    package static var full: UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(start: poise_full_network_start(), count: poise_full_network_size)
    }

    /// The network that corrects a single pose in space as a network file.
    package static var spaceFrame: UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(start: poise_space_frame_network_start(), count: poise_space_frame_network_size)
    }

    /// The network that corrects a sequence of poses in space as a network file.
    package static var spaceSequence: UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(start: poise_space_sequence_network_start(), count: poise_space_sequence_network_size)
    }

    /// Releases the memory that holds a network's bytes. A later read loads them again from the program's file.
    package static func release(_ bytes: UnsafeRawBufferPointer) {
        guard let start = bytes.baseAddress else { return }
        let page = Int(sysconf(Int32(_SC_PAGESIZE)))
        // Only whole pages: the first and the last page also hold other data.
        let first = start.alignedUp(toMultipleOf: page)
        let count = (start + bytes.count).alignedDown(toMultipleOf: page) - first
        guard count > 0 else { return }
        _ = madvise(UnsafeMutableRawPointer(mutating: first), count, MADV_DONTNEED)
    }
}
