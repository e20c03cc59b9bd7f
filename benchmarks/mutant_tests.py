"""Tries mutants inside one pytest session: a pytest plugin that `benchmarks.mutants` copies beside the tree it judges.

Starting Django and migrating the database costs more than most tests, so one session per app collects once, makes the
database once and forks a child for each mutant. The child gives the functions that are already loaded the code of the
mutant, runs the chosen tests on a copy of the database, stops at the first failure and is gone. What is executed while
its module is loaded (form fields, constants) cannot be changed that way: for those one session per mutant is started,
which finds the mutant in the file. In both cases the file says what the mutant says while the tests run.

It is told what to do by the JSON file that KSPP_MUTANTS names and answers with one JSON line per mutant.
"""

import contextlib
import functools
import gc
import importlib
import json
import os
import resource
import shutil
import signal
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any

import pytest

GROUND = "test_ground_of_mutants"
"""The test that makes session and database ready; it is in a file of the throw-away copy."""
WALL = 5
"""A child may take this many times its seconds of processor on a clock on the wall."""
Task = dict[str, Any]


class Unpatchable(Exception):
    """No loaded function can be given the code of this mutant."""


@pytest.hookimpl(trylast=True)
def pytest_configure(config: pytest.Config) -> None:
    """After the suite's own plugin has made its folder: start from the database of an earlier session."""
    from django.conf import settings

    template = Path(_tasks()["template"])
    if template.exists():
        shutil.copyfile(template, settings.DATABASES["default"]["TEST"]["NAME"])
        config.option.reuse_db = True


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session: pytest.Session) -> bool | None:
    """Instead of running the tests; without the test of ours this is an ordinary run that is watched."""
    told = _tasks()
    if not any(GROUND in item.nodeid for item in session.items) and not session.testsfailed:
        return None
    items = {item.nodeid: item for item in session.items}
    with Path(told["answers"]).open("a") as answers:
        if session.testsfailed:
            for task in told["tasks"]:
                _answer(answers, task, {"result": "killed", "by": "it does not load", "seconds": 0.0, "tests": 0})
            return True
        _prepare(session, told)
        for task in told["tasks"]:
            chosen = [items[name] for name in task["tests"] if name in items]
            _answer(answers, task, _tried(task, chosen, told["seconds"]))
    return True


@functools.cache
def _tasks() -> Task:
    found: Task = json.loads(Path(os.environ["KSPP_MUTANTS"]).read_text())
    return found


def _answer(answers: Any, task: Task, said: Task) -> None:
    answers.write(json.dumps({"id": task["id"], **said}) + "\n")
    answers.flush()


def _prepare(session: pytest.Session, told: Task) -> None:
    """Session fixtures and database, kept alive by naming a next item that is never run here."""
    from django.db import connections

    ground = next(item for item in session.items if GROUND in item.nodeid)
    other = next((item for item in session.items if item is not ground), ground)
    ground.config.hook.pytest_runtest_protocol(item=ground, nextitem=other)
    connections.close_all()
    template = Path(told["template"])
    if not template.exists():
        shutil.copyfile(connections["default"].settings_dict["NAME"], template)


def _tried(task: Task, items: Sequence[pytest.Item], seconds: int) -> Task:
    """A test that fails without the mutant as well is left out, and the others tried again."""
    start, usable = time.monotonic(), list(items)
    while True:
        result, by = _once(task, usable, seconds)
        culprit = next((item for item in usable if item.nodeid == by), None)
        if culprit is None or not task["in_memory"] or not _fails_anyway(culprit, task, seconds):
            break
        usable.remove(culprit)
    return {"result": result, "by": by, "seconds": round(time.monotonic() - start, 1), "tests": len(usable)}


