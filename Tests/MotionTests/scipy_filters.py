"""Prints the reference values of SeriesFilterTests.filtersAreEqualToSciPy."""
import math

from scipy import signal

RATE, CUTOFF = 30.0, 6.0
INPUT = [round(math.sin(0.7 * i) + 0.05 * i * i / 10 + 0.3 * math.cos(2.9 * i), 3) for i in range(20)]

# The cut-off of a single pass, so that two passes halve the power at CUTOFF (Winter).
warped = math.tan(math.pi * CUTOFF / RATE) / (math.sqrt(2) - 1) ** 0.25
numerator, denominator = signal.butter(2, math.atan(warped) * RATE / math.pi / (RATE / 2))


def show(values):
    print([round(float(value), 12) for value in values])


show(INPUT)
show(signal.filtfilt(numerator, denominator, INPUT, padtype="odd", padlen=9))
show(signal.savgol_filter(INPUT, 7, 3, mode="interp"))
show(signal.medfilt(INPUT, 5)[2:-2])
