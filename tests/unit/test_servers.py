"""`make run` before anything starts: a taken port is named with its owner, and content is checked first."""

import os
import socket
import subprocess
import sys

import psutil
import pytest

from bot import servers
from bot.servers import PortTaken, check_ports
from bot.settings import settings


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def ports(monkeypatch):
    """Two free ports in the settings, by the names of their variables."""
    chosen = {name: free_port() for name in ("HEARD_RASA_PORT", "HEARD_ACTIONS_PORT")}
    for name, port in chosen.items():
        monkeypatch.setenv(name, str(port))
    settings.cache_clear()
    yield chosen
    monkeypatch.undo()
    settings.cache_clear()


@pytest.fixture
def taken():
    """A function that takes a port from another process and gives its id."""
    code = "import socket, sys; s = socket.create_server(('127.0.0.1', int(sys.argv[1]))); print('up', flush=True); sys.stdin.read()"
    started = []

    def take(port: int) -> int:
        process = subprocess.Popen(
            [sys.executable, "-c", code, str(port)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )  # fmt: skip
        assert process.stdout.readline() == "up\n"
        started.append(process)
        return process.pid

    yield take
    for process in started:
        process.communicate("", timeout=5)


def test_free_ports_are_fine(ports):
    check_ports()


@pytest.mark.parametrize("name", ["HEARD_RASA_PORT", "HEARD_ACTIONS_PORT"])
def test_a_taken_port_is_named_with_its_owner(ports, taken, name):
    pid = taken(ports[name])
    with pytest.raises(PortTaken, match=rf"port {ports[name]} is taken by process {pid} \(.*python.*\): stop it, or set {name} in \.env"):
        check_ports()


def test_it_is_one_sentence_and_no_server_starts(ports, taken, monkeypatch, capsys):
    taken(ports["HEARD_RASA_PORT"])
    monkeypatch.setattr(servers.subprocess, "Popen", lambda *arguments, **rest: pytest.fail("started"))
    monkeypatch.setattr("sys.stdin", open(os.devnull))
    with pytest.raises(SystemExit) as ended:
        servers.main()
    said = capsys.readouterr().err
    assert ended.value.code == 2 and said.startswith("heard: port") and said.count("\n") == 1


def test_a_port_one_only_talks_to_is_free(ports, taken):
    other = free_port()
    taken(other)
    with socket.create_connection(("127.0.0.1", other)):
        check_ports()


@pytest.mark.parametrize(("pid", "owner"), [(None, "another user's process"), (2**22 + 1, "a process that just ended")])
def test_an_owner_that_cannot_be_seen(pid, owner):
    assert owner in servers._owner(pid)


def test_a_mistake_in_content_is_said_before_a_server_starts(ports, monkeypatch):
    def broken():
        raise ValueError("content/moves.yml:3: greet: at least 3 wordings")

    monkeypatch.setattr(servers, "library", broken)
    monkeypatch.setattr(servers.subprocess, "Popen", lambda *arguments, **rest: pytest.fail("started"))
    with pytest.raises(ValueError, match="moves.yml:3"), servers.running():
        pass


def test_the_servers_end_with_the_block(ports, monkeypatch):
    started = []
    popen = subprocess.Popen

    def sleeper(command, **rest):
        assert command[1:4] == ["-m", "honcho", "start"] and rest["env"]["HEARD_RASA_PORT"] == str(ports["HEARD_RASA_PORT"])
        started.append(popen([sys.executable, "-c", "import time; time.sleep(60)"]))
        return started[0]

    monkeypatch.setattr(servers.subprocess, "Popen", sleeper)
    with pytest.raises(KeyboardInterrupt), servers.running():
        raise KeyboardInterrupt
    assert started[0].poll() is not None and not psutil.pid_exists(started[0].pid)
