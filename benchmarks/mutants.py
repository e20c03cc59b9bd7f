"""Do the tests notice when the code is wrong? A sample of small changes, each tried against the tests of its app.

    python -m benchmarks.mutants [--tree DIR] [--seed 12] [--number 100] [--cache DIR] [--json FILE] [--apps units …]

Taken are services, selectors, forms and the pure rooms of all apps (`benchmarks.mutations` says which changes, and why
the same seed picks comparable ones in another checkout). One run of each app's tests with coverage says which test
executes which line; it is kept in the cache folder under a fingerprint of the code. A mutant meets the tests of its app
that execute its statement, at most CAP, spread over their files; what is executed only when its module is loaded meets
those that execute anything of the file. The checkout is not touched: all happens in a copy that is thrown away
(`benchmarks.mutant_tests` says how). A mutant that no test executes survives at once. A test that also fails without
the mutant does not count as killing it.

One line per mutant: what became of it, where, what was changed, seconds. Then the share killed. Exit code 0, whatever
survived: some mutants change nothing that matters, and reading the survivors is the point.
"""

import argparse
import hashlib
import json
import os
import re
import shutil
import signal
import subprocess
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from configparser import ConfigParser
from dataclasses import asdict, dataclass
from itertools import zip_longest
from pathlib import Path
from typing import Any

from coverage import CoverageData

from benchmarks.mutations import Mutant, chosen, mutants

HERE = Path(__file__).resolve().parent
CAP = 80
SECONDS = 120
NOT_COPIED = shutil.ignore_patterns(
    ".venv", "var", ".git", "__pycache__", ".pytest_cache", ".mypy_cache", ".ruff_cache"
)
PYTEST = [".venv/bin/python", "-m", "pytest", "-q", "-m", "not browser", "-p", "kspp_mutant_tests"]
PYTEST += ["-p", "no:randomly", "-p", "no:cacheprovider"]
DATABASE, ANSWERS = "database.sqlite3", "answers"
GROUND_FILE = "test_mutants_ground.py"
GROUND = "def test_ground_of_mutants(db):\n    pass\n"

Task = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Outcome:
    mutant: Mutant
    result: str
    """killed or survived; `again` when it needs a session of its own"""
    by: str
    """The test that failed, or why without one"""
    seconds: float
    tests: int

    @property
    def is_killed(self) -> bool:
        return self.result == "killed"

    def __str__(self) -> str:
        m = self.mutant
        change = _short(f"{m.old} -> {m.edit.new}" if m.kind != "guard removed" else f"if {m.old}", 90)
        tail = f"  by {self.by}" if self.by else ""
        where = f"{m.file}:{m.line} {m.function}"
        return f"{self.result:<9} {where}  [{m.kind}] {change}  {self.tests} tests, {self.seconds:.1f} s{tail}"


