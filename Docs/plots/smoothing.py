"""Plots raw and filtered angles of the mannequin, and jitter by filter, from the results of `bench steadiness`.

    smoothing.py REPORT.json SEQUENCES ANGLES.svg JITTER.svg

REPORT is the output of `bench steadiness --json`, SEQUENCES the folder of its --sequences.
"""

import json
import math
import sys
from pathlib import Path

import matplotlib

matplotlib.use("svg")
# Equal reports give equal files.
matplotlib.rcParams.update({"svg.hashsalt": "poise", "svg.fonttype": "none", "font.family": "sans-serif"})
from matplotlib import pyplot

FILM, LEVEL = "squats", "balanced"
# The three joints of an angle, its vertex in the middle.
ANGLES = {"left knee": (23, 25, 27), "left elbow": (11, 13, 15)}
LINES = [("oneEuro", "one-euro", "#c0562f"), ("kalman", "Kalman, 2 frames late", "#2f6cc0"),
         ("rauchTungStriebel", "Rauch-Tung-Striebel", "#2a7f62")]
# The last second and a half, after the filters have converged.
BEGIN = 2.2


def frames(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()][1:]


def angle(person, joints):
    first, middle, last = ([person["world"][joint][axis] for axis in range(3)] for joint in joints)
    one, other = ([a - m for a, m in zip(end, middle)] for end in (first, last))
    cosine = sum(a * b for a, b in zip(one, other)) / math.hypot(*one) / math.hypot(*other)
    return math.degrees(math.acos(max(-1, min(1, cosine))))


def series(path, joints):
    seen = [frame for frame in frames(path) if frame["people"] and frame["time"] >= BEGIN]
    return [frame["time"] for frame in seen], [angle(frame["people"][0], joints) for frame in seen]


def draw_angles(folder, plot):
    figure, panels = pyplot.subplots(1, len(ANGLES), figsize=(9.5, 3.6))
    for axes, (name, joints) in zip(panels, ANGLES.items()):
        axes.plot(*series(folder / f"{FILM}.truth.jsonl", joints), color="#999999", linewidth=1, linestyle="--",
                  label="truth")
        axes.plot(*series(folder / f"{FILM}.{LEVEL}.none.jsonl", joints), color="#777777", linewidth=0, marker="o",
                  markersize=2.5, label="raw")
        for file, label, color in LINES:
            axes.plot(*series(folder / f"{FILM}.{LEVEL}.{file}.jsonl", joints), color=color, linewidth=1.2, label=label)
        axes.set(title=name, xlabel="seconds", ylabel="degrees")
        axes.title.set_fontsize(10)
        axes.spines[["top", "right"]].set_visible(False)
    handles, labels = panels[0].get_legend_handles_labels()
    figure.legend(handles, labels, loc="lower center", ncols=len(labels), frameon=False, fontsize=8)
    figure.tight_layout(rect=(0, 0.07, 1, 1))
    figure.savefig(plot, metadata={"Date": None, "Creator": None})


def draw_jitter(report, plot):
    rows = [row for row in report["results"] if row["material"] == "films"]
    filters = list(dict.fromkeys(row["filter"] for row in rows if row["level"] == LEVEL))
    levels = {"reference": "#999999", "balanced": "#2f6cc0", "best": "#2a7f62"}
    figure, panels = pyplot.subplots(1, 2, figsize=(9.5, 3.4), sharey=True)
    measures = [("thousandths", "jitter of a still body, thousandths of it"), ("lag", "lag of moving arms, ms")]
    for axes, (key, label) in zip(panels, measures):
        for number, (level, color) in enumerate(levels.items()):
            values = {row["filter"]: row[key] for row in rows if row["level"] == level}
            places = [place + 0.27 * (number - 1) for place in range(len(filters))]
            axes.barh(places, [values[name] for name in filters], height=0.25, color=color, label=level)
        axes.set(xlabel=label, yticks=range(len(filters)), yticklabels=filters)
        axes.spines[["top", "right"]].set_visible(False)
    panels[0].invert_yaxis()
    panels[1].legend(frameon=False, fontsize=8, loc="lower right")
    figure.tight_layout()
    figure.savefig(plot, metadata={"Date": None, "Creator": None})


if __name__ == "__main__":
    if len(sys.argv) != 5:
        sys.exit(__doc__.strip())
    draw_angles(Path(sys.argv[2]), sys.argv[3])
    with open(sys.argv[1], encoding="utf-8") as file:
        draw_jitter(json.load(file), sys.argv[4])
