"""The sandbox, with the real bubblewrap, the real ffmpeg and the real Python in it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from vidarium.foundation import process
from vidarium.foundation.process import Limits, Step
from vidarium.foundation.process.proof import leaks_of

LIMITS = Limits(cpu_seconds=20, wall_seconds=30)
FOREVER = ("-v", "error", "-f", "lavfi", "-i", "testsrc=size=640x360:rate=30", "-f", "null", "-")


def script(code: str, *arguments: str, **inputs: Path) -> Step:
    return Step("probe", ("-c", code, *arguments), inputs=inputs)


def said(step: Step, limits: Limits = LIMITS) -> str:
    return process.run(step, within=limits).output.decode().strip()


def processes_with(word: str) -> list[int]:
    """Every process on this machine whose arguments hold `word`."""
    found = []
    for entry in Path("/proc").iterdir():
        try:
            if entry.name.isdigit() and word.encode() in (entry / "cmdline").read_bytes():
                found.append(int(entry.name))
        except OSError:
            continue
    return found


def gone(word: str) -> bool:
    """The kernel ends a namespace a moment after its init: look for a while."""
    until = time.monotonic() + 5
    while processes_with(word) and time.monotonic() < until:
        time.sleep(0.01)
    return not processes_with(word)


def test_the_sandbox_of_this_machine_closes() -> None:
    process.self_test()


def test_output_and_log_come_back() -> None:
    finished = process.run(script("import sys; print('out'); print('log', file=sys.stderr)"), within=LIMITS)
    assert (finished.output, finished.log) == (b"out\n", "log\n")


def test_ffmpeg_reads_its_input_and_writes_its_output(tmp_path: Path) -> None:
    source, out = tmp_path / "tone.wav", tmp_path / "out"
    out.mkdir()
    process.run(Step("ffmpeg", ("-v", "error", "-f", "lavfi", "-i", "sine=d=1", "/out/tone.wav"), output=out), within=LIMITS)
    (out / "tone.wav").rename(source)
    process.run(
        Step("ffmpeg", ("-v", "error", "-i", "/in/source", "/out/tone.flac"), inputs={"source": source}, output=out),
        within=LIMITS,
    )
    assert (out / "tone.flac").read_bytes().startswith(b"fLaC")
    assert (out / "tone.flac").stat().st_uid == process.service_user().uid != 0


def test_nothing_of_this_machine_is_readable_but_the_inputs(tmp_path: Path) -> None:
    mine, theirs = tmp_path / "mine", tmp_path / "theirs"
    mine.write_text("mine")
    theirs.write_text("theirs")
    code = "import os, sys; print(open('/in/film').read(), os.path.exists(sys.argv[1]), os.listdir('/in'), os.path.exists('/etc'))"
    assert said(script(code, str(theirs), film=mine)) == "mine False ['film'] False"


def test_an_input_that_is_closed_to_others_is_readable_inside(tmp_path: Path) -> None:
    (tmp_path / "closed").mkdir(mode=0o700)
    film = tmp_path / "closed" / "film"
    film.write_text("mine")
    film.chmod(0o600)
    assert said(script("print(open('/in/film').read())", film=film)) == "mine"
    assert film.stat().st_mode & 0o007 == 0


@pytest.mark.parametrize("path", ["/in/film", "/usr/x", "/x", "/dev/x", "/etc/x"])
def test_nothing_is_writable_but_the_output_and_tmp(path: str, tmp_path: Path) -> None:
    film = tmp_path / "film"
    film.write_text("mine")
    with pytest.raises(process.ProgramFailed):
        process.run(script(f"open({path!r}, 'w').write('x')", film=film), within=LIMITS)
    assert film.read_text() == "mine"


def test_tmp_is_writable_and_small() -> None:
    with pytest.raises(process.ProgramFailed) as failed:
        process.run(script("open('/tmp/x', 'wb').write(b'x'); open('/tmp/y', 'wb').write(bytes(100 << 20))"), within=LIMITS)
    assert "No space left" in failed.value.log


def test_the_environment_stays_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "hunter2")
    assert "hunter2" not in said(script("import os; print(dict(os.environ))"))


def test_a_listener_on_this_machine_is_out_of_reach() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        code = "import socket, sys; socket.create_connection(('127.0.0.1', int(sys.argv[1])), 2)"
        with pytest.raises(process.ProgramFailed) as failed:
            process.run(script(code, str(listener.getsockname()[1])), within=LIMITS)
    assert "PermissionError" in failed.value.log


CALLS = ("unshare(0x10000000)", "unshare(0x20000)", "ptrace(0, 0, 0, 0)", "syscall(425, 1, 0)", "syscall(321, 0, 0, 0)")


@pytest.mark.parametrize("call", CALLS)
def test_dangerous_system_calls_are_refused(call: str) -> None:
    code = f"import ctypes; c = ctypes.CDLL(None, use_errno=True); print(c.{call}, ctypes.get_errno())"
    assert said(script(code)) == "-1 1"


def test_an_exit_code_comes_back_with_the_end_of_the_log() -> None:
    with pytest.raises(process.ProgramFailed) as failed:
        process.run(script("import sys; sys.stderr.write('x' * 1_000_000 + 'the end'); sys.exit(3)"), within=LIMITS)
    assert failed.value.exit_code == 3
    assert failed.value.log.endswith("the end")
    assert len(failed.value.log) <= 64 << 10


def test_the_wall_clock_ends_it() -> None:
    begun = time.monotonic()
    with pytest.raises(process.OutOfTime):
        process.run(script("import time; time.sleep(60); 'asleep'"), within=Limits(cpu_seconds=5, wall_seconds=0.5))
    assert time.monotonic() - begun < 2
    assert gone("asleep")


def test_the_wall_clock_ends_what_has_closed_its_pipes() -> None:
    with pytest.raises(process.OutOfTime):
        process.run(script("import os, time; os.close(1); os.close(2); time.sleep(60)"), within=Limits(cpu_seconds=5, wall_seconds=0.5))


def test_processor_time_ends_it() -> None:
    with pytest.raises(process.OverLimit):
        process.run(Step("ffmpeg", FOREVER), within=Limits(cpu_seconds=1, wall_seconds=30))


def test_memory_is_bounded() -> None:
    with pytest.raises(process.ProgramFailed) as failed:
        process.run(script("bytearray(2 << 30)"), within=Limits(cpu_seconds=5, wall_seconds=30, memory_bytes=1 << 30))
    assert "MemoryError" in failed.value.log


def test_the_size_of_a_file_is_bounded(tmp_path: Path) -> None:
    noise = ("-v", "error", "-f", "lavfi", "-i", "anoisesrc=d=60", "/out/noise.wav")
    with pytest.raises(process.OverLimit):
        process.run(Step("ffmpeg", noise, output=tmp_path), within=Limits(cpu_seconds=5, wall_seconds=30, file_bytes=100_000))
    assert (tmp_path / "noise.wav").stat().st_size == 100_000


def test_processes_are_bounded() -> None:
    code = "import os\nwhile True:\n    if os.fork() == 0: __import__('time').sleep(30)"
    with pytest.raises(process.ProgramFailed) as failed:
        process.run(script(code), within=Limits(cpu_seconds=5, wall_seconds=20, processes=20))
    assert "BlockingIOError" in failed.value.log


def test_what_it_says_is_bounded() -> None:
    with pytest.raises(process.OverLimit):
        process.run(script("while True: print('x' * 100_000)"), within=LIMITS)


def test_cancelling_kills_everything_inside() -> None:
    stop = threading.Event()
    threading.Timer(0.5, stop.set).start()
    begun = time.monotonic()
    with pytest.raises(process.Cancelled):
        process.run(Step("ffmpeg", (*FOREVER, "-metadata", "title=cancelled-by-test")), within=LIMITS, cancelled=stop.is_set)
    assert time.monotonic() - begun < 2
    assert gone("cancelled-by-test")


WORKER = """
import os, random, sys, time
from vidarium.foundation import process
name, kills, first, last = sys.argv[1], int(sys.argv[2]), float(sys.argv[3]), float(sys.argv[4])
step = process.Step("probe", ("-c", f"import time; time.sleep(60); {name!r}"))
chance = random.Random(23)
for _ in range(kills):
    worker = os.fork()
    if worker == 0:
        process.run(step, within=process.Limits(cpu_seconds=20, wall_seconds=60))
    time.sleep(chance.uniform(first, last))
    os.kill(worker, 9)
    os.waitpid(worker, 0)
