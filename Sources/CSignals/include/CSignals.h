#pragma once

// Signals that end a run. What a handler may do is little, and none of it is Swift's: the state lies in static memory, and
// only calls are made that signal-safety(7) lists.

#include <stdbool.h>

/// Begins to listen to SIGINT, SIGTERM and SIGHUP, each unless it is ignored.
///
/// @param asks Whether the first of them only asks the run to stop, which is seen by `poise_signal_received`. The next one,
///   or the first one otherwise, removes the noted files and ends the process as the signal does by default.
void poise_signals_listen(bool asks);

/// Returns the signal that asked the run to stop; 0 when none did.
int poise_signal_received(void);

/// Notes a file that is removed when a signal ends the process. Returns the number by which it is forgotten; -1 when the
/// path is too long or too many files are noted.
int poise_part_note(const char *path);

/// Forgets a noted file; -1 is passed over.
void poise_part_forget(int number);
