#pragma once

// libtiff behind functions without variable arguments, which Swift cannot call.

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// A TIFF file in memory that is being read.
typedef struct poise_tiff_reader poise_tiff_reader;

/// Starts to read `count` bytes, which must outlive the reader. NULL when there is no memory.
poise_tiff_reader *poise_tiff_reader_create(const uint8_t *bytes, size_t count);

/// Finds the first image in full resolution; `orientation` is the value of its tag, 1 to 8. False on an error.
bool poise_tiff_read_header(poise_tiff_reader *reader, uint32_t *width, uint32_t *height, int *orientation);

/// Whether the file holds what a camera's sensor measured (DNG), from which an image has yet to be made.
bool poise_tiff_is_raw(const poise_tiff_reader *reader);

/// Reads the pixels, as stored, into `width * height` times red, green, blue and a fourth byte; after the header. Opacity is
/// passed over, 16 bits are rounded to 8. False on an error.
bool poise_tiff_read_pixels(poise_tiff_reader *reader, uint8_t *rgbx);

/// Whether more bytes were asked for than there are.
bool poise_tiff_ended_early(const poise_tiff_reader *reader);

/// libtiff's words for the first error.
const char *poise_tiff_message(const poise_tiff_reader *reader);

/// Ends reading.
void poise_tiff_reader_destroy(poise_tiff_reader *reader);
