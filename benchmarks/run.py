"""Runs every measurement and prints name, ours, reference, ratio and bar: `python -m benchmarks.run [FILE.json]`."""

import json
import os
import sys
from importlib import import_module
from pathlib import Path

import django

MEASUREMENTS = ("grades", "stored_grades", "pages", "paper", "imports", "checks", "review", "corrections")


def main(arguments: list[str]) -> int:
    """0 when everything was measured; a bar that is missed is told, not an error."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "otop_registry.settings")
    django.setup()
    results = []
    print(f"{'name':58} {'ours':>10} {'reference':>10} {'ratio':>7} {'bar':>5}")
    for name in MEASUREMENTS:
        for each in import_module(f"benchmarks.{name}").measure():
            results.append(each.as_json())
            verdict = "" if each.is_met else "  missed"
            print(
                f"{each.name:58} {each.ours:10.1f} {each.reference:10.1f} {each.ratio:7.2f} {each.bar:5}{verdict}",
                flush=True,
            )
    for path in arguments:
        Path(path).write_text(json.dumps(results, indent=2) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