def _once(task: Task, items: Sequence[pytest.Item], seconds: int) -> tuple[str, str]:
    """In the file and, unless the session was started with it, in the functions of a child."""
    path = Path(task["file"])
    before = path.read_bytes()
    if task["in_memory"]:
        path.write_text(task["source"])
    try:
        return _in_child(lambda notes: _child(task, before, items, notes), seconds, path)
    finally:
        path.write_bytes(before)


FAILING: dict[str, bool] = {}


def _fails_anyway(item: pytest.Item, task: Task, seconds: int) -> bool:
    if item.nodeid not in FAILING:
        without = task | {"in_memory": False}
        result, _ = _in_child(lambda notes: _child(without, b"", [item], notes), seconds, Path(task["file"]))
        FAILING[item.nodeid] = result == "killed"
    return FAILING[item.nodeid]


SURVIVED, KILLED, NOT_PATCHED = 10, 11, 12
MEANING = {SURVIVED: "survived", KILLED: "killed", NOT_PATCHED: "again"}


def _in_child(work: Callable[[Path], int], seconds: int, beside: Path) -> tuple[str, str]:
    """What became of it and the test that failed, which the child writes down."""
    notes = beside.with_suffix(".notes")
    child = os.fork()
    if child == 0:
        code = NOT_PATCHED
        try:
            os.setsid()
            resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
            code = work(notes)
        except BaseException as error:
            notes.write_text(repr(error))
            raise
        finally:
            os._exit(code)
    try:
        result = MEANING.get(_waited(child, seconds * WALL))
        return (result, notes.read_text() if notes.exists() else "") if result else ("killed", "it takes too long")
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child, signal.SIGKILL)
        notes.unlink(missing_ok=True)
        Path(_database_of(child)).unlink(missing_ok=True)


def _waited(child: int, seconds: float) -> int:
    """The exit code, -1 when it had to be stopped."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.05)
    os.killpg(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return -1


def _child(task: Task, before: bytes, items: Sequence[pytest.Item], notes: Path) -> int:
    _own_database()
    if task["in_memory"]:
        try:
            _patch(task, before)
        except Unpatchable:
            return NOT_PATCHED
    for item, following in zip(items, [*items[1:], None], strict=True):
        recorder = _Recorder()
        item.config.pluginmanager.register(recorder)
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=following or item)
        item.config.pluginmanager.unregister(recorder)
        if recorder.failed:
            notes.write_text(item.nodeid)
            return KILLED
    return SURVIVED


class _Recorder:
    failed = False

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.failed = self.failed or report.failed


def _database_of(process: int) -> str:
    from django.db import connections

    return f"{connections['default'].settings_dict['TEST']['NAME']}.{process}"


def _own_database() -> None:
    from django.db import connections

    said = connections["default"].settings_dict
    mine = _database_of(os.getpid())
    shutil.copyfile(said["NAME"], mine)
    said["NAME"] = mine


def _patch(task: Task, before: bytes) -> None:
    """Give every loaded function of that name, however decorated, the code of the mutant."""
    importlib.import_module(task["module"])
    old = _codes(compile(before, task["file"], "exec"), task["function"])
    new = _codes(compile(task["source"], task["file"], "exec"), task["function"])
    by_start = {(was.co_qualname, was.co_firstlineno): will for was, will in zip(old, new, strict=True)}
    patched = 0
    for function in [found for found in gc.get_objects() if isinstance(found, FunctionType)]:
        code = function.__code__
        will = by_start.get((code.co_qualname, code.co_firstlineno))
        if will is None or not code.co_filename.endswith(task["name"]):
            continue
        try:
            function.__code__ = will
        except ValueError as error:  # it closes over something else now
            raise Unpatchable from error
        patched += 1
    if not patched:
        raise Unpatchable


def _codes(code: CodeType, function: str) -> list[CodeType]:
    """The code of that function and of those it is defined in, in the order of the file."""
    return [found for found in _within(code) if f"{function}.".startswith(f"{found.co_qualname}.")]


def _within(code: CodeType) -> Iterator[CodeType]:
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield constant
            yield from _within(constant)
