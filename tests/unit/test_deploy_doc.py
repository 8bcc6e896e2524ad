"""docs/deploy.md does what it says: its run blocks run, nginx takes its file and passes on what it must, systemd takes its units."""

import os
import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest
import requests
import urllib3
from dotenv import dotenv_values
from postgres import Postgres, folder_of_programs, free_port
from servers import Servers

from bot.settings import ROOT, settings
from desk.database import Database

TEXT = (ROOT / "docs" / "deploy.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\S+(?: run)?)\n(.*?)^```$", TEXT, re.M | re.S)
RUN = [body for kind, body in BLOCKS if kind == "sh run"]
FILES = {body.split("\n")[0].removeprefix("# "): body for _, body in BLOCKS if body.startswith("# /etc/")}
UNITS = {Path(name).name: body for name, body in FILES.items() if name.startswith("/etc/systemd/")}
PLACES = ("/opt/heard", "/var/lib/heard", "/var/backups/heard")
NGINX = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
ANALYZE = shutil.which("systemd-analyze")
OWN = ROOT / ".venv" / "bin"


def test_every_block_of_commands_is_run_or_says_that_it_is_not():
    assert [body for kind, body in BLOCKS if kind == "sh" and not body.startswith("# not run here: ")] == []
    assert len(RUN) == 4


def test_every_setting_exists():
    listed = set(re.findall(r"^(HEARD_\w+)=", (ROOT / ".env.example").read_text(), re.M))
    assert set(re.findall(r"HEARD_\w+", TEXT)) <= listed


def test_the_units_start_what_make_run_starts():
    started = {line.split(".venv/bin/python -m ")[1] for body in UNITS.values() for line in body.splitlines() if ".venv/bin/python -m " in line}
    procfile = (ROOT / "Procfile").read_text().replace("$HEARD_RASA_PORT", "5005")
    assert started == {line.split(" -m bot.keeper ")[1] for line in procfile.splitlines()}


def test_its_links_lead_somewhere():
    assert [link for link in re.findall(r"\]\((?!https?:)([^)#]+)", TEXT) if not (ROOT / "docs" / link).exists()] == []


@pytest.mark.skipif(not ANALYZE, reason="systemd-analyze is missing: the units were not checked")
def test_systemd_takes_the_units(tmp_path):
    for name, body in UNITS.items():
        (tmp_path / name).write_text(body.replace("/opt/heard", str(ROOT)))
    names = [str(tmp_path / name.replace("@.", "@8000.")) for name in UNITS]
    shutil.copy(tmp_path / "heard-desk@.service", tmp_path / "heard-desk@8000.service")
    done = subprocess.run([ANALYZE, "verify", "--man=no", *names], capture_output=True, text=True, env={**os.environ, "SYSTEMD_UNIT_PATH": f"{tmp_path}:"})
    said = [line for line in done.stderr.splitlines() if any(name.split("@")[0].split(".")[0] in line for name in UNITS)]
    assert said == []


@pytest.fixture
def server(tmp_path):
    """A folder that stands for a server with PostgreSQL, and a function that runs a block there."""
    if not folder_of_programs():
        message = "PostgreSQL is not installed (apt-get install postgresql): the blocks were not run"
        pytest.fail(message) if os.environ.get("HEARD_REQUIRE_POSTGRES") == "1" else pytest.skip(message)
    postgres = Postgres()
    try:
        _name_as_debian_does(postgres)
        for place in PLACES:
            (tmp_path / place[1:]).mkdir(parents=True)
        _stand_in(tmp_path / "bin", "runuser", 'while [ "$1" != -- ]; do shift; done; shift; exec "$@"')
        _stand_in(tmp_path / "bin", "chown", "exit 0")
        own = tmp_path / "opt/heard/.venv/bin"
        _stand_in(own, "heard", f'set -a; . {tmp_path}/opt/heard/.env; exec {OWN}/heard "$@"')
        yield tmp_path, postgres
    finally:
        postgres.remove()


def _name_as_debian_does(postgres: Postgres) -> None:
    """The superuser is `postgres`, and nobody is called `heard` yet."""
    for who, statement in (("heard", "create role other superuser login"), ("other", "alter role heard rename to postgres")):
        url = postgres.url.replace("heard@", f"{who}@")
        subprocess.run(["psql", "--quiet", url, "--command", statement], check=True, capture_output=True, cwd="/")


