#pragma once

#include <errno.h>
#include <libavcodec/avcodec.h>
#include <libavdevice/avdevice.h>
#include <libavformat/avformat.h>
#include <libavutil/avutil.h>
#include <libavutil/dict.h>
#include <libavutil/display.h>
#include <libavutil/error.h>
#include <libavutil/imgutils.h>
#include <libavutil/log.h>
#include <libavutil/opt.h>
#include <libswscale/swscale.h>

// Macros that Swift does not import, as constants.

/// The end of a file, or of what a codec holds back.
static const int poise_error_end = AVERROR_EOF;
/// Nothing now; more input or a later call will help.
static const int poise_error_again = AVERROR(EAGAIN);
/// The interrupt callback asked to give up.
static const int poise_error_interrupted = AVERROR_EXIT;
/// The bytes make no sense.
static const int poise_error_invalid_data = AVERROR_INVALIDDATA;
/// No memory.
static const int poise_error_no_memory = AVERROR(ENOMEM);
/// A packet or frame without a time.
static const int64_t poise_no_time = AV_NOPTS_VALUE;
/// An error of the system, as FFmpeg's functions return it.
static inline int poise_error_of_system(int code) { return AVERROR(code); }
/// FFmpeg was built without the encoder.
static const int poise_error_no_encoder = AVERROR_ENCODER_NOT_FOUND;

/// The nine numbers that say how a stream's pictures are turned; NULL when nothing is said.
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
