#pragma once
#include <stddef.h>

// The network files of Weights/, embedded.
const unsigned char *poise_detector_network_start(void);
extern const size_t poise_detector_network_size;
const unsigned char *poise_full_network_start(void);
extern const size_t poise_full_network_size;
const unsigned char *poise_space_frame_network_start(void);
extern const size_t poise_space_frame_network_size;
const unsigned char *poise_space_sequence_network_start(void);
extern const size_t poise_space_sequence_network_size;