def _stand_in(folder: Path, name: str, script: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(f"#!/bin/bash\n{script}\n")
    (folder / name).chmod(0o755)


def _run(folder: Path, postgres: Postgres, script: str) -> None:
    for place in PLACES:
        script = script.replace(place, f"{folder}{place}")
    script = script.replace("127.0.0.1:5432", f"127.0.0.1:{postgres.port}")
    where = {"PGHOST": "127.0.0.1", "PGPORT": str(postgres.port), "PGUSER": "postgres", "PGDATABASE": "postgres"}
    environment = {name: value for name, value in os.environ.items() if not name.startswith("HEARD_")} | where
    environment["PATH"] = f"{folder}/bin:{folder_of_programs()}:{os.environ['PATH']}"
    done = subprocess.run(["bash", "-eu", "-c", script], env=environment, capture_output=True, text=True, cwd=folder)
    assert done.returncode == 0, done.stderr


@pytest.mark.postgres
def test_the_blocks_run(server, monkeypatch):
    folder, postgres = server
    _run(folder, postgres, RUN[0] + RUN[1])
    written = folder / "opt/heard/.env"
    assert written.stat().st_mode & 0o777 == 0o640
    for name, value in dotenv_values(written).items():
        monkeypatch.setenv(name, value)
    settings.cache_clear()
    try:
        told = settings()
        assert told.parents == ("https://www.example.com",) and told.proxies == ("127.0.0.1",) and len(told.secret) == 64
        opened = Database(told.database)
        opened.upgrade()
        opened.close()
    finally:
        settings.cache_clear()
    old = folder / "var/backups/heard/2020-01-01.tar"
    old.touch()
    os.utime(old, (0, 0))
    _run(folder, postgres, RUN[2] + RUN[3])
    kept = list((folder / "var/backups/heard").iterdir())
    assert len(kept) == 1 and kept[0].stat().st_mode & 0o777 == 0o600


@pytest.fixture
def through(tmp_path):
    """The desk behind nginx with the document's file: its ports, and a function that asks through nginx."""
    if not NGINX:
        pytest.skip("nginx is not installed (apt-get install nginx): its file was not checked")
    servers, ports = Servers(tmp_path), (free_port(), free_port())
    servers.start("desk")
    site = _site(tmp_path, servers.ports["desk"], *ports)
    checked = subprocess.run([NGINX, "-t", "-q", *site], capture_output=True, text=True)
    assert (checked.returncode, checked.stderr) == (0, "")
    process = subprocess.Popen([NGINX, *site])
    try:
        servers.wait("desk")
        yield servers, ports
    finally:
        process.terminate()
        process.wait(15)
        servers.stop()


def _site(folder: Path, desk: int, plain: int, tls: int) -> list[str]:
    key, certificate = folder / "key.pem", folder / "certificate.pem"
    made = f"openssl req -x509 -newkey rsa:2048 -nodes -days 1 -subj /CN=desk.example.com -keyout {key} -out {certificate}"
    subprocess.run(shlex.split(made), check=True, capture_output=True)
    text = FILES["/etc/nginx/sites-available/heard"].replace("127.0.0.1:8000", f"127.0.0.1:{desk}")
    text = re.sub(r"^ +listen \[::\].*\n", "", text, flags=re.M)  # not every machine has IPv6
    text = text.replace("listen 80;", f"listen 127.0.0.1:{plain};").replace("listen 443 ", f"listen 127.0.0.1:{tls} ")
    text = re.sub(r"/etc/letsencrypt\S+fullchain\.pem", str(certificate), re.sub(r"/etc/letsencrypt\S+privkey\.pem", str(key), text))
    temporary = "".join(f"{name}_temp_path {folder}/{name};\n" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    user = "user root;\n" if os.geteuid() == 0 else ""
    main = folder / "nginx.conf"
    head = f"{user}daemon off;\nworker_processes 1;\npid {folder}/nginx.pid;\nerror_log {folder}/error.log;\nevents {{}}\n"
    main.write_text(f"{head}http {{\naccess_log off;\ngzip on;\n{temporary}{text}}}\n")
    return ["-p", str(folder), "-e", str(folder / "error.log"), "-c", str(main)]


@pytest.mark.servers
def test_nginx_takes_the_file_and_passes_on_what_it_must(through):
    servers, (plain, tls) = through
    urllib3.disable_warnings()
    asked = requests.Session()
    asked.trust_env, asked.verify, asked.headers["Host"] = False, False, "desk.example.com"
    inside, https = f"http://127.0.0.1:{plain}", f"https://127.0.0.1:{tls}"
    assert asked.get(f"{inside}/desk/", allow_redirects=False).headers["Location"] == "https://desk.example.com/desk/"
    assert asked.get(f"{https}/healthz").json() == {"status": "alive"}
    assert [asked.get(https + path).status_code for path in ("/metrics", "/readyz", "/demo/")] == [404, 404, 404]
    assert "max-age" in asked.get(f"{https}/chat.js").headers["Strict-Transport-Security"]
    password = re.search(r"login admin, password (\S+) ", servers.log("desk"))[1]
    answer = asked.post(f"{https}/api/v1/session", json={"login": "admin", "password": password})
    assert answer.status_code == 200 and "secure" in answer.headers["Set-Cookie"].lower()
    with asked.get(f"{https}/api/v1/stream", stream=True, timeout=5, cookies=answer.cookies) as stream:
        assert next(stream.iter_lines()) == b": here"  # at once: nothing waits for a buffer to fill
    large = asked.post(f"{https}/api/v1/conversations/none/files", data=b"0" * (12 << 20))
    assert large.status_code == 413
    assert asked.post(f"{https}/api/v1/conversations/none/files", data=b"0" * (10 << 20)).status_code != 413
