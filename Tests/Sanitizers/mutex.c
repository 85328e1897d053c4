// Preloaded into processes that run with the thread sanitizer: reports the slow path of Swift's `Mutex` to it.
//
// The fast path is inlined into code that the sanitizer instruments. A mutex that another thread holds is locked inside of
// libswiftSynchronization, which is not instrumented, so that the sanitizer would report a race for everything that a
// contended mutex protects. The functions here replace those of the library and call them.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdint.h>

void __tsan_acquire(void *) __attribute__((weak));
void __tsan_release(void *) __attribute__((weak));

#define SWIFT __attribute__((swiftcall))
#define SELF __attribute__((swift_context))
#define LOCK "$s15Synchronization12_MutexHandleV9_lockSlowyys6UInt32VF"
#define UNLOCK "$s15Synchronization12_MutexHandleV11_unlockSlowyyF"

typedef SWIFT void (*Lock)(uint32_t, SELF void *);
typedef SWIFT void (*Unlock)(SELF void *);

SWIFT void lock_slowly(uint32_t thread, SELF void *mutex) __asm__(LOCK);
SWIFT void unlock_slowly(SELF void *mutex) __asm__(UNLOCK);

static Lock lock;
static Unlock unlock;

__attribute__((constructor)) static void find(void) {
    lock = (Lock)dlsym(RTLD_NEXT, LOCK);
    unlock = (Unlock)dlsym(RTLD_NEXT, UNLOCK);
}

SWIFT void lock_slowly(uint32_t thread, SELF void *mutex) {
    if (!lock) lock = (Lock)dlsym(RTLD_NEXT, LOCK);
    lock(thread, mutex);
    if (__tsan_acquire) __tsan_acquire(mutex);
}

SWIFT void unlock_slowly(SELF void *mutex) {
    if (!unlock) unlock = (Unlock)dlsym(RTLD_NEXT, UNLOCK);
    if (__tsan_release) __tsan_release(mutex);
    unlock(mutex);
}
