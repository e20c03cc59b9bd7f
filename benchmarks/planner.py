"""How long the planner takes for the sizes met: 8 loci of 80 observations of 4 levels with uneven days.

    python -m benchmarks.planner [--rounds 3]

Then the whole page's work for a government of eight loci under the shipped KSPP and the default days, without database:
exact headlines, rooms, choices, plan. Milliseconds of CPU, the median of the rounds; nothing here asserts a clock.
"""

import argparse
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import partial
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from instruments.versions import find
from planning.decisions.effort import IndicatorEffort, defaults, ladder
from planning.decisions.gains import rooms
from planning.decisions.optimiser import Plan, PlanChoice, PlanOption, UnitChoices, plan, refuse_too_large
from planning.decisions.targets import least_total
from scoring.instrument import Indicator, Instrument, Scope
from scoring.kinds import kind_of
from scoring.sheet import Answer, AnswerMeasure, Sheet, Subject
from scoring.unit import exact_headline

LOCI, OBSERVATIONS, LEVELS = 8, 80, 4
PARTS = (20, 5, 2)
"""The need is this part of all that can be gained."""


def milliseconds(work: Callable[[], object], rounds: int) -> float:
    taken = []
    for _ in range(rounds):
        start = time.process_time()
        work()
        taken.append((time.process_time() - start) * 1000)
    return statistics.median(taken)


def uneven(random: Random, longest: int) -> list[UnitChoices]:
    units = []
    for u in range(LOCI):
        choices = []
        for n in range(OBSERVATIONS):
            worth = Fraction(random.choice([2185, 3237, 2424, 2154]), random.choice([1500, 4400, 3000, 2400]) * LOCI)
            days = [random.randint(1, longest) for _ in range(LEVELS)]
            options = (PlanOption(Fraction(k), sum(days[:k]), worth * k) for k in range(1, LEVELS + 1))
            choices.append(PlanChoice(f"{u}-{n}", tuple(options)))
        units.append(UnitChoices(f"U{u}", tuple(choices)))
    return units


def limited(units: Sequence[UnitChoices], capacity: int | None) -> list[UnitChoices]:
    return [replace(unit, capacity=capacity) for unit in units]


def sheet(instrument: Instrument, random: Random) -> Sheet:
    """Half-good answers to everything."""
    subjects = [
        Subject(f"{scope}-{n}", scope, "", "main")
        for scope, number in instrument.samples.items()
        if scope is not Scope.USER
        for n in range(1, number + 1)
    ]
    answers = []
    for indicator in instrument.indicators():
        about = [s.id for s in subjects if s.scope is indicator.scope] or [None]
        for subject in about:
            blank = Answer(indicator.code, subject)
            level = random.randint(0, 3)
            kinds = {
                AnswerMeasure.POINTS: {"points": level},
                AnswerMeasure.TALLY: {"tally": {level: 5}},
                AnswerMeasure.FIGURE: {},
            }
            answers.append(replace(blank, **kinds[kind_of(indicator).measure]))  # type: ignore[arg-type]
    return Sheet(tuple(subjects), tuple(answers))


def whole_page(instrument: Instrument, sheets: Sequence[Sheet], days: int | None) -> Plan:
    """What a request for the best band does beside reading rows."""
    ladders = {indicator.code: steps_of(indicator) for indicator in instrument.indicators()}
    exact, units = Fraction(0), []
    for number, each in enumerate(sheets):
        exact += (exact_headline(instrument, each) or Fraction(0)) / len(sheets)
        choices = []
        for place, room in enumerate(rooms(instrument, each)):
            rising = ladders[room.indicator].rising
            options = (PlanOption(r.points, rising(room.now, r.points), r.gain / len(sheets)) for r in room.reaches)
            choices.append(PlanChoice(f"{place}", tuple(options)))
        units.append(UnitChoices(str(number), tuple(choices), days))
    refuse_too_large(units)
    return plan(units, least_total(instrument.bands[0].lower, instrument.decimals) - exact)


def steps_of(indicator: Indicator) -> IndicatorEffort:
    usual = defaults().usual("kspp", indicator.code, indicator.scope, ())
    maximum = None if indicator.maximum is None else int(indicator.maximum)
    return ladder(usual, indicator.code, maximum, Fraction(indicator.figure_maximum))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    rounds = parser.parse_args().rounds
    print(f"{LOCI} loci x {OBSERVATIONS} observations x {LEVELS} levels, CPU ms (need = all / part)")
    for longest, capacity, most in ((10, None, None), (10, 60, None), (10, None, 4), (10, 60, 4), (20, None, None)):
        units = limited(uneven(Random(4), longest), capacity)
        everything = sum((c.options[-1].gain for unit in units for c in unit.choices), Fraction(0))
        refuse_too_large(units, most)
        taken = [milliseconds(partial(plan, units, everything / part, most), rounds) for part in PARTS]
        words = f"days to {longest:2} a step, capacity {capacity or '-':>3}, units {most or '-'}"
        print(f"  {words}:", "  ".join(f"1/{part} {ms:5.0f}" for part, ms in zip(PARTS, taken, strict=True)))
    instrument = find("kspp-2023-2024")
    sheets = [sheet(instrument, Random(n)) for n in range(LOCI)]
    for days in (None, 60):
        taken_ms = milliseconds(partial(whole_page, instrument, sheets, days), rounds)
        print(f"  the work of a page, KSPP to the best band, capacity {days or '-':>3}: {taken_ms:5.0f}")


if __name__ == "__main__":
    main()
