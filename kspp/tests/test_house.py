"""The rules of the house that a machine can keep."""

import ast
import importlib
import json
import re
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command, get_commands, load_command_class
from django.template import engines

from kspp.celery import app
from kspp.testing.__main__ import APPS

TOP: Path = settings.BASE_DIR
TEMPLATES = TOP / "templates"
LONGEST_FILE, LONGEST_FUNCTION = 400, 40


def python_files() -> list[Path]:
    files = [path for name in APPS for path in (TOP / name).rglob("*.py") if "migrations" not in path.parts]
    assert len(files) > 50
    return [*files, TOP / "conftest.py", TOP / "manage.py"]


def template_files() -> list[Path]:
    files = [path for path in TEMPLATES.rglob("*") if path.suffix in (".html", ".txt", ".svg")]
    assert files
    return files


def name_of(path: Path) -> str:
    return str(path.relative_to(TEMPLATES))


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def test_modules_import_only_downwards() -> None:
    command = [Path(sys.executable).parent / "lint-imports", "--no-cache"]
    outcome = subprocess.run(command, cwd=TOP, capture_output=True, text=True, check=False)
    assert outcome.returncode == 0, outcome.stdout


def test_no_app_imports_a_part_of_the_composition_that_the_contract_forgot() -> None:
    contract = (TOP / ".importlinter").read_text()
    parts = {path.stem for path in (TOP / "kspp").iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()}
    seen = {"__init__", "lib", "templatetags", "tests", "schedule"}
    assert {part for part in parts - seen if f"kspp.{part}\n" not in contract} == set()


@pytest.mark.django_db
def test_models_and_migrations_agree() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_files_are_small() -> None:
    lengths = {str(path.relative_to(TOP)): len(path.read_text().splitlines()) for path in python_files()}
    assert {name: length for name, length in lengths.items() if length > LONGEST_FILE} == {}


def test_functions_are_small() -> None:
    lengths = {
        f"{path.relative_to(TOP)}:{node.name}": (node.end_lineno or 0) - node.lineno + 1
        for path in python_files()
        for node in functions(path)
    }
    assert {name: length for name, length in lengths.items() if length > LONGEST_FUNCTION} == {}


def test_every_command_explains_itself() -> None:
    ours = {name: app_name for name, app_name in get_commands().items() if app_name in APPS}
    assert "portal" in ours
    helps = {name: load_command_class(app_name, name).help for name, app_name in ours.items()}
    assert [name for name, text in helps.items() if len(text) < 20] == []


def test_the_schedule_names_existing_tasks() -> None:
    app.loader.import_default_modules()
    app.finalize()
    schedule = app.conf.beat_schedule
    written = {
        name
        for config in apps.get_app_configs()
        if find_spec(f"{config.name}.schedule") and config.name in APPS
        for name in importlib.import_module(f"{config.name}.schedule").SCHEDULE
    }
    assert set(schedule) == written != set()
    assert [entry["task"] for entry in schedule.values() if entry["task"] not in app.tasks] == []


def test_every_template_compiles() -> None:
    for path in template_files():
        if path.suffix != ".svg":
            engines["django"].get_template(name_of(path))


def test_every_template_is_used() -> None:
    mentions = {text for path in python_files() if "tests" not in path.parts for text in strings(path)}
    for path in template_files():
        mentions |= set(re.findall(r"""["']([\w./-]+)["']""", path.read_text()))
    unused = {name_of(path) for path in template_files()} - mentions
    words = {word for text in mentions for word in text.split()}
    assert {name for name in unused if not replaces_a_librarys(name) and not is_chosen_by_name(name, words)} == set()


