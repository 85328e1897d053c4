// A camera for machines without one: loaded before a program (LD_PRELOAD), it answers for one device of Video4Linux as
// the kernel's interface prescribes for capture by mapped buffers (docs.kernel.org, "Video for Linux API"). All other
// calls go to the system.
//
// The environment configures it:
//   FAKE_CAMERA          path of the device
//   FAKE_CAMERA_FRAMES   a file of frames, each after its length, 4 bytes, little-endian
//   FAKE_CAMERA_FORMAT   YUYV or MJPG
//   FAKE_CAMERA_SIZE     WIDTHxHEIGHT
//   FAKE_CAMERA_RATE     frames per second
//   FAKE_CAMERA_END      the state after the last frame: unplugged, or silence
//   FAKE_CAMERA_BUSY     set when another program uses it
//   FAKE_CAMERA_LOG      a file to which the requested settings are written, line by line

#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/videodev2.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

enum { buffer_count = 4 };

static struct {
    int descriptor;
    unsigned width, height, rate, format, buffer_size;
    FILE *frames;
    unsigned sequence;
    double start;
    int is_streaming;
    // Buffers that wait to be filled, the oldest first.
    unsigned queue[buffer_count], queued;
} camera = {.descriptor = -1};

static const char *setting(const char *name, const char *fallback) {
    const char *value = getenv(name);
    return value ? value : fallback;
}

static void record(const char *format, ...) {
    FILE *log = fopen(setting("FAKE_CAMERA_LOG", "/dev/null"), "ae");
    if (!log) return;
    va_list arguments;
    va_start(arguments, format);
    vfprintf(log, format, arguments);
    va_end(arguments);
    fclose(log);
}

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec + time.tv_nsec * 1e-9;
}

static int fails(int error) {
    errno = error;
    return -1;
}

static int open_camera(void) {
    const char *format = setting("FAKE_CAMERA_FORMAT", "YUYV");
    camera.format = v4l2_fourcc(format[0], format[1], format[2], format[3]);
    sscanf(setting("FAKE_CAMERA_SIZE", "320x240"), "%ux%u", &camera.width, &camera.height);
    camera.rate = (unsigned)atoi(setting("FAKE_CAMERA_RATE", "25"));
    camera.buffer_size = (2 * camera.width * camera.height + 4095) & ~4095u;
    camera.frames = fopen(setting("FAKE_CAMERA_FRAMES", ""), "rbe");
    camera.sequence = camera.queued = 0;
    camera.is_streaming = 0;
    // Mappable memory in place of the driver's buffers.
    camera.descriptor = memfd_create("camera", MFD_CLOEXEC);
    if (!camera.frames || ftruncate(camera.descriptor, (off_t)buffer_count * camera.buffer_size)) return fails(EIO);
    return camera.descriptor;
}

static void describe_format(struct v4l2_format *format) {
    struct v4l2_pix_format *picture = &format->fmt.pix;
    memset(picture, 0, sizeof *picture);
    picture->width = camera.width;
    picture->height = camera.height;
    picture->pixelformat = camera.format;
    picture->field = V4L2_FIELD_NONE;
    picture->bytesperline = camera.format == V4L2_PIX_FMT_YUYV ? 2 * camera.width : 0;
    picture->sizeimage = 2 * camera.width * camera.height;
}

static void describe_buffer(struct v4l2_buffer *buffer) {
    buffer->memory = V4L2_MEMORY_MMAP;
    buffer->length = camera.buffer_size;
    buffer->m.offset = buffer->index * camera.buffer_size;
    buffer->flags = V4L2_BUF_FLAG_MAPPED | V4L2_BUF_FLAG_TIMESTAMP_MONOTONIC;
}

// Fills the oldest queued buffer, when the next frame is due.
static int dequeue(struct v4l2_buffer *buffer) {
    if (!camera.is_streaming) return fails(EINVAL);
    double due = camera.start + (double)camera.sequence / camera.rate;
    if (!camera.queued || now() < due) return fails(EAGAIN);
    unsigned char head[4];
    if (fread(head, 1, 4, camera.frames) != 4)
        return fails(strcmp(setting("FAKE_CAMERA_END", "unplugged"), "silence") ? ENODEV : EAGAIN);
    size_t length = head[0] | head[1] << 8 | head[2] << 16 | (size_t)head[3] << 24;
    char *bytes = malloc(length);
    buffer->index = camera.queue[0];
    describe_buffer(buffer);
    int is_whole = bytes && length <= camera.buffer_size && fread(bytes, 1, length, camera.frames) == length
        && pwrite(camera.descriptor, bytes, length, buffer->m.offset) == (ssize_t)length;
    free(bytes);
    if (!is_whole) return fails(EIO);
    memmove(camera.queue, camera.queue + 1, --camera.queued * sizeof *camera.queue);
    buffer->bytesused = (unsigned)length;
    buffer->sequence = camera.sequence++;
    buffer->timestamp.tv_sec = (long)due;
    buffer->timestamp.tv_usec = (long)((due - (long)due) * 1e6);
    return 0;
}

