"""The documents say what the code does, as far as a machine can tell."""

import configparser
import re
import subprocess
from collections import Counter
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import get_commands

from accounts.permissions import ROLE_PERMISSIONS, Permission, Role

TOP: Path = settings.BASE_DIR
DOCS = TOP / "docs"
OURS = ("scoring", *(config.name for config in apps.get_app_configs() if (TOP / config.name).is_dir()))
SOMEBODYS_FOLDER = re.compile(r"(?<![\w.])/(?:home|root|Users|work|tmp)/|[A-Z]:\\")


def documents() -> list[Path]:
    found = [*TOP.glob("*.md"), *DOCS.rglob("*.md")]
    assert len(found) > 10
    return sorted(found)


def named(path: Path) -> str:
    return str(path.relative_to(TOP))


def prose(path: Path) -> str:
    """Without what is set as code: a link in there is an example."""
    return re.sub(r"```.*?```|`[^`\n]*`", "", path.read_text(), flags=re.DOTALL)


def targets(path: Path) -> list[str]:
    return re.findall(r"\]\(([^)\s]+)\)", prose(path))


def headings(path: Path) -> set[str]:
    """The anchors of a document, as they are made from its headings."""
    titles = re.findall(r"^#+\s+(.+)$", path.read_text(), flags=re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).strip().replace(" ", "-") for title in titles}


def table_under(title: str, path: Path) -> list[list[str]]:
    """The cells of the first table below a heading, its header row first."""
    below = path.read_text().split(f"# {title}\n", 1)[1]
    lines = re.search(r"(?:^\|.*\n)+", below, flags=re.MULTILINE)
    assert lines, title
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[0].splitlines()]
    return [rows[0], *rows[2:]]


def in_code(cell: str) -> list[str]:
    return re.findall(r"`([^`]+)`", cell)


def test_links_lead_somewhere() -> None:
    broken = []
    for path in documents():
        for target in targets(path):
            if re.match(r"[a-z]+:", target):
                continue
            name, _, anchor = target.partition("#")
            goal = (path.parent / name).resolve() if name else path
            if not goal.exists() or (anchor and goal.suffix == ".md" and anchor not in headings(goal)):
                broken.append(f"{named(path)}: {target}")
    assert broken == []


def test_the_map_names_every_document() -> None:
    linked = {(DOCS / target.partition("#")[0]).resolve() for target in targets(DOCS / "README.md")}
    unnamed = {named(path) for path in documents() if path.resolve() not in linked} - {"docs/README.md"}
    assert unnamed == set()


def test_decisions_are_numbered_without_a_gap() -> None:
    names = sorted(path.name for path in (DOCS / "adr").glob("*.md"))
    numbers = [int(re.fullmatch(r"(\d{4})-[a-z0-9-]+\.md", name)[1]) for name in names]  # type: ignore[index]
    assert numbers == list(range(1, len(names) + 1))
    titles = [(DOCS / "adr" / name).read_text().splitlines()[0] for name in names]
    assert [title for title, number in zip(titles, numbers, strict=True) if not title.startswith(f"# {number}. ")] == []


def test_no_document_names_a_folder_of_somebodys_machine() -> None:
    offenders = [
        named(path) for path in documents() if SOMEBODYS_FOLDER.search(path.read_text()) or str(TOP) in path.read_text()
    ]
    assert offenders == []


def test_files_named_in_code_style_exist() -> None:
    """`reports/tasks.py`, `docs/adr/`: what looks like a path of this repository is one."""
    a_path = re.compile(rf"`((?:{'|'.join(OURS)}|docs|templates|static|benchmarks)/[\w./-]+)`")
    mentions = [(named(path), name) for path in documents() for name in a_path.findall(path.read_text())]
    assert [(document, name) for document, name in mentions if not (TOP / name).exists()] == []


@pytest.mark.parametrize("app", [name for name in OURS if name in apps.app_configs])
def test_every_model_stands_in_the_glossary(app: str) -> None:
    names = {model.__name__ for model in apps.get_app_config(app).get_models()}
    words = {word for row in table_under("In the code", DOCS / "glossary.md") for word in in_code(row[1])}
    assert names - words == set()


@pytest.mark.parametrize("title", ["In the code", "Fixed for later"])
def test_the_glossary_is_sorted_and_gives_a_term_one_name(title: str) -> None:
    terms = [row[0] for row in table_under(title, DOCS / "glossary.md")[1:]]
    assert terms == sorted(set(terms), key=str.casefold)


def test_every_command_stands_in_the_operations() -> None:
    ours = {name for name, app in get_commands().items() if app in OURS}
    told = {code.split()[0] for row in table_under("Commands", DOCS / "operations.md")[1:] for code in in_code(row[0])}
    assert told == ours


def test_the_operations_and_the_example_name_the_variables_the_settings_read() -> None:
    read = set(re.findall(r"\benv\.\w+\(\s*\"([A-Z_]+)\"", (TOP / "kspp/settings.py").read_text()))
    example = set(re.findall(r"^#?([A-Z_]+)=", (TOP / ".env.example").read_text(), flags=re.MULTILINE))
    rows = table_under("Environment variables", DOCS / "operations.md")[1:]
    assert {code for row in rows for code in in_code(row[0])} == example == read


def test_the_permission_table_is_the_one_in_force() -> None:
    header, *rows = table_under("Who may do what", DOCS / "security.md")
    assert [in_code(cell) for cell in header[1:]] == [[role.value] for role in Role]
    told = {in_code(row[0])[0]: dict(zip(Role, row[1:], strict=True)) for row in rows}
    in_force = {
        permission.value: {role: "●" if permission in ROLE_PERMISSIONS[role] else "" for role in Role}
        for permission in Permission
    }
    assert told == in_force


def test_the_map_of_the_folders_is_the_one_on_the_disk() -> None:
    rows = table_under("The map", TOP / "CONTRIBUTING.md")[1:]
    mapped = {name.strip("/") for row in rows for name in in_code(row[0])}
    tracked = subprocess.run(["git", "ls-files"], cwd=TOP, capture_output=True, text=True, check=True).stdout.split()
    folders = {name.split("/")[0] for name in tracked if "/" in name} - {".ci", "docs"}
    assert {name.split("/")[0] for name in mapped} == folders
    assert [name for name in mapped if not (TOP / name).is_dir()] == []


def test_the_map_of_the_apps_is_the_contract() -> None:
    contract = configparser.ConfigParser()
    contract.read(TOP / ".importlinter")
    layers = contract["importlinter:contract:apps"]["layers"].split()
    order = [name for name in layers if name not in ("|", "complaints")]
    told = re.search(r"\*\*Apps\*\*, top imports bottom: ([^.]+(?:\.lib`)?)", (TOP / "CONTRIBUTING.md").read_text())
    assert told
    assert re.findall(r"[\w.]+", told[1]) == order


def test_a_room_of_several_apps_is_in_the_map() -> None:
    contract = configparser.ConfigParser()
    contract.read(TOP / ".importlinter")
    rooms = Counter(
        room
        for app in OURS
        if f"importlinter:contract:{app}" in contract
        for room in contract[f"importlinter:contract:{app}"]["layers"].replace("|", " ").split()
    )
    rows = re.findall(r"^\| (`[^|]+) \|", (TOP / "CONTRIBUTING.md").read_text(), flags=re.MULTILINE)
    told = {name for row in rows for name in in_code(row)}
    assert {room for room, count in rooms.items() if count > 1} - told == set()
