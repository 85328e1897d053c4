#pragma once

// Functions around libtiff without variable arguments, which Swift cannot call.

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// A reader of a TIFF file in memory.
typedef struct poise_tiff_reader poise_tiff_reader;

/// Creates a reader of `count` bytes, which must outlive it. Returns NULL if out of memory.
poise_tiff_reader *poise_tiff_reader_create(const uint8_t *bytes, size_t count);

/// Finds the first image in full resolution; `orientation` is the value of its tag, 1 to 8. Returns false on an error.
bool poise_tiff_read_header(poise_tiff_reader *reader, uint32_t *width, uint32_t *height, int *orientation);

/// Returns whether the file holds raw sensor data of a camera (DNG), which is not an image yet.
bool poise_tiff_is_raw(const poise_tiff_reader *reader);

/// Reads the pixels in stored orientation, after the header, into `width * height * 4` bytes: red, green, blue and an
/// unused byte. Opacity is ignored, 16 bits are rounded to 8. Returns false on an error.
bool poise_tiff_read_pixels(poise_tiff_reader *reader, uint8_t *rgbx);

/// Returns whether libtiff requested more bytes than there are.
bool poise_tiff_ended_early(const poise_tiff_reader *reader);

/// Returns libtiff's message for the first error.
const char *poise_tiff_message(const poise_tiff_reader *reader);

/// Frees the reader.
void poise_tiff_reader_destroy(poise_tiff_reader *reader);
