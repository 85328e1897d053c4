#pragma once

// Functions around libpng that return on errors: libpng's errors are long jumps, which must not cross a Swift frame.

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// A reader of a PNG file in memory.
typedef struct poise_png_reader poise_png_reader;

/// Creates a reader of `count` bytes, which must outlive it. Returns NULL if out of memory.
poise_png_reader *poise_png_reader_create(const uint8_t *bytes, size_t count);

/// Reads everything before the pixels. Returns false on an error.
bool poise_png_read_header(poise_png_reader *reader, uint32_t *width, uint32_t *height);

/// Reads the pixels as 8-bit red, green and blue into `width * height * 3` bytes, and everything after them; must be
/// called once, after the header. Gray is repeated, 16 bits lose the lower 8, opacity and gamma are ignored. Returns
/// false on an error.
bool poise_png_read_pixels(poise_png_reader *reader, uint8_t *rgb);

/// Returns the `eXIf` chunk and its length, after the pixels were read; NULL if there is none. It is valid as long as
/// the reader.
const uint8_t *poise_png_exif(poise_png_reader *reader, size_t *count);

/// Returns whether the last error was a premature end of the bytes.
bool poise_png_ended_early(const poise_png_reader *reader);

/// Returns libpng's message for the last error.
const char *poise_png_message(const poise_png_reader *reader);

/// Frees the reader.
void poise_png_reader_destroy(poise_png_reader *reader);

/// A function that receives the next bytes of the written file.
typedef void (*poise_png_sink)(void *context, const uint8_t *bytes, size_t count);

/// Writes 8-bit pixels as a PNG file: `channels` is 1 (gray), 3 (RGB) or 4 (RGB and opacity). Returns false on an error
/// and stores libpng's message in `message`.
bool poise_png_write(const uint8_t *pixels, uint32_t width, uint32_t height, int channels, poise_png_sink sink,
                     void *context, char *message, size_t message_size);
