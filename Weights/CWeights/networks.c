#include "CWeights.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char detector[] __attribute__((aligned(64))) = {
#embed "../detector.safetensors"
};
static const unsigned char full[] __attribute__((aligned(64))) = {
#embed "../full.safetensors"
};
static const unsigned char space_frame[] __attribute__((aligned(64))) = {
#embed "../space-frame.safetensors"
};
static const unsigned char space_sequence[] __attribute__((aligned(64))) = {
#embed "../space-sequence.safetensors"
};

const unsigned char *poise_detector_network_start(void) { return detector; }
const size_t poise_detector_network_size = sizeof(detector);
const unsigned char *poise_full_network_start(void) { return full; }
const size_t poise_full_network_size = sizeof(full);
const unsigned char *poise_space_frame_network_start(void) { return space_frame; }
const size_t poise_space_frame_network_size = sizeof(space_frame);
const unsigned char *poise_space_sequence_network_start(void) { return space_sequence; }
const size_t poise_space_sequence_network_size = sizeof(space_sequence);
