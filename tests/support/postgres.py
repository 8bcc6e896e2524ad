"""A PostgreSQL server of the tests' own, from Debian's package: on a free port, in a folder that goes with it."""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path

START_SECONDS = 20
QUICK = ("-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off")  # tests need no disk to survive


def folder_of_programs() -> Path | None:
    """Where `initdb` and `postgres` lie, the newest version's; None where the package is missing."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: float(path.parent.name))
    return found[-1] if found and (found[-1] / "initdb").exists() else None


def free_port() -> int:
    """A port of 127.0.0.1 that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Postgres:
    """One server. It refuses to run as root, so that it runs as another user there."""

    def __init__(self) -> None:
        self.programs, self.port = folder_of_programs(), free_port()
        self.user = _other_user() if os.geteuid() == 0 else None
        self.folder = Path(tempfile.mkdtemp(prefix="heard-postgres-"))
        if self.user:
            os.chown(self.folder, self.user.pw_uid, self.user.pw_gid)
        self.url = f"postgresql://heard@127.0.0.1:{self.port}/postgres"
        self._run("initdb", "-D", str(self.folder / "data"), "-U", "heard", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
        self.start()

    def _run(self, program: str, *arguments: str) -> None:
        done = subprocess.run([*self._as_user(), str(self.programs / program), *arguments], capture_output=True, text=True, cwd="/")
        if done.returncode:
            raise RuntimeError(f"{program} failed: {done.stderr}")

    def _as_user(self) -> list[str]:
        if self.user is None:
            return []
        return ["setpriv", f"--reuid={self.user.pw_uid}", f"--regid={self.user.pw_gid}", "--clear-groups"]

    def start(self) -> None:
        """Start it, and wait until it takes connections."""
        where = ("-D", str(self.folder / "data"), "-p", str(self.port), "-c", "listen_addresses=127.0.0.1")
        sockets = ("-c", f"unix_socket_directories={self.folder}")
        with (self.folder / "log").open("a") as log:
            command = [*self._as_user(), str(self.programs / "postgres"), *where, *sockets, *QUICK]
            self.process = subprocess.Popen(command, stdout=log, stderr=log, cwd="/")
        ends = time.monotonic() + START_SECONDS
        while time.monotonic() < ends:
            if not subprocess.run([str(self.programs / "pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(self.port)], cwd="/").returncode:
                return
            time.sleep(0.05)
        raise TimeoutError((self.folder / "log").read_text())

    def stop(self) -> None:
        """Stop it at once, as a restart in the middle of work does."""
        self.process.send_signal(signal.SIGINT)
        self.process.wait(START_SECONDS)

    def remove(self) -> None:
        """Stop it, and take its folder away."""
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)


def _other_user() -> pwd.struct_passwd:
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise RuntimeError("neither the user postgres nor nobody is there, and PostgreSQL does not run as root")
