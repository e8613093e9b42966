"""The files of docs/deployment are what they say: nginx with ours in front, a unit of systemd."""

import configparser
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from serving import Response, Server, free_port, serving

HERE = Path(__file__).parent
DEPLOYMENT = HERE.parent / "docs" / "deployment"
HARBOUR = HERE / "corpus" / "published"
NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
#: More rows than are sent in one piece.
LARGE = "SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 60000"
SETTINGS = {"MCDGRAPH_QUERY_CLIENT_HEADER": "X-Real-IP", "MCDGRAPH_QUERY_PROCESSES": "1"}

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the server forks")
needs_nginx = pytest.mark.skipif(NGINX is None, reason="nginx is not installed")


@dataclass(frozen=True, kw_only=True)
class Site:
    """A server, and the port of nginx in front of it."""

    server: Server
    port: int

    def send(self, method: str, target: str, **more: object) -> Response:
        """Send one request through nginx."""
        front = Server(port=self.port, process=self.server.process, log=self.server.log)
        return front.send(method, target, **more)  # type: ignore[arg-type]


def configuration(port: int, front: int, folder: Path) -> str:
    """Return docs/deployment/nginx.conf for two ports, without the certificate and its name."""
    text = (DEPLOYMENT / "nginx.conf").read_text(encoding="utf8")
    plain, count = re.subn(r"(?m)^server \{\n    listen 80;.*?^\}\n", "", text, flags=re.DOTALL)
    assert count == 1
    plain, count = re.subn(r"(?m)^ +(listen \[|ssl_).*\n", "", plain)
    assert count == 5
    for old, new in (
        ("server 127.0.0.1:8000;", f"server 127.0.0.1:{port};"),
        ("listen 443 ssl http2;", f"listen 127.0.0.1:{front};"),
    ):
        assert plain.count(old) == 1, old
        plain = plain.replace(old, new)
    paths = "".join(
        f"{kind}_temp_path {folder}/{kind};\n"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    return (
        f"daemon off; worker_processes 1; pid {folder}/nginx.pid; error_log {folder}/error.log;\n"
        f"events {{}}\nhttp {{ access_log off;\n{paths}{plain}\n}}\n"
    )


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Serve the tiny graph, with nginx in front."""
    assert NGINX is not None
    folder = tmp_path_factory.mktemp("deployment")
    folder.chmod(0o755)
    graph = folder / "harbour"
    shutil.copytree(HARBOUR, graph)
    command = [sys.executable, "-m", "mcdgraph", "-C", str(graph), "build"]
    subprocess.run(command, check=True, capture_output=True, timeout=60)
    with serving("--no-build", graph=graph, folder=folder, settings=SETTINGS) as server:
        front = free_port()
        written = folder / "nginx.conf"
        user = "user root; " if os.geteuid() == 0 else ""
        written.write_text(user + configuration(server.port, front, folder))
        process = subprocess.Popen([NGINX, "-p", str(folder), "-c", str(written)])
        try:
            until = time.monotonic() + 20
            while True:
                try:
                    socket.create_connection(("127.0.0.1", front), 1).close()
                    break
                except OSError:
                    assert time.monotonic() < until
                    assert process.poll() is None
                    time.sleep(0.05)
            yield Site(server=server, port=front)
        finally:
            process.terminate()
            process.wait(20)


@needs_nginx
def test_pages_and_queries_come_through(site: Site) -> None:
    """By GET and POST, small and long, with what negotiates them."""
    page = site.send("GET", "/doc/id/pilot", headers={"Accept": "text/html"})
    assert (page.status, b"<html" in page.body) == (200, True)
    kept = site.send(
        "GET",
        "/doc/id/pilot",
        headers={"Accept": "text/html", "If-None-Match": page.headers["etag"]},
    )
    assert kept.status == 304
    assert site.send("GET", "/sparql?query=ASK%7B%7D").status == 200
    assert site.send("GET", "/sparql?query=ASK%7B%7D%23" + "x" * 50_000).status == 200
    kind = {"Content-Type": "application/sparql-query"}
    assert site.send("POST", "/sparql", headers=kind, body=b"ASK {}").status == 200
    assert (
        site.send("POST", "/sparql", headers=kind, body=b"ASK {} #" + b"x" * 900_000).status == 200
    )


@needs_nginx
def test_a_large_answer_streams_whole(site: Site) -> None:
    """It is the one that the server itself gives, and it is compressed where that was asked."""
    kind = {"Content-Type": "application/sparql-query", "Accept": "text/csv"}
    through = site.send("POST", "/sparql", headers=kind, body=LARGE.encode())
    direct = site.server.send("POST", "/sparql", kind, LARGE.encode())
    assert through.status == 200
    assert through.body == direct.body
    assert len(through.body) > 1_000_000
    packed = site.send(
        "POST", "/sparql", headers={**kind, "Accept-Encoding": "gzip"}, body=LARGE.encode()
    )
    assert packed.headers["content-encoding"] == "gzip"


@needs_nginx
def test_a_part_of_a_dump(site: Site) -> None:
    """Ranges go through."""
    whole = site.send("GET", "/dumps/graph.ttl")
    part = site.send("GET", "/dumps/graph.ttl", headers={"Range": "bytes=10-19"})
    assert (part.status, part.body) == (206, whole.body[10:20])


@needs_nginx
@pytest.mark.parametrize("path", ["/-/metrics", "/-/health", "/-/../-/metrics", "/%2d/metrics"])
def test_the_operators_addresses_are_closed(site: Site, path: str) -> None:
    """However they are written; on the machine itself they are there."""
    assert site.send("GET", path).status == 404
    assert site.server.send("GET", "/-/metrics").status == 200


@needs_nginx
def test_the_client_is_who_asked_nginx(site: Site) -> None:
    """Two clients are two; what a client says of itself is not believed."""
    claimed = {"X-Real-IP": "192.0.2.7"}
    for address in ("127.0.0.2", "127.0.0.3"):
        target = f"/sparql?query=ASK%7B%7D%23{address}"
        assert site.send("GET", target, headers=claimed, address=address).status == 200
        (line,) = await_lines(site.server.log, f"%23{address}")
        assert line.startswith(f"{address} - - ")


def await_lines(log: Path, text: str) -> list[str]:
    """List the lines of a log with a text; they are written after the answer was sent."""
    until = time.monotonic() + 20
    while True:
        found = [line for line in log.read_text().splitlines() if text in line]
        if found or time.monotonic() > until:
            return found
        time.sleep(0.05)


@needs_nginx
def test_an_upgrade_is_not_passed_on(site: Site) -> None:
    """A body behind it is read as that of its request, and the connection is kept."""
    body = b"query=ASK%7B%7D"
    request = (
        b"POST /sparql HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n"
        b"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: %d\r\n\r\n" % len(body)
    )
    with socket.create_connection(("127.0.0.1", site.port), timeout=20) as connection:
        connection.sendall((request + body) * 2)
        data = b""
        while data.count(b"HTTP/1.1 200 ") < 2:
            more = connection.recv(65536)
            assert more, data
            data += more
    assert b"101" not in data.split(b"\r\n")[0]


@needs_nginx
def test_a_body_past_the_bound_is_refused(site: Site) -> None:
    """By nginx, which has the bound of query.request_bytes."""
    kind = {"Content-Type": "application/sparql-query"}
    try:
        answer = site.send("POST", "/sparql", headers=kind, body=b"#" * (2**20 + 1))
    except (BrokenPipeError, ConnectionResetError):
        return
    assert answer.status == 413
    assert site.send("GET", "/sparql?query=ASK%7B%7D").status == 200


@needs_nginx
def test_it_is_a_configuration_of_nginx_with_its_certificate(tmp_path: Path) -> None:
    """The file as it stands is accepted, with a certificate of its own."""
    if shutil.which("openssl") is None:
        pytest.skip("openssl is not installed")
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
         "-nodes", "-subj", "/CN=x", "-keyout", str(key), "-out", str(certificate)],
        check=True, capture_output=True, timeout=60,
    )  # fmt: skip
    text = (DEPLOYMENT / "nginx.conf").read_text(encoding="utf8")
    for kind, path in (("certificate", certificate), ("certificate_key", key)):
        text, count = re.subn(rf"(ssl_{kind} +)/etc/\S+;", rf"\g<1>{path};", text)
        assert count == 1
    written = tmp_path / "nginx.conf"
    written.write_text(f"pid {tmp_path}/pid;\nevents {{}}\nhttp {{\n{text}\n}}\n")
    assert NGINX is not None
    command = [NGINX, "-t", "-p", str(tmp_path), "-c", str(written)]
    run = subprocess.run(command, check=False, capture_output=True, text=True, timeout=60)
    assert run.returncode == 0, run.stderr


UNIT = {
    "User": "mcdgraph",
    "NoNewPrivileges": "true",
    "ProtectSystem": "strict",
    "KillMode": "mixed",
    "Restart": "on-failure",
    "CapabilityBoundingSet": "",
}


def test_the_unit_bounds_what_it_starts(tmp_path: Path) -> None:
    """It is a unit of systemd, under an account of its own, that ends after the server does."""
    path = DEPLOYMENT / "mcdgraph.service"
    unit = configparser.RawConfigParser(strict=False)
    unit.optionxform = str  # type: ignore[assignment,method-assign]
    unit.read(path)
    service = unit["Service"]
    assert {key: service[key] for key in UNIT} == UNIT
    assert int(service["TimeoutStopSec"]) > 30
    assert int(service["LimitNOFILE"]) >= 4096
    assert {"MemoryMax", "TasksMax"} <= set(service)
    assert service["ExecStart"].endswith(" serve --no-build")
    analyzer = shutil.which("systemd-analyze")
    if analyzer is not None:
        copy = tmp_path / "mcdgraph.service"
        copy.write_text(path.read_text().replace("/opt/mcdgraph/bin/mcdgraph", "/bin/true"))
        command = [analyzer, "verify", "--man=no", str(copy)]
        run = subprocess.run(command, check=False, capture_output=True, text=True, timeout=60)
        assert (run.returncode, run.stderr) == (0, "")


@pytest.mark.skipif(shutil.which("caddy") is None, reason="caddy is not installed")
def test_it_is_a_configuration_of_caddy() -> None:
    """The Caddyfile is accepted."""
    command = [
        "caddy",
        "adapt",
        "--config",
        str(DEPLOYMENT / "Caddyfile"),
        "--adapter",
        "caddyfile",
    ]
    run = subprocess.run(command, check=False, capture_output=True, text=True, timeout=60)
    assert run.returncode == 0, run.stderr