class Bench:
    """A throw-away copy of a tree in which mutants are tried."""

    def __init__(self, tree: Path, cache: Path, seconds: int) -> None:
        self.tree, self.seconds = tree, seconds
        self.cache = cache / _fingerprint(tree)
        self.cache.mkdir(parents=True, exist_ok=True)
        self.work = Path(tempfile.mkdtemp(prefix="kspp-mutants-"))
        self.copy = self.work / "tree"
        shutil.copytree(tree, self.copy, ignore=NOT_COPIED, symlinks=True)
        (self.copy / ".venv").symlink_to((tree / ".venv").resolve())
        shutil.copy(HERE / "mutant_tests.py", self.work / "kspp_mutant_tests.py")
        self.knowledge: dict[str, Executed] = {}

    def close(self) -> None:
        shutil.rmtree(self.work, ignore_errors=True)

    def tests_of(self, mutant: Mutant) -> list[str]:
        if mutant.app not in self.knowledge:
            self._watch(mutant.app)
            self.knowledge[mutant.app] = Executed(self.cache, mutant.app)
        return self.knowledge[mutant.app].tests(mutant)

    def _watch(self, app: str) -> None:
        """Run the tests of one app with coverage, unless that was done for this code."""
        found = self.cache / f"{app}.coverage"
        if found.exists():
            return
        if not (self.cache / DATABASE).exists():
            list(self._session([], [], []))
        settings, unfinished = self.work / "coverage.ini", self.cache / f"{app}.unfinished"
        settings.write_text("[run]\nomit = */tests/*\n")
        options = [f"--cov={app}", f"--cov-config={settings}", "--cov-context=test", "--cov-report=", "-rfE", app]
        told = self._told([]) | {"COVERAGE_FILE": str(unfinished)}
        with (self.cache / f"{app}.log").open("w") as log:
            command = [*PYTEST, *options]
            subprocess.run(command, cwd=self.copy, stdout=log, stderr=log, check=False, env=os.environ | told)
        unfinished.rename(found)

    def try_all(self, sample: Sequence[Mutant]) -> Iterator[Outcome]:
        """App by app: first what can be tried in one session, then what needs one of its own."""
        by_app: defaultdict[str, list[Mutant]] = defaultdict(list)
        for mutant in sample:
            by_app[mutant.app].append(mutant)
        for app, members in sorted(by_app.items(), key=lambda one: len(one[1])):
            yield from self._try_app(app, members)

    def _try_app(self, app: str, members: list[Mutant]) -> Iterator[Outcome]:
        tests = {mutant: self.tests_of(mutant) for mutant in members}
        again = [mutant for mutant in members if mutant.at_import and tests[mutant]]
        yield from (Outcome(m, "survived", "no test executes it", 0.0, 0) for m in members if not tests[m])
        together = [mutant for mutant in members if not mutant.at_import and tests[mutant]]
        if together:
            for outcome in self._session([_task(self.copy, m, tests[m]) for m in together], together, [app]):
                if outcome.result == "again":
                    again.append(outcome.mutant)
                else:
                    yield outcome
        for mutant in again:
            yield self._alone(mutant, tests[mutant])

    def _alone(self, mutant: Mutant, tests: list[str]) -> Outcome:
        """Its own session, which loads the mutated file."""
        path = self.copy / mutant.file
        before = path.read_bytes()
        task = _task(self.copy, mutant, tests) | {"in_memory": False}
        path.write_bytes(mutant.applied(before))
        try:
            places = sorted({test.split("::")[0] for test in tests})
            outcomes = list(self._session([task], [mutant], places))
        finally:
            path.write_bytes(before)
        return outcomes[0] if outcomes else Outcome(mutant, "killed", "it does not load", 0.0, len(tests))

    def _session(self, tasks: list[Task], members: list[Mutant], places: Iterable[str]) -> Iterator[Outcome]:
        answers, log = self.work / ANSWERS, self.cache / "session.log"
        (self.copy / GROUND_FILE).write_text(GROUND)
        answers.write_text("")
        told = self._told([task | {"id": number} for number, task in enumerate(tasks)])
        command = [*PYTEST, *places, GROUND_FILE]
        with log.open("w") as said_by_pytest:
            session = subprocess.Popen(
                command, cwd=self.copy, env=os.environ | told, stdout=said_by_pytest, stderr=said_by_pytest
            )
            try:
                for line in _followed(answers, session):
                    answer = json.loads(line)
                    yield Outcome(members[answer.pop("id")], **answer)
            finally:
                session.terminate()
                session.wait()

    def _told(self, tasks: list[Task]) -> dict[str, str]:
        """The environment that tells the plugin what to do."""
        path = self.work / "tasks.json"
        said = {"tasks": tasks, "answers": str(self.work / ANSWERS), "seconds": self.seconds}
        path.write_text(json.dumps(said | {"template": str(self.cache / DATABASE)}))
        return {"KSPP_MUTANTS": str(path), "PYTHONPATH": str(self.work), "PYTHONDONTWRITEBYTECODE": "1"}


class Executed:
    """Which tests of an app execute which lines, without those that fail anyway."""

    def __init__(self, cache: Path, app: str) -> None:
        self.data = CoverageData(str(cache / f"{app}.coverage"))
        self.data.read()
        log = (cache / f"{app}.log").read_text()
        self.failing = set(re.findall(r"^(?:FAILED|ERROR) (\S+::\S+)", log, re.MULTILINE))

    def tests(self, mutant: Mutant) -> list[str]:
        names = [name for name in self.data.measured_files() if name.endswith(f"/{mutant.file}")]
        first, last = mutant.lines
        found: set[str] = set()
        for name in names:
            for line, contexts in self.data.contexts_by_lineno(name).items():
                if mutant.at_import or first <= line <= last:
                    found |= {context.rsplit("|", 1)[0] for context in contexts if context}
        return _spread(found - self.failing)


def _spread(tests: Iterable[str]) -> list[str]:
    """One of each file, then the second of each, up to the cap."""
    by_file: defaultdict[str, list[str]] = defaultdict(list)
    for test in sorted(tests):
        by_file[test.split("::")[0]].append(test)
    turns = zip_longest(*by_file.values())
    return [test for turn in turns for test in turn if test is not None][:CAP]


