"""The command: `python -m bot.evaluation --model models/jieyou-….tar.gz [--check | --diet]`."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, or with --check compare; return 1 where a reader dropped or something is missing."""
    parser = argparse.ArgumentParser(prog="bot.evaluation")
    parser.add_argument("--model", type=Path, required=True, help="a trained model")
    parser.add_argument("--check", action="store_true", help="compare with data/eval/predictions")
    parser.add_argument("--diet", action="store_true", help="compare with Rasa's DIET instead")
    options = parser.parse_args(arguments)
    if not options.diet:
        _keep_to_one_core()
    # Everything that loads NumPy comes after it: its threads stay where they are born.
    from bot.evaluation.messages import NotFrozen
    from bot.evaluation.predictions import NoPredictions
    from bot.evaluation.product import ModelUnreadable
    from bot.evaluation.run import against_diet, check, evaluate

    try:
        if options.diet:
            return against_diet(ROOT)
        return check(ROOT, options.model) if options.check else evaluate(ROOT, options.model)
    except (ModelUnreadable, NoPredictions, NotFrozen) as error:
        print(error, file=sys.stderr)
        return 1


def _keep_to_one_core() -> None:
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})


if __name__ == "__main__":
    sys.exit(main())
