from pathlib import Path

import pytest
from django.core.files.base import ContentFile

from kspp.storage import TolerantManifestStorage


@pytest.fixture
def storage(tmp_path: Path) -> TolerantManifestStorage:
    return TolerantManifestStorage(location=str(tmp_path), base_url="/static/")


def processed(storage: TolerantManifestStorage, name: str, content: str) -> str:
    """What a browser gets for `name`, once collected."""
    storage.save(name, ContentFile(content.encode()))
    outcome = list(storage.post_process({name: (storage, name)}))
    errors = [result for _, _, result in outcome if isinstance(result, Exception)]
    if errors:
        raise errors[0]
    return Path(storage.path(storage.hashed_files[name])).read_text()


def test_a_packages_missing_source_map_stops_nothing(storage: TolerantManifestStorage) -> None:
    text = processed(storage, "package/lib.js", "run();\n//# sourceMappingURL=lib.js.map\n")
    assert text.startswith("run();")


def test_a_missing_file_of_ours_stops_the_collection(storage: TolerantManifestStorage) -> None:
    with pytest.raises(Exception, match=r"missing\.svg"):
        processed(storage, "css/wrong.css", "a { background: url(missing.svg); }")


def test_names_change_with_the_content(storage: TolerantManifestStorage) -> None:
    processed(storage, "css/a.css", "a{}")
    assert storage.hashed_files["css/a.css"] != "css/a.css"
