#pragma once

// libpng behind functions that return: its errors are long jumps, which must not cross a Swift frame.

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// A PNG file in memory that is being read.
typedef struct poise_png_reader poise_png_reader;

/// Starts to read `count` bytes, which must outlive the reader. NULL when there is no memory.
poise_png_reader *poise_png_reader_create(const uint8_t *bytes, size_t count);

/// Reads all that comes before the pixels. False on an error.
bool poise_png_read_header(poise_png_reader *reader, uint32_t *width, uint32_t *height);

/// Reads the pixels as 8-bit red, green and blue into `width * height * 3` bytes, and what comes after them; call it
/// once, after the header. Grey is repeated, 16 bits lose the lower 8, opacity and gamma are passed over. False on an
/// error.
bool poise_png_read_pixels(poise_png_reader *reader, uint8_t *rgb);

/// The `eXIf` chunk and its length, after the pixels; NULL when there is none. It lives as long as the reader.
const uint8_t *poise_png_exif(poise_png_reader *reader, size_t *count);

/// Whether the last error was that the bytes ended too soon.
bool poise_png_ended_early(const poise_png_reader *reader);

/// libpng's words for the last error.
const char *poise_png_message(const poise_png_reader *reader);

/// Ends reading.
void poise_png_reader_destroy(poise_png_reader *reader);

/// Takes the next bytes of a file that is being written.
typedef void (*poise_png_sink)(void *context, const uint8_t *bytes, size_t count);

/// Writes 8-bit pixels as a PNG file: `channels` is 1 (grey), 3 (RGB) or 4 (RGB and opacity). Returns false on an error
/// and puts libpng's words for it into `message`.
bool poise_png_write(const uint8_t *pixels, uint32_t width, uint32_t height, int channels, poise_png_sink sink,
                     void *context, char *message, size_t message_size);
