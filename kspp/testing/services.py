"""A private PostgreSQL and Redis for the tests that need real servers: unix sockets only, gone when the tests end.

Also a pytest plugin (the root conftest names it). KSPP_TEST_SERVICES=1 starts both before the workers and runs what is
marked `both_databases` on them; without it the tests marked `postgres` and `redis` are left out.
"""

import contextlib
import os
import pwd
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db.backends.sqlite3.base import DatabaseWrapper

from kspp.supervisor import die_with_parent

SERVERS = ("postgres", "redis")
ON_SERVERS = (*SERVERS, "both_databases")
"""What else runs there: whatever touches locks, constraints, SQL, time or the search of text."""
STARTUP = 30.0


def find_postgres() -> Path | None:
    """The folder of the newest PostgreSQL: Debian keeps them apart, elsewhere they are on PATH."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: float(path.parent.name), reverse=True)
    on_path = [Path(found).parent for found in [shutil.which("postgres")] if found]
    return next((path for path in [*debian, *on_path] if (path / "initdb").exists()), None)


def find_redis() -> str | None:
    return shutil.which("redis-server")


def find_chromium() -> str | None:
    return shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


def missing() -> list[str]:
    """What this machine lacks to prove everything."""
    found = {"PostgreSQL": find_postgres(), "Redis": find_redis(), "Chromium": find_chromium()}
    return [name for name, path in found.items() if path is None]


class Services:
    """Both servers in folders below `directory`, owned by an ordinary account because PostgreSQL refuses root."""

    def __init__(self, directory: str) -> None:
        self.postgres_dir = Path(directory) / "postgres"
        self.redis_dir = Path(directory) / "redis"
        self.account = _account()
        self.running: list[tuple[subprocess.Popen[bytes], signal.Signals]] = []

    def start(self) -> None:
        for folder in (self.postgres_dir, self.redis_dir):
            folder.mkdir(parents=True)
            folder.parent.chmod(0o755)
            if self.account:
                os.chown(folder, self.account["user"], self.account["group"])
        try:
            self._start_postgres()
            self._start_redis()
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        for process, how in self.running:
            process.send_signal(how)
        for process, _ in self.running:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(10)
            process.kill()
        self.running.clear()
        for folder in (self.postgres_dir, self.redis_dir):
            shutil.rmtree(folder, ignore_errors=True)

    def _start_postgres(self) -> None:
        import psycopg2

        bin_dir, folder = find_postgres(), str(self.postgres_dir)
        if bin_dir is None:
            raise FileNotFoundError("PostgreSQL (initdb, postgres)")
        data = f"{folder}/data"
        initdb = [f"{bin_dir}/initdb", "-D", data, "-U", "portal", "-A", "trust", "-E", "UTF8", "-N"]
        subprocess.run([*initdb, "--locale=C.UTF-8"], check=True, **self._quiet(folder))
        quick = [f"-c{name}=off" for name in ("fsync", "synchronous_commit", "full_page_writes")]
        options = ["-k", folder, "-c", "listen_addresses=", "-c", "max_connections=80", *quick]
        self._launch([f"{bin_dir}/postgres", "-D", data, *options], folder, signal.SIGQUIT)
        connect = {"host": folder, "user": "portal", "dbname": "postgres"}
        _wait(lambda: psycopg2.connect(**connect).close(), psycopg2.OperationalError)

    def _start_redis(self) -> None:
        import redis

        program, folder = find_redis(), str(self.redis_dir)
        if program is None:
            raise FileNotFoundError("redis-server")
        socket = f"{folder}/redis.sock"
        options = ["--port", "0", "--unixsocket", socket, "--unixsocketperm", "777", "--save", "", "--appendonly", "no"]
        self._launch([program, *options], folder, signal.SIGTERM)
        _wait(lambda: redis.Redis(unix_socket_path=socket).ping(), redis.ConnectionError)

    def _launch(self, command: list[str], folder: str, stop_by: signal.Signals) -> None:
        process = subprocess.Popen(command, start_new_session=True, preexec_fn=die_with_parent, **self._quiet(folder))
        self.running.append((process, stop_by))

    def _quiet(self, folder: str) -> dict[str, Any]:
        environment = {**os.environ, "LC_ALL": "C.UTF-8", "HOME": folder}
        devnull = subprocess.DEVNULL
        return {"cwd": folder, "env": environment, "stdout": devnull, "stderr": devnull, **self.account}


def _account() -> dict[str, Any]:
    if os.geteuid():
        return {}
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            entry = pwd.getpwnam(name)
            return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}
    return {}


def _wait(ready: Callable[[], object], not_yet: type[Exception]) -> None:
    deadline = time.monotonic() + STARTUP
    while True:
        try:
            ready()
        except not_yet:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)
        else:
            return


# The plugin.


def pytest_configure(config: pytest.Config) -> None:
    if hasattr(config, "workerinput"):
        return
    Path(settings.TEST_DIR).mkdir(mode=0o700)
    settings.STATIC_ROOT.mkdir(parents=True)
    config.add_cleanup(lambda: shutil.rmtree(settings.TEST_DIR, ignore_errors=True))
    if settings.TEST_SERVICES:
        services = Services(settings.TEST_DIR)
        services.start()
        config.add_cleanup(services.stop)


def pytest_ignore_collect(collection_path: Path) -> bool | None:
    """On the servers, read no file that names none of the marks."""
    if not settings.TEST_SERVICES or not collection_path.name.startswith("test_"):
        return None
    text = collection_path.read_text()
    return None if any(f"mark.{name}" in text for name in ON_SERVERS) else True


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On SQLite leave out what needs servers; on the servers take what may answer otherwise there."""
    kept = [item for item in items if _belongs(item)]
    config.hook.pytest_deselected(items=[item for item in items if not _belongs(item)])
    items[:] = kept


def pytest_sessionfinish(session: pytest.Session) -> None:
    """On the integration machine nothing may be left unproven."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("CI") == "true" and reporter is not None and reporter.stats.get("skipped"):
        reporter.write_line("\nCI: a skipped test counts as a failed one.", red=True)
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def _belongs(item: pytest.Item) -> bool:
    if settings.TEST_SERVICES:
        return any(item.get_closest_marker(name) for name in ON_SERVERS)
    return not any(item.get_closest_marker(name) for name in SERVERS)


@pytest.fixture
def redis_url() -> str:
    """The private Redis; database 1, so that Celery's own keys in 0 stay apart."""
    return f"unix://{settings.TEST_REDIS_SOCKET}?db=1"


@pytest.fixture
def redis_broker_url() -> str:
    return f"redis+socket://{settings.TEST_REDIS_SOCKET}"


@pytest.fixture(scope="session", autouse=True)
def flush_despite_triggers() -> Iterator[None]:
    """Let the tests that empty tables (transactional ones) empty the append-only history too, on SQLite.

    PostgreSQL truncates, which its row triggers do not see.
    """
    operations_class = DatabaseWrapper.ops_class
    flush = operations_class.execute_sql_flush

    def without_triggers(operations: Any, statements: list[str]) -> None:
        with operations.connection.cursor() as cursor:
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            triggers = cursor.fetchall()
            for name, _ in triggers:
                cursor.execute(f'DROP TRIGGER "{name}"')
            try:
                flush(operations, statements)
            finally:
                for _, definition in triggers:
                    cursor.execute(definition)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(operations_class, "execute_sql_flush", without_triggers)
        yield
