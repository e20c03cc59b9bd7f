"""The portal as `make run` starts it, from a folder of its own, for proofs that need the real server."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from kspp.supervisor import die_with_parent

TOP = Path(__file__).resolve().parents[2]
PATIENCE = 180.0
"""Seconds. The demo's data takes most of them."""


def free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def running_portal(folder: Path, *arguments: str, **variables: str) -> Iterator[str]:
    """Its address, as soon as it answers. What it says is kept in `folder`/portal.log."""
    port = free_port()
    environment = {
        "PATH": os.environ["PATH"],
        "ENV_FILE": os.devnull,
        "DJANGO_SETTINGS_MODULE": "kspp.settings",
        "DEMO": "true",
        "VAR_DIR": str(folder / "var"),
        "PORT": str(port),
        **variables,
    }
    with (folder / "portal.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "manage.py", "portal", *arguments],
            cwd=TOP,
            env=environment,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=die_with_parent,
        )
        try:
            _wait(process, f"http://localhost:{port}/akun/login/")
            yield f"http://localhost:{port}"
        finally:
            process.terminate()
            process.wait(30)


def _wait(process: subprocess.Popen[bytes], address: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        try:
            urllib.request.urlopen(address, timeout=5).close()  # nosec B310  our own address
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise RuntimeError(f"The portal did not start; see its log beside {address}.")
