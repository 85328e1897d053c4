#pragma once
#include <stddef.h>

extern const unsigned char poise_detector_network[];
extern const size_t poise_detector_network_size;
extern const unsigned char poise_full_network[];
extern const size_t poise_full_network_size;
