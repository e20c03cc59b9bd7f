from pathlib import Path

import pytest
from django.template import Context, Engine

from kspp.testing import strict_templates
from kspp.testing.strict_templates import UndefinedVariable, UndefinedVariableError


@pytest.fixture
def engine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Engine:
    monkeypatch.setattr(strict_templates, "OURS", str(tmp_path / "ours"))
    for folder in ("ours", "theirs"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / f"{folder}.html").write_text("[{{ missing }}]")
        (tmp_path / folder / f"{folder}-filtered.html").write_text("[{{ missing|default:'-' }}]")
        (tmp_path / folder / f"{folder}-asked.html").write_text("[{% if missing %}x{% endif %}]")
    return Engine(dirs=[str(tmp_path / "ours"), str(tmp_path / "theirs")], string_if_invalid=UndefinedVariable("%s"))


def test_a_variable_nobody_passed_fails_in_our_templates(engine: Engine) -> None:
    with pytest.raises(UndefinedVariableError, match="prints missing"):
        engine.get_template("ours.html").render(Context())


def test_it_is_empty_in_the_templates_of_libraries(engine: Engine) -> None:
    assert engine.get_template("theirs.html").render(Context()) == "[]"


@pytest.mark.parametrize("name", ["ours-filtered.html", "theirs-filtered.html"])
def test_a_default_is_taken(engine: Engine, name: str) -> None:
    assert engine.get_template(name).render(Context()) == "[-]"


@pytest.mark.parametrize("name", ["ours-asked.html", "theirs-asked.html"])
def test_asking_whether_it_was_passed_is_allowed(engine: Engine, name: str) -> None:
    assert engine.get_template(name).render(Context()) == "[]"
