#pragma once

#include <errno.h>
#include <stdbool.h>
#include <libavcodec/avcodec.h>
#include <libavcodec/bsf.h>
#include <libavdevice/avdevice.h>
#include <libavformat/avformat.h>
#include <libavutil/avutil.h>
#include <libavutil/dict.h>
#include <libavutil/display.h>
#include <libavutil/error.h>
#include <libavutil/imgutils.h>
#include <libavutil/log.h>
#include <libavutil/mastering_display_metadata.h>
#include <libavutil/opt.h>
#include <libswscale/swscale.h>

// Constants for macros that Swift does not import.

/// The end of a file, or of the delayed frames of a codec.
static const int poise_error_end = AVERROR_EOF;
/// No data yet; more input or a later call is needed.
static const int poise_error_again = AVERROR(EAGAIN);
/// The interrupt callback ended the operation.
static const int poise_error_interrupted = AVERROR_EXIT;
/// The bytes are invalid.
static const int poise_error_invalid_data = AVERROR_INVALIDDATA;
/// Out of memory.
static const int poise_error_no_memory = AVERROR(ENOMEM);
/// A packet or frame without a time.
static const int64_t poise_no_time = AV_NOPTS_VALUE;
/// Returns FFmpeg's code of a system error.
static inline int poise_error_of_system(int code) { return AVERROR(code); }
/// FFmpeg was built without the encoder.
static const int poise_error_no_encoder = AVERROR_ENCODER_NOT_FOUND;

/// Returns the display matrix of a stream, `[9]`; NULL if it has none.
static inline const int32_t *poise_display_matrix(const AVStream *stream) {
    const uint8_t *data = NULL;
    size_t size = 0;
#if LIBAVFORMAT_VERSION_MAJOR >= 61
    const AVPacketSideData *side = av_packet_side_data_get(
        stream->codecpar->coded_side_data, stream->codecpar->nb_coded_side_data, AV_PKT_DATA_DISPLAYMATRIX);
    if (side) {
        data = side->data;
        size = side->size;
    }
#else
    data = av_stream_get_side_data(stream, AV_PKT_DATA_DISPLAYMATRIX, &size);
#endif
    return data && size >= 9 * sizeof(int32_t) ? (const int32_t *)data : NULL;
}

// Swscale's context became a public structure and its flags an enumeration with FFmpeg 8; these wrappers have one type
// for all versions.

/// A conversion of images from one size and pixel format to another.
typedef struct PoiseScaler PoiseScaler;

/// Bicubic interpolation.
static const int poise_scale_bicubic = SWS_BICUBIC;
/// Chroma from each input pixel, rather than from each pair.
static const int poise_scale_full_chroma_input = SWS_FULL_CHR_H_INP;
/// Chroma for each output pixel, rather than for each pair.
static const int poise_scale_full_chroma_output = SWS_FULL_CHR_H_INT;
/// Exact rounding, which is also correct for odd sizes.
static const int poise_scale_accurate = SWS_ACCURATE_RND;

/// Returns `scaler` if it converts between these sizes and formats, otherwise frees it and returns a new one; NULL on
/// failure.
static inline PoiseScaler *poise_scaler_cached(
    PoiseScaler *scaler, int width, int height, int format, int output_width, int output_height, int output_format,
    int flags) {
    return (PoiseScaler *)sws_getCachedContext(
        (struct SwsContext *)scaler, width, height, (enum AVPixelFormat)format, output_width, output_height,
        (enum AVPixelFormat)output_format, flags, NULL, NULL, NULL);
}

/// Sets the matrix and the range of the scaler's YUV input; those of the output stay. Returns `false` on failure.
static inline bool poise_scaler_set_input_colors(PoiseScaler *scaler, int matrix, bool is_full_range) {
    int *inverse_table, *table, input_range, output_range, brightness, contrast, saturation;
    if (sws_getColorspaceDetails(
            (struct SwsContext *)scaler, &inverse_table, &input_range, &table, &output_range, &brightness, &contrast,
            &saturation) < 0)
        return false;
    return sws_setColorspaceDetails(
               (struct SwsContext *)scaler, sws_getCoefficients(matrix), is_full_range, table, output_range, brightness,
               contrast, saturation) >= 0;
}

/// Sets the matrix of the scaler's YUV output, in the limited range; the input keeps its own. Returns `false` on
/// failure.
static inline bool poise_scaler_set_output_colors(PoiseScaler *scaler, int matrix) {
    int *inverse_table, *table, input_range, output_range, brightness, contrast, saturation;
    if (sws_getColorspaceDetails(
            (struct SwsContext *)scaler, &inverse_table, &input_range, &table, &output_range, &brightness, &contrast,
            &saturation) < 0)
        return false;
    return sws_setColorspaceDetails(
               (struct SwsContext *)scaler, inverse_table, input_range, sws_getCoefficients(matrix), 0, brightness,
               contrast, saturation) >= 0;
}

/// Converts rows from the top and returns the number of rows written.
static inline int poise_scaler_run(
    PoiseScaler *scaler, const uint8_t *const planes[], const int strides[], int height, uint8_t *const output[],
    const int output_strides[]) {
    return sws_scale((struct SwsContext *)scaler, planes, strides, 0, height, output, output_strides);
}

