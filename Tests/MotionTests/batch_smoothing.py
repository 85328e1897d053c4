"""Prints the reference values of ConstantVelocityTests.

The smoothed positions are the most likely ones given all measurements: the minimum of a sum of squares over all
positions and velocities, solved at once. That needs neither a Kalman filter nor a recursion.
"""
import numpy as np

NOISE, SPEED = 0.0073, 10.0
VALUES = [0.3, 0.358, 1.271, 0.684, 0.585, -0.332, -0.655, -0.701, -0.417, 0.592, 0.933, 1.859]
UNEVEN = [0.0, 0.03, 0.07, 0.1, 0.14, 0.17, 0.25, 0.27, 0.3, 0.33, 0.37, 0.4]


def smooth(values, times, acceleration):
    """Return the most likely positions given all measurements."""
    count = len(values)
    rows, targets = [], []

    def add(row, target):
        rows.append(row)
        targets.append(target)

    for index, value in enumerate(values):
        row = np.zeros(2 * count)
        row[2 * index] = 1 / NOISE
        add(row, value / NOISE)
    beginning = np.zeros(2 * count)
    beginning[1] = 1 / SPEED
    add(beginning, 0.0)
    for index in range(count - 1):
        step = times[index + 1] - times[index]
        # The covariance that white-noise acceleration adds to position and velocity in a step.
        added = acceleration**2 * np.array([[step**3 / 3, step**2 / 2], [step**2 / 2, step]])
        whitening = np.linalg.inv(np.linalg.cholesky(added))
        for line in whitening @ np.array([[-1, -step, 1, 0], [0, -1, 0, 1]]):
            row = np.zeros(2 * count)
            row[2 * index : 2 * index + 4] = line
            add(row, 0.0)
    solution, *_ = np.linalg.lstsq(np.array(rows), np.array(targets), rcond=None)
    return solution[::2]


def show(values):
    print([round(float(value), 9) for value in values])


def show_late(delay, acceleration):
    """Print each position as known `delay` measurements later; the last ones at the end of the series."""
    count = len(VALUES)
    ends = [min(index + delay, count - 1) + 1 for index in range(count)]
    show(smooth(VALUES[:end], UNEVEN[:end], acceleration)[index] for index, end in enumerate(ends))


show(smooth(VALUES, [index / 30 for index in range(len(VALUES))], 1.5))
show_late(0, 3)
show_late(2, 3)
