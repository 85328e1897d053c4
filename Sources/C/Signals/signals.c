#define _GNU_SOURCE
#include "CSignals.h"

#include <errno.h>
#include <limits.h>
#include <signal.h>
#include <stdatomic.h>
#include <string.h>
#include <unistd.h>

enum { FREE, FILLING, NOTED, TAKEN };

/// The registered files. At any time a run writes at most a drawing, lines and one or two images.
static struct {
    atomic_int state;
    char path[PATH_MAX];
} parts[32];

static const int numbers[] = {SIGINT, SIGTERM, SIGHUP};
static atomic_int received;
static atomic_bool first_asks;

static void remove_parts(void) {
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        // Marked first, so that no other thread unregisters it in the meantime and writes another path there.
        int noted = NOTED;
        if (atomic_compare_exchange_strong(&parts[i].state, &noted, TAKEN)) unlink(parts[i].path);
    }
}

static void handle(int number) {
    int code = errno;
    int none = 0;
    if (atomic_load(&first_asks) && atomic_compare_exchange_strong(&received, &none, number)) {
        errno = code;
        return;
    }
    remove_parts();
    struct sigaction usual = {.sa_handler = SIG_DFL};
    sigaction(number, &usual, NULL);
    sigset_t only;
    sigemptyset(&only);
    sigaddset(&only, number);
    pthread_sigmask(SIG_UNBLOCK, &only, NULL);
    raise(number);
    _exit(128 + number);
}

void poise_signals_listen(bool asks) {
    atomic_store(&first_asks, asks);
    struct sigaction action = {.sa_handler = handle, .sa_flags = SA_RESTART};
    sigemptyset(&action.sa_mask);
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) sigaddset(&action.sa_mask, numbers[i]);
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        struct sigaction before;
        // An ignored signal means `nohup` or a background job of a script, which must continue.
        if (sigaction(numbers[i], NULL, &before) == 0 && before.sa_handler == SIG_IGN) continue;
        sigaction(numbers[i], &action, NULL);
    }
}

int poise_signal_received(void) { return atomic_load(&received); }

int poise_part_note(const char *path) {
    size_t length = strlen(path);
    if (length >= PATH_MAX) return -1;
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        int free = FREE;
        if (!atomic_compare_exchange_strong(&parts[i].state, &free, FILLING)) continue;
        memcpy(parts[i].path, path, length + 1);
        atomic_store(&parts[i].state, NOTED);
        return (int)i;
    }
    return -1;
}

void poise_part_forget(int number) {
    int noted = NOTED;
    if (number >= 0) atomic_compare_exchange_strong(&parts[number].state, &noted, FREE);
}
