import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError

from kspp import running
from kspp.running import Address
from kspp.supervisor import die_with_parent
from kspp.testing.portal import free_port as port_that_is_free
from kspp.testing.waiting import wait_until

pytestmark = pytest.mark.both_databases


@pytest.fixture
def taken_port() -> Iterator[int]:
    with closing(socket.socket()) as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        yield holder.getsockname()[1]


@pytest.fixture
def free_port() -> int:
    return port_that_is_free()


def test_a_taken_port_is_refused_in_one_sentence_of_two_languages(taken_port: int) -> None:
    with pytest.raises(CommandError, match=rf"Port {taken_port} sedang dipakai.*\(Port {taken_port} is taken"):
        running.check_port(Address("127.0.0.1", taken_port))


def test_a_free_port_is_fine(free_port: int) -> None:
    running.check_port(Address("127.0.0.1", free_port))


def test_a_foreign_address_is_refused() -> None:
    with pytest.raises(CommandError, match="bukan alamat komputer ini"):
        running.check_port(Address("203.0.113.9", 8000))


@pytest.mark.parametrize("port", ["abc", "0", "70000", "-1"])
def test_a_port_that_is_none_is_refused(settings: pytest.FixtureDef[object], port: str) -> None:
    settings.PORT = port  # type: ignore[attr-defined]
    with pytest.raises(CommandError, match="bukan nomor port"):
        running.address()


@pytest.mark.parametrize(
    ("host", "loopback", "url"),
    [
        ("127.0.0.1", True, "http://localhost:8000"),
        ("192.168.1.5", False, "http://192.168.1.5:8000"),
        ("fd00::5", False, "http://[fd00::5]:8000"),
    ],
)
def test_the_address_is_one_a_browser_takes(
    monkeypatch: pytest.MonkeyPatch, host: str, loopback: bool, url: str
) -> None:
    monkeypatch.setattr(settings, "LOOPBACK_ONLY", loopback)
    monkeypatch.setattr(settings, "SITE_ADDRESS", "http://localhost:8000")
    assert Address(host, 8000).url == url


def test_two_portals_do_not_share_a_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(settings, "VAR_DIR", tmp_path / "var")
    with running.exclusive(), pytest.raises(CommandError, match="sudah berjalan"), running.exclusive():
        pytest.fail("the second one must not get in")
    with running.exclusive():
        pass


def test_a_folder_that_cannot_be_made_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setattr(settings, "VAR_DIR", tmp_path / "file" / "var")
    with pytest.raises(CommandError, match="tidak dapat ditulisi"), running.exclusive():
        pytest.fail("there is no such folder")


@pytest.fixture
def static_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    folder = tmp_path / "static"
    folder.mkdir()
    (folder / "a.css").write_text("a{}")
    monkeypatch.setattr(settings, "STATICFILES_DIRS", [folder])
    monkeypatch.setattr(settings, "STATIC_ROOT", tmp_path / "collected")
    return folder


def test_static_files_are_collected_only_when_they_changed(
    static_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = []

    def collect(*args: object, **kwargs: object) -> None:
        settings.STATIC_ROOT.mkdir(exist_ok=True)
        calls.append(args)

    monkeypatch.setattr(running, "call_command", collect)
    running.collect_static(print)
    running.collect_static(print)
    assert len(calls) == 1
    (static_folder / "a.css").write_text("a{color:red}")
    running.collect_static(print)
    assert len(calls) == 2


def test_only_the_chosen_programs_run() -> None:
    assert [p.name for p in running.programs(["beat", "worker"], Address("127.0.0.1", 8000))] == ["worker", "beat"]


@pytest.mark.django_db
@pytest.mark.parametrize(("demo", "people", "loads"), [(True, 0, True), (True, 1, False), (False, 0, False)])
def test_demo_data_goes_into_an_empty_demo_only(
    monkeypatch: pytest.MonkeyPatch, django_user_model: type, demo: bool, people: int, loads: bool
) -> None:
    called = []
    monkeypatch.setattr(running, "call_command", lambda name, **kw: called.append(name))
    monkeypatch.setattr(running, "collect_static", lambda say: None)
    monkeypatch.setattr(settings, "DEMO", demo)
    for n in range(people):
        django_user_model.objects.create_user(f"orang{n}@kaur.example", "sandi-uji-yang-panjang", name="Orang")
    running.prepare(lambda text: None)
    prepared = ["migrate", *running.LOADERS]
    assert called == [*prepared, *(["load_demo"] if loads else [])]


def test_a_browser_meets_the_portal_and_ctrl_c_ends_it(tmp_path: Path, free_port: int) -> None:
    """The whole thing: web, worker and beat from an empty folder, healthy, then gone without a trace."""
    with portal(tmp_path, free_port) as process:
        wait_until(lambda: healthy(free_port), 90)
        members = descendants(process.pid)
        assert len(members) >= 5
        process.send_signal(signal.SIGINT)
        begun = time.monotonic()
        assert process.wait(30) == 0
        assert time.monotonic() - begun < 12
        wait_until(lambda: not any(Path(f"/proc/{pid}").exists() for pid in members), 5)


@contextmanager
def portal(folder: Path, port: int) -> Iterator[subprocess.Popen[bytes]]:
    """Without the demo, which has tests of its own."""
    environment = {
        "PATH": os.environ["PATH"],
        "ENV_FILE": os.devnull,
        "VAR_DIR": str(folder / "var"),
        "PORT": str(port),
        "SECRET_KEY": settings.SECRET_KEY,
        "IDENTITY_KEYS": settings.IDENTITY_KEYS[0],
        "ALLOWED_HOSTS": "localhost,127.0.0.1",
        "SITE_ADDRESS": "https://portal.example",
        "DJANGO_SETTINGS_MODULE": "kspp.settings",
    }
    process = subprocess.Popen(
        [sys.executable, "manage.py", "portal"],
        cwd=settings.BASE_DIR,
        env=environment,
        start_new_session=True,
        preexec_fn=die_with_parent,
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def healthy(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5) as response:
            return bool(response.status == 200)
    except OSError:
        return False


def descendants(pid: int) -> list[int]:
    own = [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    return own + [below for child in own for below in descendants(child)]
