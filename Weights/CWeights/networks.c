#include "CWeights.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char detector[] __attribute__((aligned(64))) = {
#embed "../detector.safetensors"
};
static const unsigned char full[] __attribute__((aligned(64))) = {
#embed "../full.safetensors"
};

const unsigned char *poise_detector_network_start(void) { return detector; }
const size_t poise_detector_network_size = sizeof(detector);
const unsigned char *poise_full_network_start(void) { return full; }
const size_t poise_full_network_size = sizeof(full);
