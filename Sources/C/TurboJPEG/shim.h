#pragma once

#include <turbojpeg.h>

/// Reads the size and the color space (`TJCS_…`) of a JPEG image by a new decoder; they are not positive, or negative, where
/// they cannot be read.
///
/// The result code is unreliable: TurboJPEG 2 fails for sampling factors that it has no name for but can decode, and succeeds
/// without an image. TurboJPEG 3 omits the color space where it has no name for the sampling factors, except through its
/// newer functions.
static inline void poise_jpeg_read_header(
    tjhandle decoder, const unsigned char *bytes, unsigned long count, int *width, int *height, int *colors) {
#ifdef TJ_NUMINIT
    tj3DecompressHeader(decoder, bytes, count);
    *width = tj3Get(decoder, TJPARAM_JPEGWIDTH);
    *height = tj3Get(decoder, TJPARAM_JPEGHEIGHT);
    *colors = tj3Get(decoder, TJPARAM_COLORSPACE);
#else
    int subsampling;
    tjDecompressHeader3(decoder, bytes, count, width, height, &subsampling, colors);
#endif
}
