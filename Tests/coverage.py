#!/usr/bin/env python3
"""Prints the share of executed lines by module: coverage.py SUMMARY, the output of `llvm-cov export -summary-only`."""

import json
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# Folders whose modules lie one level deeper.
NESTED = {"C", "CLI"}


def module(path):
    """Returns the module of a source file, by its folder below `Sources`; None for other files."""
    try:
        parts = Path(path).resolve().relative_to(ROOT / "Sources").parts
    except ValueError:
        return None
    return "/".join(parts[: 2 if parts[0] in NESTED else 1])


def main():
    modules = {}
    for file in json.loads(Path(sys.argv[1]).read_text())["data"][0]["files"]:
        name = module(file["filename"])
        if name:
            lines = file["summary"]["lines"]
            count, covered = modules.get(name, (0, 0))
            modules[name] = (count + lines["count"], covered + lines["covered"])
    rows = sorted(modules.items())
    rows.append(("all", tuple(map(sum, zip(*modules.values())))))
    print(f"{'module':18}{'lines':>8}{'executed':>10}")
    for name, (count, covered) in rows:
        print(f"{name:18}{count:8}{covered / count:10.1%}" if count else f"{name:18}{count:8}{'-':>10}")


if __name__ == "__main__":
    main()
