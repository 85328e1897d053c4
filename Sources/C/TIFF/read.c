#include "CLibTIFF.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <tiffio.h>

struct poise_tiff_reader {
    TIFF *tiff;
    const uint8_t *bytes;
    size_t count;
    size_t position;
    uint32_t width;
    uint32_t height;
    uint16_t orientation;
    bool is_raw;
    bool ended_early;
    char message[256];
};

// The handle that libtiff passes with each error is that of the file, so readers in several threads do not interfere.
static void fail(thandle_t handle, const char *module, const char *format, va_list arguments) {
    (void)module;
    poise_tiff_reader *reader = (poise_tiff_reader *)handle;
    if (reader && !reader->message[0]) vsnprintf(reader->message, sizeof reader->message, format, arguments);
}

static void say(poise_tiff_reader *reader, const char *message) {
    if (!reader->message[0]) snprintf(reader->message, sizeof reader->message, "%s", message);
}

static tmsize_t take(thandle_t handle, void *destination, tmsize_t count) {
    poise_tiff_reader *reader = (poise_tiff_reader *)handle;
    size_t left = reader->position < reader->count ? reader->count - reader->position : 0;
    if (count < 0) return -1;
    if ((size_t)count > left) {
        reader->ended_early = true;
        count = (tmsize_t)left;
    }
    if (count) memcpy(destination, reader->bytes + reader->position, (size_t)count);
    reader->position += (size_t)count;
    return count;
}

static tmsize_t put(thandle_t handle, void *source, tmsize_t count) {
    (void)handle;
    (void)source;
    (void)count;
    return -1;
}

static toff_t seek(thandle_t handle, toff_t offset, int origin) {
    poise_tiff_reader *reader = (poise_tiff_reader *)handle;
    switch (origin) {
    case SEEK_SET: reader->position = (size_t)offset; break;
    case SEEK_CUR: reader->position += (size_t)offset; break;
    default: reader->position = reader->count + (size_t)offset;
    }
    return reader->position;
}

static int finish(thandle_t handle) {
    (void)handle;
    return 0;
}

static toff_t size(thandle_t handle) { return ((poise_tiff_reader *)handle)->count; }

poise_tiff_reader *poise_tiff_reader_create(const uint8_t *bytes, size_t count) {
    poise_tiff_reader *reader = calloc(1, sizeof *reader);
    if (!reader) return NULL;
    reader->bytes = bytes;
    reader->count = count;
    // Set for the whole process, always to the same value: by default libtiff writes to standard error.
    TIFFSetWarningHandler(NULL);
    TIFFSetErrorHandler(NULL);
    TIFFSetErrorHandlerExt(fail);
    return reader;
}

// Thumbnails and masks are marked; an unmarked directory is a full image.
static bool is_reduced(TIFF *tiff) {
    uint32_t type = 0;
    return TIFFGetField(tiff, TIFFTAG_SUBFILETYPE, &type) && type & (FILETYPE_REDUCEDIMAGE | FILETYPE_MASK);
}

// A tile or strip is decoded as a whole. It may extend beyond the image, but a file that requires gigabytes is hostile.
static bool has_sane_parts(const poise_tiff_reader *reader) {
    const uint64_t margin = 4096, bytes_of_pixel = 16;
    uint64_t part = TIFFIsTiled(reader->tiff) ? TIFFTileSize64(reader->tiff) : TIFFStripSize64(reader->tiff);
    return part > 0 && part / bytes_of_pixel <= (reader->width + margin) * (reader->height + margin);
}

bool poise_tiff_read_header(poise_tiff_reader *reader, uint32_t *width, uint32_t *height, int *orientation) {
    // Without "h" (header only) libtiff reads the first directory; "m" keeps it from mapping the file.
    reader->tiff = TIFFClientOpen("", "rm", reader, take, put, seek, finish, size, NULL, NULL);
    if (!reader->tiff) return false;
    const char *version = NULL;
    uint32_t version_length = 0;
    reader->is_raw = TIFFGetField(reader->tiff, TIFFTAG_DNGVERSION, &version);
    (void)version;
    (void)version_length;
    if (reader->is_raw) {
        say(reader, "this is a raw image");
        return false;
    }
    while (is_reduced(reader->tiff)) {
        if (!TIFFReadDirectory(reader->tiff)) {
            say(reader, "there is no image in full resolution");
            return false;
        }
    }
    if (!TIFFGetField(reader->tiff, TIFFTAG_IMAGEWIDTH, &reader->width)
        || !TIFFGetField(reader->tiff, TIFFTAG_IMAGELENGTH, &reader->height)) {
        say(reader, "the size is missing");
        return false;
    }
    TIFFGetFieldDefaulted(reader->tiff, TIFFTAG_ORIENTATION, &reader->orientation);
    if (reader->orientation < 1 || reader->orientation > 8) reader->orientation = 1;
    *width = reader->width;
    *height = reader->height;
    *orientation = reader->orientation;
    return true;
}

bool poise_tiff_is_raw(const poise_tiff_reader *reader) { return reader->is_raw; }

// libtiff multiplies colors by unassociated opacity; opacity of an unknown kind is ignored.
static void pass_over_opacity(TIFF *tiff) {
    uint16_t count = 0;
    uint16_t *kinds = NULL;
    if (!TIFFGetField(tiff, TIFFTAG_EXTRASAMPLES, &count, &kinds) || !count) return;
    uint16_t *unknown = calloc(count, sizeof *unknown);
    if (!unknown) return;
    TIFFSetField(tiff, TIFFTAG_EXTRASAMPLES, count, unknown);
    free(unknown);
}

bool poise_tiff_read_pixels(poise_tiff_reader *reader, uint8_t *rgbx) {
    char message[1024] = "";
    if (!TIFFRGBAImageOK(reader->tiff, message)) {
        say(reader, message);
        return false;
    }
    if (!has_sane_parts(reader)) {
        say(reader, "a tile or strip is far larger than the image");
        return false;
    }
    pass_over_opacity(reader->tiff);
    // Requested in its own orientation, the image is not turned; libtiff would only flip it.
    if (!TIFFReadRGBAImageOriented(
            reader->tiff, reader->width, reader->height, (uint32_t *)rgbx, reader->orientation, 1)) {
        say(reader, "the pixels cannot be decoded");
        return false;
    }
    // Each pixel is a number whose lowest byte is red.
    const size_t count = (size_t)reader->width * reader->height;
    for (size_t i = 0; i < count; i++) {
        uint32_t pixel;
        memcpy(&pixel, rgbx + 4 * i, sizeof pixel);
        rgbx[4 * i] = (uint8_t)TIFFGetR(pixel);
        rgbx[4 * i + 1] = (uint8_t)TIFFGetG(pixel);
        rgbx[4 * i + 2] = (uint8_t)TIFFGetB(pixel);
    }
    return true;
}

bool poise_tiff_ended_early(const poise_tiff_reader *reader) { return reader->ended_early; }

const char *poise_tiff_message(const poise_tiff_reader *reader) { return reader->message; }

void poise_tiff_reader_destroy(poise_tiff_reader *reader) {
    if (reader->tiff) TIFFClose(reader->tiff);
    free(reader);
}