static int answer(unsigned long request, void *argument) {
    switch (request) {
    case VIDIOC_QUERYCAP: {
        struct v4l2_capability *capability = argument;
        memset(capability, 0, sizeof *capability);
        strcpy((char *)capability->driver, "fake");
        strcpy((char *)capability->card, "Camera of a test");
        capability->device_caps = V4L2_CAP_VIDEO_CAPTURE | V4L2_CAP_STREAMING;
        capability->capabilities = capability->device_caps | V4L2_CAP_DEVICE_CAPS;
        return 0;
    }
    case VIDIOC_ENUMINPUT: {
        struct v4l2_input *input = argument;
        if (input->index > 0) return fails(EINVAL);
        memset(input, 0, sizeof *input);
        input->type = V4L2_INPUT_TYPE_CAMERA;
        return 0;
    }
    case VIDIOC_G_INPUT: *(int *)argument = 0; return 0;
    case VIDIOC_S_INPUT: return *(int *)argument ? fails(EINVAL) : 0;
    case VIDIOC_ENUM_FMT: {
        struct v4l2_fmtdesc *description = argument;
        if (description->index > 0 || description->type != V4L2_BUF_TYPE_VIDEO_CAPTURE) return fails(EINVAL);
        description->pixelformat = camera.format;
        return 0;
    }
    // The requested settings are changed into the available ones.
    case VIDIOC_G_FMT:
    case VIDIOC_TRY_FMT:
    case VIDIOC_S_FMT: {
        const struct v4l2_pix_format *asked = &((struct v4l2_format *)argument)->fmt.pix;
        if (request == VIDIOC_S_FMT)
            record("size %ux%u %.4s\n", asked->width, asked->height, (const char *)&asked->pixelformat);
        describe_format(argument);
        return 0;
    }
    case VIDIOC_G_PARM:
    case VIDIOC_S_PARM: {
        struct v4l2_captureparm *capture = &((struct v4l2_streamparm *)argument)->parm.capture;
        if (request == VIDIOC_S_PARM)
            record("rate %u/%u\n", capture->timeperframe.denominator, capture->timeperframe.numerator);
        capture->capability = V4L2_CAP_TIMEPERFRAME;
        capture->timeperframe = (struct v4l2_fract){1, camera.rate};
        return 0;
    }
    case VIDIOC_REQBUFS: {
        if (getenv("FAKE_CAMERA_BUSY")) return fails(EBUSY);
        struct v4l2_requestbuffers *request = argument;
        if (request->memory != V4L2_MEMORY_MMAP) return fails(EINVAL);
        if (request->count > buffer_count) request->count = buffer_count;
        return 0;
    }
    case VIDIOC_QUERYBUF: {
        struct v4l2_buffer *buffer = argument;
        if (buffer->index >= buffer_count) return fails(EINVAL);
        describe_buffer(buffer);
        return 0;
    }
    case VIDIOC_QBUF: {
        struct v4l2_buffer *buffer = argument;
        if (buffer->index >= buffer_count || camera.queued == buffer_count) return fails(EINVAL);
        camera.queue[camera.queued++] = buffer->index;
        return 0;
    }
    case VIDIOC_DQBUF: return dequeue(argument);
    case VIDIOC_STREAMON:
        camera.start = now();
        camera.is_streaming = 1;
        return 0;
    case VIDIOC_STREAMOFF: camera.is_streaming = 0; return 0;
    // The kernel's answer to requests that a device does not support, such as television standards.
    default: return fails(ENOTTY);
    }
}

// MARK: The intercepted calls

int ioctl(int descriptor, unsigned long request, ...) {
    va_list arguments;
    va_start(arguments, request);
    void *argument = va_arg(arguments, void *);
    va_end(arguments);
    // Programs may pass the number as a signed one of 32 bits.
    if (descriptor >= 0 && descriptor == camera.descriptor) return answer(request & 0xffffffff, argument);
    int (*system_call)(int, unsigned long, ...) = dlsym(RTLD_NEXT, "ioctl");
    return system_call(descriptor, request, argument);
}

#define OPEN(name)                                                                                                     \
    int name(const char *path, int flags, ...) {                                                                       \
        va_list arguments;                                                                                             \
        va_start(arguments, flags);                                                                                    \
        mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(arguments, mode_t) : 0;                                   \
        va_end(arguments);                                                                                             \
        const char *device = getenv("FAKE_CAMERA");                                                                    \
        if (device && !strcmp(path, device)) return open_camera();                                                     \
        int (*system_call)(const char *, int, ...) = dlsym(RTLD_NEXT, #name);                                          \
        return system_call(path, flags, mode);                                                                         \
    }

OPEN(open)
OPEN(open64)

int close(int descriptor) {
    if (descriptor >= 0 && descriptor == camera.descriptor) {
        camera.descriptor = -1;
        if (camera.frames) fclose(camera.frames);
    }
    int (*system_call)(int) = dlsym(RTLD_NEXT, "close");
    return system_call(descriptor);
}