"""


def kill_workers(name: str, kills: int, *, between: tuple[float, float]) -> None:
    """Workers that run something named `name` are killed, each so many seconds after it began."""
    first, last = map(str, between)
    subprocess.run([sys.executable, "-c", WORKER, name, str(kills), first, last], check=True, cwd=Path(__file__).parents[2])


def test_it_dies_with_its_parent() -> None:
    """A worker that is killed leaves no ffmpeg behind."""
    kill_workers("orphan-by-test", 2, between=(1, 1.5))
    assert gone("orphan-by-test")


def test_it_dies_with_its_parent_from_the_first_instant() -> None:
    """Killed anywhere in the first 40 ms: while bubblewrap is being started, half set up, or just done."""
    kill_workers("infant-by-test", 60, between=(0, 0.04))
    assert gone("infant-by-test")


def test_it_may_be_nice() -> None:
    step = script("import os; print(os.nice(0))")
    assert process.run(step, within=LIMITS, nice=7).output == b"%d\n" % (os.nice(0) + 7)


def test_threads_may_run_at_once(tmp_path: Path) -> None:
    def one(number: int) -> str:
        film = tmp_path / str(number)
        film.write_text(str(number))
        return said(script("print(open('/in/film').read())", film=film))

    before = len(list(Path("/proc/self/fd").iterdir()))
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(one, range(24))) == [str(number) for number in range(24)]
    assert len(list(Path("/proc/self/fd").iterdir())) == before


@pytest.mark.parametrize("name", ["../film", "a/b", "", ".."])
def test_the_name_of_an_input_is_one_plain_word(name: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="one plain word"):
        process.run(Step("probe", ("-c", ""), inputs={name: tmp_path}), within=LIMITS)


def test_without_bubblewrap_nothing_runs(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(process.SandboxUnavailable, match="apt install bubblewrap"):
        process.run(script("print(1)"), within=LIMITS)


def test_a_box_that_can_not_be_closed_is_not_the_programs_fault(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    forbidden = tmp_path / "bwrap"
    forbidden.write_text("#!/bin/sh\necho 'bwrap: No permissions to create new namespace' >&2\nexit 1\n")
    forbidden.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    with pytest.raises(process.SandboxUnavailable, match=r"No permissions to create new namespace.*sysctl"):
        process.self_test()


def test_an_input_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="film"):
        process.run(Step("probe", ("-c", ""), inputs={"film": tmp_path / "film"}), within=LIMITS)


CLOSED = {
    "uid": 1000,
    "capabilities": 0,
    "seccomp": 2,
    "privileges": 1,
    "sockets": 0,
    "interfaces": 1,
    "secret": 0,
    "home": 0,
    "processes": 2,
}


@pytest.mark.parametrize(
    ("what", "seen"),
    [
        ("uid", 0),
        ("capabilities", 1),
        ("seccomp", 0),
        ("privileges", 0),
        ("sockets", 1),
        ("interfaces", 2),
        ("secret", 1),
        ("home", 1),
        ("processes", 3),
    ],
)
def test_the_self_test_finds_each_kind_of_leak(what: str, seen: int) -> None:
    closed = CLOSED | {"uid": process.service_user().uid}
    assert leaks_of(closed) == []
    assert leaks_of(closed | {what: seen})
