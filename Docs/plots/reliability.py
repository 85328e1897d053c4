"""Plots stated against measured confidence from reports of `poise score --json`, one panel per report.

    reliability.py PLOT.svg NAME=REPORT.json ...
"""

import json
import sys

import matplotlib

matplotlib.use("svg")
# Equal reports give equal files.
matplotlib.rcParams.update({"svg.hashsalt": "poise", "svg.fonttype": "none", "font.family": "sans-serif"})
from matplotlib import pyplot


def panel(axes, name, report):
    bins = report["calibration"]["bins"]
    stated = [100 * b["stated"] for b in bins]
    measured = [100 * b["measured"] for b in bins]
    # A bin with joints from a single image has no interval.
    ends = [b.get("interval", [b["measured"], b["measured"]]) for b in bins]
    low = [max(0, m - 100 * e[0]) for m, e in zip(measured, ends)]
    high = [max(0, 100 * e[1] - m) for m, e in zip(measured, ends)]
    axes.plot([0, 100], [0, 100], color="#999999", linewidth=1, linestyle="--")
    axes.fill_between([85, 95], [80, 80], [97, 97], color="#2a7f62", alpha=0.15, linewidth=0)
    axes.errorbar(stated, measured, yerr=[low, high], color="#2a7f62", marker="o", markersize=4, linewidth=1.2,
                  elinewidth=0.8, capsize=2)
    counts = axes.twinx()
    counts.bar(stated, [b["joints"] for b in bins], width=7, color="#888888", alpha=0.25)
    counts.set_ylim(0, 4 * max(b["joints"] for b in bins))
    counts.set_yticks([])
    axes.set(title=f"{name}, {report['calibration']['all']['joints']} joints", xlim=(0, 100), ylim=(0, 103),
             xlabel="stated confidence, %")
    axes.title.set_fontsize(10)
    axes.spines[["top", "right"]].set_visible(False)
    counts.spines[["top", "right"]].set_visible(False)


def main(plot, panels):
    reports = []
    for item in panels:
        name, path = item.split("=", 1)
        with open(path, encoding="utf-8") as file:
            reports.append((name, json.load(file)))
    figure, axes = pyplot.subplots(1, len(reports), figsize=(3.2 * len(reports), 3.2), sharey=True, squeeze=False)
    for place, (name, report) in zip(axes[0], reports):
        panel(place, name, report)
    axes[0][0].set_ylabel("within a tenth of the box, %")
    figure.tight_layout()
    figure.savefig(plot, metadata={"Date": None, "Creator": None})


if __name__ == "__main__":
    if len(sys.argv) < 3 or any("=" not in item for item in sys.argv[2:]):
        sys.exit(__doc__.strip())
    main(sys.argv[1], sys.argv[2:])
