#pragma once
#include <stdbool.h>

/// Whether allocations are counted at all: not beside another C library than glibc, and not under a sanitizer, which
/// has a malloc of its own.
bool allocations_are_counted(void);

/// How often the calling thread has asked for memory.
long allocation_count(void);
