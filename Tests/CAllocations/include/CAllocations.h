#pragma once
#include <stdbool.h>

/// Whether allocations are counted: only with glibc, and not under a sanitizer, which has its own malloc.
bool allocations_are_counted(void);

/// Returns the number of memory allocations of the calling thread.
long allocation_count(void);
