from pathlib import Path

import pytest
from django.template import Context, Engine

from kspp.testing import strict_templates
from kspp.testing.strict_templates import UndefinedVariable, UndefinedVariableError


@pytest.fixture
def engine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Engine:
    monkeypatch.setattr(strict_templates, "OURS", str(tmp_path / "ours"))
    (tmp_path / "ours").mkdir()
    (tmp_path / "ours" / "ours.html").write_text("[{{ missing }}]")
    return Engine(dirs=[str(tmp_path / "ours")], string_if_invalid=UndefinedVariable("%s"))


def test_a_variable_nobody_passed_fails_in_our_templates(engine: Engine) -> None:
    with pytest.raises(UndefinedVariableError, match="prints missing"):
        engine.get_template("ours.html").render(Context())
