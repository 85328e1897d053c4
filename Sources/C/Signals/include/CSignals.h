#pragma once

// Signals that end a run. A signal handler cannot run Swift code: the state is in static memory, and only functions
// listed in signal-safety(7) are called.

#include <stdbool.h>

/// Installs handlers of SIGINT, SIGTERM and SIGHUP, except for ignored signals.
///
/// @param asks Whether the first signal only asks the run to stop, and is returned by `poise_signal_received`. The next
///   one, or the first one otherwise, removes the registered files and ends the process as the signal does by default.
void poise_signals_listen(bool asks);

/// Returns the signal that requested the run to stop; 0 if there was none.
int poise_signal_received(void);

/// Registers a file that is removed if a signal ends the process. Returns the number for `poise_part_forget`; -1 if the
/// path is too long or too many files are registered.
int poise_part_note(const char *path);

/// Unregisters a file; -1 is ignored.
void poise_part_forget(int number);
