"""The steps of `manage.py portal`: what to check, prepare and start."""

import errno
import fcntl
import hashlib
import os
import socket
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from io import StringIO
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection

from kspp import heartbeat
from kspp.supervisor import Program, taken_for_granted

PROGRAMS = ("web", "worker", "beat")
WEB_PROCESSES, WEB_THREADS, WORKER_PROCESSES = 2, 2, 2
LOADERS = (
    "load_regions",
    "load_instruments",
    "load_official_results",
    "load_clocks",
    "load_days_off",
    "load_complaint_lists",
)
"""Commands that bring what the portal ships; each may run at every start."""
PREPARING = 0x4B535050
"""Key of the PostgreSQL lock that keeps two machines from migrating at once."""

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Address:
    host: str
    port: int

    @property
    def url(self) -> str:
        if settings.SITE_ADDRESS.startswith("https://"):
            return str(settings.SITE_ADDRESS)
        name = "localhost" if settings.LOOPBACK_ONLY else self.host
        return f"http://{f'[{name}]' if ':' in name else name}:{self.port}"

    @property
    def family(self) -> socket.AddressFamily:
        return socket.AF_INET6 if ":" in self.host else socket.AF_INET


def address() -> Address:
    try:
        port = int(settings.PORT)
    except ValueError:
        port = 0
    if not 0 < port < 65536:
        raise CommandError(
            f"PORT={settings.PORT} bukan nomor port: pakai angka 1 sampai 65535. "
            "(PORT must be a number from 1 to 65535.)"
        )
    return Address(settings.HOST, port)


def check_port(address: Address) -> None:
    with closing(socket.socket(address.family)) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address.host, address.port))
        except OSError as error:
            raise CommandError(_why_not(address, error)) from error


def _why_not(address: Address, error: OSError) -> str:
    port, host = address.port, address.host
    if error.errno == errno.EADDRINUSE:
        return (
            f"Port {port} sedang dipakai program lain: pilih port lain, misalnya `PORT={port % 65535 + 1} make run`. "
            f"(Port {port} is taken: choose another one with PORT.)"
        )
    if error.errno in (errno.EACCES, errno.EPERM):
        return (
            f"Port {port} hanya boleh dibuka administrator: pakai port di atas 1023. "
            f"(Port {port} needs an administrator: choose one above 1023.)"
        )
    return f"HOST={host} bukan alamat komputer ini. (HOST={host} is not an address of this machine.)"


@contextmanager
def exclusive() -> Iterator[None]:
    """Hold VAR_DIR for this process alone; the lock goes with the process, however it ends."""
    try:
        settings.VAR_DIR.mkdir(parents=True, exist_ok=True, mode=0o700)
        lock = (settings.VAR_DIR / "portal.lock").open("w")
    except OSError as error:
        raise CommandError(
            f"Folder {settings.VAR_DIR} tidak dapat ditulisi: pilih folder lain dengan VAR_DIR. "
            f"({settings.VAR_DIR} is not writable: choose another folder with VAR_DIR.)"
        ) from error
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise CommandError(
                "Portal sudah berjalan dari folder ini: hentikan dulu dengan Ctrl-C di jendelanya. "
                "(The portal already runs from this folder: stop it first with Ctrl-C.)"
            ) from error
        yield


def prepare(say: Say) -> str:
    """Bring database and static files up to date; what the demo loader said when it filled an empty database."""
    with _one_machine_at_a_time():
        say("Menyiapkan basis data …")
        call_command("migrate", interactive=False, verbosity=0)
        collect_static(say)
        for command in LOADERS:
            call_command(command, stdout=StringIO())
        if not settings.DEMO or get_user_model()._default_manager.exists():
            return ""
        say("Memuat data contoh …")
        accounts = StringIO()
        call_command("load_demo", stdout=accounts)
        return accounts.getvalue()


@contextmanager
def _one_machine_at_a_time() -> Iterator[None]:
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [PREPARING])
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [PREPARING])


def collect_static(say: Say) -> None:
    """Only when something changed since the last time."""
    stamp, now = settings.STATIC_ROOT / ".collected", static_fingerprint()
    with suppress(FileNotFoundError):
        if stamp.read_text() == now:
            return
    say("Menyiapkan berkas statis …")
    call_command("collectstatic", interactive=False, verbosity=0)
    stamp.write_text(now)


def static_fingerprint() -> str:
    """Of our own files by size and time, of the packages' by the lock that names their versions."""
    digest = hashlib.sha256((settings.BASE_DIR / "requirements.txt").read_bytes())
    for folder in settings.STATICFILES_DIRS:
        for path in sorted(Path(folder).rglob("*")):
            if path.is_file():
                status = path.stat()
                digest.update(f"{path}|{status.st_size}|{status.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def programs(only: Sequence[str], address: Address) -> list[Program]:
    python = [sys.executable, "-m"]
    as_root = ["-W", "ignore:You're running the worker:RuntimeWarning"] if settings.DEMO else []
    celery = [sys.executable, *as_root, "-m", "celery", "--quiet", "-A", "kspp"]
    worker = f"worker-{os.getpid()}@{socket.gethostname()}"
    commands = {
        "web": [
            *python, "granian", "kspp.wsgi:application", "--interface", "wsgi", "--no-ws",
            "--host", address.host, "--port", str(address.port),
            "--workers", str(WEB_PROCESSES), "--blocking-threads", str(WEB_THREADS),
            "--respawn-failed-workers", "--log-level", "warning",
        ],
        "worker": [
            *celery, "worker", "-c", str(WORKER_PROCESSES), "--without-gossip", "--without-mingle",
            "-n", worker,
        ],
        "beat": [*celery, "beat"],
    }  # fmt: skip
    alive = {"worker": partial(heartbeat.has_pulse, worker)}
    return [Program(name, commands[name], alive.get(name, taken_for_granted)) for name in PROGRAMS if name in only]


@dataclass(slots=True)
class Greeting:
    """Tells the address once, as soon as the web server answers."""

    address: Address
    accounts: str
    say: Say
    told: bool = False

    def __call__(self) -> None:
        if self.told or not self._answers():
            return
        self.told = True
        line = "─" * 72
        self.say(f"\n{line}\nPortal siap: {self.address.url}\nCtrl-C menghentikannya.")
        if self.accounts:
            self.say(f"\n{self.accounts.strip()}")
        self.say(f"{line}\n")

    def _answers(self) -> bool:
        with suppress(OSError), socket.create_connection((self.address.host, self.address.port), timeout=0.2):
            return True
        return False