def strings(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def is_chosen_by_name(name: str, words: set[str]) -> bool:
    """An icon, or a kind of question: included by a name that somebody writes."""
    return name.startswith(("components/icons/", "assessments/kinds/")) and Path(name).stem in words


def replaces_a_librarys(name: str) -> bool:
    """Django's error pages, and templates that a package asks for by the same name."""
    if name in ("400.html", "403.html", "403_csrf.html", "404.html", "429.html", "500.html"):
        return True
    return any((Path(config.path) / "templates" / name).exists() for config in apps.get_app_configs())


@pytest.mark.parametrize(
    ("forbidden", "why"),
    [
        (r"<style\b", "styles belong into static/css"),
        (r"<script(?![^>]*\b(src|type=\"application/json\"))", "scripts belong into static/js"),
        (r"<[^>{%]+\sstyle\s*=", "the content policy refuses style attributes"),
        (r"<[^>{%]+\son[a-z]+\s*=", "behaviour is attached by data-kspp-*"),
        (r"\bhx-on", "behaviour is attached by data-kspp-*"),
        (r"javascript:", "behaviour is attached by data-kspp-*"),
        (r"\|\s*safe\b", "text stays escaped"),
        (r"\{%\s*autoescape\s+off", "text stays escaped"),
        (r"https?://(?!www\.w3\.org)[^\"'\s]+\.(js|css|woff2?)", "assets come from ourselves"),
    ],
)
def test_templates_keep_to_the_content_policy(forbidden: str, why: str) -> None:
    pages = [path for path in template_files() if path.suffix == ".html"]
    offenders = [name_of(path) for path in pages if re.search(forbidden, without_comments(path))]
    assert offenders == [], why


def without_comments(path: Path) -> str:
    return re.sub(r"\{#.*?#\}|\{% comment.*?endcomment %\}|<!--.*?-->", "", path.read_text(), flags=re.DOTALL)


def test_python_marks_nothing_as_safe() -> None:
    offenders = [
        str(path.relative_to(TOP))
        for path in python_files()
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] in ("mark_safe", "SafeString")
    ]
    assert offenders == []


def test_only_the_settings_read_the_environment() -> None:
    allowed = {"kspp/settings.py", "kspp/test_settings.py", "kspp/celery.py", "kspp/wsgi.py", "kspp/asgi.py"}
    readers = {
        str(path.relative_to(TOP))
        for path in python_files()
        if "tests" not in path.parts and "testing" not in path.parts
        if re.search(r"os\.environ|os\.getenv", path.read_text())
    }
    assert readers - allowed - {"manage.py", "kspp/supervisor.py"} == set()


def test_the_test_lock_contains_the_portals_lock() -> None:
    portal, tests = (pinned(TOP / name) for name in ("requirements.txt", "requirements-dev.txt"))
    assert portal
    assert {name: version for name, version in portal.items() if tests.get(name) != version} == {}


def pinned(path: Path) -> dict[str, str]:
    return dict(re.findall(r"^([\w.-]+)(?:\[[^\]]*\])?==([^\s;\\]+)", path.read_text(), flags=re.MULTILINE))


def test_locks_name_no_index_and_carry_hashes() -> None:
    for name in ("requirements.txt", "requirements-dev.txt"):
        text = (TOP / name).read_text()
        assert "://" not in text
        assert text.count("--hash=") >= len(pinned(TOP / name))


def test_every_variable_of_the_example_is_read_and_the_other_way_round() -> None:
    written = set(re.findall(r"^#?([A-Z_]+)=", (TOP / ".env.example").read_text(), flags=re.MULTILINE))
    read = set(re.findall(r"env\.\w+\(\s*\"([A-Z_]+)\"", (TOP / "kspp/settings.py").read_text()))
    assert written == read, json.dumps(sorted(written ^ read))


def test_no_app_holds_more_than_a_quarter_of_the_product() -> None:
    """Of the lines that are neither tests nor migrations."""
    lines: Counter[str] = Counter()
    for path in python_files():
        parts = path.relative_to(TOP).parts
        if len(parts) > 1 and not {"tests", "testing"} & set(parts):
            lines[parts[0]] += len(path.read_text().splitlines())
    whole = sum(lines.values())
    assert {app: count for app, count in lines.items() if count * 4 > whole} == {}


def test_a_class_has_one_name_within_its_app() -> None:
    """So that whoever searches for a name finds one thing. Django wants every command to be called `Command`."""
    places: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for path in python_files():
        if "tests" not in path.parts:
            for node in ast.parse(path.read_text()).body:
                if isinstance(node, ast.ClassDef) and node.name != "Command":
                    places[path.relative_to(TOP).parts[0], node.name].append(str(path.relative_to(TOP)))
    assert {name: found for name, found in places.items() if len(found) > 1} == {}