def _task(copy: Path, mutant: Mutant, tests: list[str]) -> Task:
    path = copy / mutant.file
    return {
        "file": str(path), "name": f"/{mutant.file}", "function": mutant.function, "tests": tests, "in_memory": True,
        "module": mutant.file.removesuffix(".py").replace("/", ".").removesuffix(".__init__"),
        "source": mutant.applied(path.read_bytes()).decode(),
    }  # fmt: skip


def _followed(answers: Path, session: subprocess.Popen[bytes]) -> Iterator[str]:
    """The lines of a file that is still being written, until its writer is gone."""
    with answers.open() as lines:
        is_over, rest = False, ""
        while True:
            rest += lines.readline()
            if rest.endswith("\n"):
                yield rest
                rest = ""
            elif is_over:
                return
            else:
                time.sleep(0.1)
                is_over = session.poll() is not None


def _fingerprint(tree: Path) -> str:
    found = hashlib.sha256()
    for app in apps_of(tree):
        for path in sorted((tree / app).rglob("*.py")):
            found.update(str(path.relative_to(tree)).encode() + path.read_bytes())
    return found.hexdigest()[:16]


def apps_of(tree: Path) -> list[str]:
    """As pytest is told them."""
    told = ConfigParser()
    told.read(tree / "pytest.ini")
    return [app for app in told["pytest"]["testpaths"].split() if app != "demo"]


def _short(text: str, length: int) -> str:
    one_line = " ".join(text.split())
    return one_line if len(one_line) <= length else f"{one_line[: length - 1]}…"


def summary(outcomes: Sequence[Outcome], number: int) -> str:
    """The share killed, of all and app by app."""
    by_app: defaultdict[str, list[bool]] = defaultdict(list)
    for outcome in outcomes:
        by_app[outcome.mutant.app].append(outcome.is_killed)
    lines = [f"{app:<18} {sum(killed)} of {len(killed)} killed" for app, killed in sorted(by_app.items())]
    killed = sum(outcome.is_killed for outcome in outcomes)
    share = f"{killed / len(outcomes):.0%}" if outcomes else "–"
    untried = f"; {number - len(outcomes)} of the sample were not tried" if len(outcomes) < number else ""
    return "\n".join([*lines, f"{killed} of {len(outcomes)} mutants killed: {share}{untried}"])


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--tree", type=Path, default=HERE.parent, help="the checkout to judge; this one unless told")
    parser.add_argument("--seed", type=int, default=12)
    parser.add_argument("--number", type=int, default=100)
    parser.add_argument("--apps", nargs="*", help="try only those of the sample that are in these apps")
    parser.add_argument("--cache", type=Path, default=Path(tempfile.gettempdir()) / "kspp-mutants")
    parser.add_argument("--seconds", type=int, default=SECONDS, help="of processor for the tests of one mutant")
    parser.add_argument("--minutes", type=float, default=float("inf"), help="begin no mutant after that")
    parser.add_argument("--list", action="store_true", help="show the sample, try nothing")
    parser.add_argument("--json", type=Path)
    return parser.parse_args()


def main() -> None:
    told = arguments()
    tree, until = told.tree.resolve(), time.monotonic() + told.minutes * 60
    sample = chosen(mutants(tree, apps_of(tree)), tree, told.seed, told.number)
    sample = [mutant for mutant in sample if not told.apps or mutant.app in told.apps]
    if told.list:
        print("\n".join(f"{m.file}:{m.line} {m.function} [{m.kind}] {_short(m.statement, 80)}" for m in sample))
        return
    outcomes: list[Outcome] = []
    bench = Bench(tree, told.cache.resolve(), told.seconds)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        for outcome in bench.try_all(sample):
            outcomes.append(outcome)
            print(outcome, flush=True)
            if time.monotonic() > until:
                break
    except KeyboardInterrupt:
        print("Stopped.")
    finally:
        bench.close()
    print(summary(outcomes, len(sample)))
    if told.json:
        found = [asdict(outcome.mutant) | _plain(outcome) for outcome in outcomes]
        told.json.write_text(json.dumps({"seed": told.seed, "sample": len(sample), "outcomes": found}, indent=1))


def _plain(outcome: Outcome) -> Task:
    return {"result": outcome.result, "by": outcome.by, "tests": outcome.tests, "seconds": outcome.seconds}


if __name__ == "__main__":
    main()
