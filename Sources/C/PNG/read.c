#include "CLibPNG.h"

#include <png.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct poise_png_reader {
    png_structp png;
    png_infop info;
    const uint8_t *next;
    size_t remaining;
    bool ended_early;
    char message[256];
};

static void fail(png_structp png, png_const_charp message) {
    poise_png_reader *reader = png_get_error_ptr(png);
    snprintf(reader->message, sizeof reader->message, "%s", message);
    png_longjmp(png, 1);
}

static void ignore_warning(png_structp png, png_const_charp message) {
    (void)png;
    (void)message;
}

static void take(png_structp png, png_bytep destination, size_t count) {
    poise_png_reader *reader = png_get_io_ptr(png);
    if (count > reader->remaining) {
        reader->ended_early = true;
        png_error(png, "the data ends too soon");
    }
    memcpy(destination, reader->next, count);
    reader->next += count;
    reader->remaining -= count;
}

poise_png_reader *poise_png_reader_create(const uint8_t *bytes, size_t count) {
    poise_png_reader *reader = calloc(1, sizeof *reader);
    if (!reader) return NULL;
    reader->next = bytes;
    reader->remaining = count;
    reader->png = png_create_read_struct(PNG_LIBPNG_VER_STRING, reader, fail, ignore_warning);
    if (reader->png) reader->info = png_create_info_struct(reader->png);
    if (!reader->info) {
        poise_png_reader_destroy(reader);
        return NULL;
    }
    png_set_read_fn(reader->png, reader, take);
    return reader;
}

bool poise_png_read_header(poise_png_reader *reader, uint32_t *width, uint32_t *height) {
    if (setjmp(png_jmpbuf(reader->png))) return false;
    png_read_info(reader->png, reader->info);
    *width = png_get_image_width(reader->png, reader->info);
    *height = png_get_image_height(reader->png, reader->info);
    return true;
}

bool poise_png_read_pixels(poise_png_reader *reader, uint8_t *rgb) {
    png_structp png = reader->png;
    if (setjmp(png_jmpbuf(png))) return false;
    png_set_expand(png);
    png_set_strip_16(png);
    png_set_strip_alpha(png);
    png_set_gray_to_rgb(png);
    int passes = png_set_interlace_handling(png);
    png_read_update_info(png, reader->info);

    size_t stride = (size_t)png_get_image_width(png, reader->info) * 3;
    png_uint_32 height = png_get_image_height(png, reader->info);
    if (png_get_rowbytes(png, reader->info) != stride) png_error(png, "unexpected length of a row");
    for (int pass = 0; pass < passes; pass++) {
        for (png_uint_32 row = 0; row < height; row++) png_read_row(png, rgb + row * stride, NULL);
    }
    png_read_end(png, reader->info);
    return true;
}

const uint8_t *poise_png_exif(poise_png_reader *reader, size_t *count) {
    png_uint_32 length = 0;
    png_bytep exif = NULL;
    if (setjmp(png_jmpbuf(reader->png))) return NULL;
    if (!png_get_eXIf_1(reader->png, reader->info, &length, &exif)) return NULL;
    *count = length;
    return exif;
}

bool poise_png_ended_early(const poise_png_reader *reader) { return reader->ended_early; }

const char *poise_png_message(const poise_png_reader *reader) { return reader->message; }

void poise_png_reader_destroy(poise_png_reader *reader) {
    if (!reader) return;
    png_destroy_read_struct(&reader->png, &reader->info, NULL);
    free(reader);
}