/// Converts a frame to packed pixels and returns the number of rows written.
static inline int poise_scaler_read(PoiseScaler *scaler, const AVFrame *frame, uint8_t *pixels, int stride) {
    return poise_scaler_run(
        scaler, (const uint8_t *const *)frame->data, frame->linesize, frame->height, (uint8_t *[4]){pixels},
        (int[4]){stride});
}

/// Converts packed pixels to a frame and returns the number of rows written.
static inline int poise_scaler_write(
    PoiseScaler *scaler, const uint8_t *pixels, int stride, int height, const AVFrame *frame) {
    return poise_scaler_run(
        scaler, (const uint8_t *[4]){pixels}, (int[4]){stride}, height, (uint8_t *const *)frame->data, frame->linesize);
}

/// Frees the scaler, which may be NULL.
static inline void poise_scaler_free(PoiseScaler *scaler) { sws_freeContext((struct SwsContext *)scaler); }

/// Returns the display matrix of a frame, `[9]`, as stored by the codec (an H.264 or HEVC message, EXIF in Motion
/// JPEG); NULL if the frame has none.
static inline const int32_t *poise_frame_display_matrix(const AVFrame *frame) {
    const AVFrameSideData *side = av_frame_get_side_data(frame, AV_FRAME_DATA_DISPLAYMATRIX);
    return side && side->size >= 9 * sizeof(int32_t) ? (const int32_t *)side->data : NULL;
}

/// Returns whether a frame is a key frame, at which decoding can begin.
static inline bool poise_frame_is_key(const AVFrame *frame) {
#if LIBAVUTIL_VERSION_INT >= AV_VERSION_INT(58, 7, 100)
    return frame->flags & AV_FRAME_FLAG_KEY;
#else
    return frame->key_frame;
#endif
}

/// Returns whether a frame consists of two fields taken at different times.
static inline bool poise_frame_is_interlaced(const AVFrame *frame) {
#if LIBAVUTIL_VERSION_INT >= AV_VERSION_INT(58, 7, 100)
    return frame->flags & AV_FRAME_FLAG_INTERLACED;
#else
    return frame->interlaced_frame;
#endif
}

/// Returns the peak luminance stated by the content's metadata, cd/m2; 0 if there is none.
static inline double poise_frame_peak_luminance(const AVFrame *frame) {
    const AVFrameSideData *side = av_frame_get_side_data(frame, AV_FRAME_DATA_CONTENT_LIGHT_LEVEL);
    if (side && side->size >= sizeof(AVContentLightMetadata)) {
        const AVContentLightMetadata *light = (const AVContentLightMetadata *)side->data;
        if (light->MaxCLL) return light->MaxCLL;
    }
    side = av_frame_get_side_data(frame, AV_FRAME_DATA_MASTERING_DISPLAY_METADATA);
    if (side && side->size >= sizeof(AVMasteringDisplayMetadata)) {
        const AVMasteringDisplayMetadata *display = (const AVMasteringDisplayMetadata *)side->data;
        if (display->has_luminance && display->max_luminance.den) return av_q2d(display->max_luminance);
    }
    return 0;
}

// For test files only.

/// Adds a display matrix, `[9]`, to a stream and returns it; NULL if out of memory.
static inline int32_t *poise_fixture_new_display_matrix(AVStream *stream) {
#if LIBAVFORMAT_VERSION_MAJOR >= 61
    AVPacketSideData *side = av_packet_side_data_new(
        &stream->codecpar->coded_side_data, &stream->codecpar->nb_coded_side_data, AV_PKT_DATA_DISPLAYMATRIX,
        9 * sizeof(int32_t), 0);
    return side ? (int32_t *)side->data : NULL;
#else
    return (int32_t *)av_stream_new_side_data(stream, AV_PKT_DATA_DISPLAYMATRIX, 9 * sizeof(int32_t));
#endif
}

/// Marks a frame as two fields, the upper one first.
static inline void poise_fixture_mark_interlaced(AVFrame *frame) {
#if LIBAVUTIL_VERSION_INT >= AV_VERSION_INT(58, 7, 100)
    frame->flags |= AV_FRAME_FLAG_INTERLACED | AV_FRAME_FLAG_TOP_FIELD_FIRST;
#else
    frame->interlaced_frame = 1;
    frame->top_field_first = 1;
#endif
}

/// Returns the first sample format that an encoder takes; AV_SAMPLE_FMT_NONE where it names none.
static inline enum AVSampleFormat poise_fixture_sample_format(const AVCodec *encoder) {
    const enum AVSampleFormat *formats = NULL;
#if LIBAVCODEC_VERSION_INT >= AV_VERSION_INT(61, 13, 100)
    avcodec_get_supported_config(NULL, encoder, AV_CODEC_CONFIG_SAMPLE_FORMAT, 0, (const void **)&formats, NULL);
#else
    formats = encoder->sample_fmts;
#endif
    return formats ? formats[0] : AV_SAMPLE_FMT_NONE;
}
