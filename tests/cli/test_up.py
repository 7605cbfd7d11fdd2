"""`vidarium up`, the whole of it: started, disturbed, stopped, started again."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import stack as product
from tests.stack import Stack
from vidarium import cli
from vidarium.foundation import answering, datadir, environment, postgres

HEALTHY_SECONDS = 60.0


@pytest.fixture
def data_dir() -> Iterator[Path]:
    """A `DATA_DIR` that outlives the product that runs on it."""
    folder = product.fresh_data_dir()
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def running() -> Iterator[Stack]:
    """A product of this module's own, to be disturbed."""
    with product.started() as stack:
        yield stack


def healthy(stack: Stack) -> bool:
    return answering.on_port(int(stack.environment["PORT"]), "/healthz")


def within(seconds: float, stack: Stack) -> bool:
    until = time.monotonic() + seconds
    while not healthy(stack) and time.monotonic() < until:
        time.sleep(0.1)
    return healthy(stack)


def family(pid: int) -> dict[int, str]:
    """Every process below this one that is not dead, with its words."""
    found: dict[int, str] = {}
    for child in map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text().split()):
        found |= {child: words(child)} | family(child)
    return found


def words(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    except (FileNotFoundError, ProcessLookupError):
        return ""


def left_of(before: dict[int, str]) -> dict[int, str]:
    """Those that still run (a dead one has no words)."""
    return {pid: said for pid, said in before.items() if said and words(pid) == said}


def soon_gone(before: dict[int, str], *, seconds: float) -> dict[int, str]:
    until = time.monotonic() + seconds
    while left_of(before) and time.monotonic() < until:
        time.sleep(0.05)
    return left_of(before)


def test_it_says_where_to_go_where_the_data_lies_and_how_to_stop(running: Stack) -> None:
    text = "\n".join(running.said)
    assert running.sign_in.startswith(f"{running.url}/sign-in/sil_")
    assert f"Everything is kept in {running.data_dir}. Ctrl-C stops it." in text


def test_everything_answers_once_it_says_so(running: Stack) -> None:
    assert healthy(running)


def test_the_link_goes_into_no_log(running: Stack) -> None:
    secret = running.sign_in.rpartition("/")[2]
    assert [log.name for log in (running.data_dir / "logs").iterdir() if secret in log.read_text()] == []


def test_nothing_of_the_environment_is_in_the_command_lines(running: Stack) -> None:
    key = (running.data_dir / "keys" / "root").read_text().strip()
    assert [said for said in family(running.process.pid).values() if key in said or "PASSWORD" in said] == []


def test_in_development_it_serves_this_machine_alone(running: Stack) -> None:
    port = f"{int(running.environment['PORT']):04X}"
    lines = [line.split() for table in ("tcp", "tcp6") for line in Path(f"/proc/net/{table}").read_text().splitlines()[1:]]
    assert {fields[1] for fields in lines if fields[3] == "0A" and fields[1].endswith(f":{port}")} == {f"0100007F:{port}"}


def test_pages_are_served_on_a_socket_that_nobody_else_may_open(running: Stack) -> None:
    path = environment.read(running.environment).web_socket
    assert oct(path.stat().st_mode & 0o777) == "0o600"


def test_a_second_one_on_the_same_data_is_refused(running: Stack) -> None:
    other = product.launch(running.data_dir)
    assert other.process.wait(30) == 1
    assert other.said == [
        f"vidarium: Vidarium already runs on {running.data_dir} (process {running.process.pid}): stop it first, or set DATA_DIR."
    ]
    assert healthy(running)


def test_a_port_that_is_taken_is_told_with_who_has_it(data_dir: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        other = product.launch(data_dir, variables={"PORT": str(taken.getsockname()[1])})
        assert other.process.wait(30) == 1
    (sentence,) = other.said
    assert f"stop it with `kill {os.getpid()}`, or set PORT to another number." in sentence


def test_a_sandbox_that_can_not_start_is_told(data_dir: Path) -> None:
    other = product.launch(data_dir, variables={"PATH": "/nowhere"})
    assert other.process.wait(30) == 1
    (sentence,) = other.said
    assert "apt install bubblewrap" in sentence


def test_a_disk_that_is_nearly_full_is_told(data_dir: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("DATA_DIR", str(data_dir))
    monkeypatch.setattr(datadir, "LEAST_FREE_BYTES", 10**18)
    assert cli.main(["up"]) == 1
    told = capsys.readouterr().err
    assert (told.count("\n"), "is nearly full" in told) == (1, True)


@pytest.mark.parametrize(
    ("name", "sign"),
    [("web", "vidarium.project.wsgi"), ("edge", "vidarium.project.asgi"), ("worker", "vidarium worker"), ("postgres", "bin/postgres -D")],
)
def test_whatever_is_killed_comes_back_by_itself(running: Stack, name: str, sign: str) -> None:
    assert within(HEALTHY_SECONDS, running)
    children = family(running.process.pid)
    victim = next(pid for pid, said in children.items() if sign in said and parent(pid) == running.process.pid)
    os.kill(victim, signal.SIGKILL)
    until = time.monotonic() + 5
    while not any(line.startswith(f"{name} was killed") for line in running.said) and time.monotonic() < until:
        time.sleep(0.05)
    assert f"{name} was killed by SIGKILL; starting it again." in running.said
    # What `/healthz` has seen it holds for half a second.
    time.sleep(1)
    assert within(HEALTHY_SECONDS, running)
    assert running.token().startswith("vdt_")


def parent(pid: int) -> int:
    return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])


def test_ctrl_c_ends_all_of_it_and_the_next_start_has_everything(data_dir: Path) -> None:
    with product.started(data_dir=data_dir) as first:
        first.add_company("kept")
        before = family(first.process.pid)
        assert first.stop() == 0
    assert first.said[-1] == "Stopped. Everything is kept."
    assert (left_of(before), len(before) >= 6) == ({}, True)
    with product.started(data_dir=data_dir) as second:
        assert second.token("kept").startswith("vdt_")


def test_when_it_is_killed_itself_nothing_stays_and_the_next_start_is_healthy(data_dir: Path) -> None:
    first = product.launch(data_dir)
    product.await_ready(first)
    first.add_company("kept")
    before = family(first.process.pid)
    first.process.kill()
    first.process.wait()
    assert soon_gone(before, seconds=10) == {}
    with product.started(data_dir=data_dir) as second:
        assert healthy(second)
        assert second.token("kept").startswith("vdt_")


def test_a_database_of_your_own_is_used_and_none_is_started(data_dir: Path) -> None:
    home = product.fresh_data_dir()
    theirs = environment.read({"DATA_DIR": str(home)})
    datadir.lay_out(theirs)
    cluster = postgres.Cluster.of(theirs, durable=False)
    postgres.make(cluster)
    server = postgres.start(cluster, log=subprocess.DEVNULL)
    postgres.provision(cluster)
    address = f"postgresql://vidarium_owner:{cluster.owner_password}@/vidarium?host={cluster.sockets}"
    with product.started(data_dir=data_dir, DATABASE_URL=address, SECRET_KEY="a secret that two machines would share") as stack:
        stack.add_company("abroad")
        assert not any("bin/postgres" in said for said in family(stack.process.pid).values())
        with cluster.connect("vidarium") as database:
            assert database.execute("SELECT slug FROM accounts_company").fetchall() == [("abroad",)]
        doctor = stack.cli("doctor")
    assert all(line.startswith("ok ") for line in doctor.splitlines())
    assert not list((data_dir / "postgres").iterdir())
    postgres.stop(server)
    shutil.rmtree(home)
