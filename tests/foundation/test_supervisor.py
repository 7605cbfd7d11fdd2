"""The supervisor: restarts what dies, stops in order, leaves nothing behind, however it ends."""

from __future__ import annotations

import errno
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from vidarium.foundation import supervisor
from vidarium.foundation.errors import StartRefused

HOUSE = """
import pathlib, subprocess, sys, signal
from vidarium.foundation.supervisor import Interrupted, Program, Supervisor

logs, speed = pathlib.Path(sys.argv[1]), float(sys.argv[2])
WAIT = "print('up', flush=True); time.sleep(600)"
END = "lambda *_: (print(sys.argv[1], 'ends', flush=True), sys.exit(0))"
OBEDIENT = f"import signal, sys, time; signal.signal(signal.SIGTERM, {END}); {WAIT}"
DEAF = f"import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); {WAIT}"

def program(name, code, **how):
    def start(log, first):
        return subprocess.Popen([sys.executable, "-c", code, name], stdout=log, stderr=log, start_new_session=True, preexec_fn=first)
    return Program(name, start, answers=lambda: "up" in (logs / f"{name}.log").read_text(), **how)

def say(text):
    print(text, flush=True)

try:
    with Supervisor(logs, say) as keeper:
        keeper.start(program("first", OBEDIENT))
        keeper.start(program("second", DEAF if speed < 0 else OBEDIENT, patience_seconds=abs(speed)))
        say("pids " + " ".join(str(kept.process.pid) for kept in keeper.kept))
        keeper.watch()
except Interrupted:
    say("over")
"""


class House:
    """A supervisor in a process of its own, with two programs; the second is deaf where `patience` is negative."""

    def __init__(self, logs: Path, patience: float) -> None:
        self.logs = logs
        command = [sys.executable, "-c", HOUSE, str(logs), str(patience)]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        self.pids = [int(word) for word in self.line("pids").split()[1:]]

    def line(self, word: str) -> str:
        """The next line that holds the word."""
        assert self.process.stdout
        return next(line for line in self.process.stdout if word in line)

    def end(self, how: signal.Signals) -> int:
        self.process.send_signal(how)
        return self.process.wait(20)


@pytest.fixture
def build(tmp_path: Path) -> Iterator[Callable[[float], House]]:
    built: list[House] = []

    def make(patience: float = 5) -> House:
        built.append(House(tmp_path, patience))
        return built[-1]

    yield make
    for house in built:
        house.process.kill()
        house.process.wait()
        if house.process.stdout:
            house.process.stdout.close()


def alive(pid: int) -> bool:
    """Whether a process runs; one that is dead and only waits for its parent to notice does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def within(seconds: float, condition: Callable[[], bool]) -> bool:
    until = time.monotonic() + seconds
    while not condition() and time.monotonic() < until:
        time.sleep(0.02)
    return condition()


def test_what_dies_is_started_again_and_said(build: Callable[..., House]) -> None:
    house = build()
    os.kill(house.pids[0], signal.SIGKILL)
    assert house.line("first") == "first was killed by SIGKILL; starting it again.\n"
    assert within(10, lambda: (house.logs / "first.log").read_text().count("up") == 2)


def test_what_ends_by_itself_is_started_again_too(build: Callable[..., House]) -> None:
    house = build()
    os.kill(house.pids[1], signal.SIGTERM)
    assert house.line("second") == "second ended with code 0; starting it again.\n"


@pytest.mark.parametrize("wish", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_wish_to_end_ends_everything_in_peace(build: Callable[..., House], wish: signal.Signals) -> None:
    house = build()
    assert house.end(wish) == 0
    assert [alive(pid) for pid in house.pids] == [False, False]
    assert [(house.logs / f"{name}.log").read_text().split() for name in ("first", "second")] == [
        ["up", name, "ends"] for name in ("first", "second")
    ]


def test_the_last_started_ends_first(build: Callable[..., House]) -> None:
    house = build()
    house.end(signal.SIGTERM)
    first, second = ((house.logs / f"{name}.log").stat().st_mtime_ns for name in ("first", "second"))
    assert second < first


def test_what_does_not_end_in_time_is_killed(build: Callable[..., House]) -> None:
    house = build(-0.5)
    house.process.send_signal(signal.SIGTERM)
    assert house.line("second") == "second did not end in time and was killed.\n"
    assert house.process.wait(20) == 0
    assert not alive(house.pids[1])


def test_a_second_ctrl_c_kills_at_once(build: Callable[..., House]) -> None:
    house = build(-60)
    house.process.send_signal(signal.SIGINT)
    time.sleep(0.5)
    began = time.monotonic()
    house.end(signal.SIGINT)
    assert time.monotonic() - began < 10
    assert not any(map(alive, house.pids))


def test_when_the_supervisor_is_killed_everything_dies_with_it(build: Callable[..., House]) -> None:
    house = build()
    house.end(signal.SIGKILL)
    assert within(5, lambda: not any(map(alive, house.pids)))


def test_a_row_of_deaths_slows_the_restarts_down(build: Callable[..., House]) -> None:
    house = build()
    log = house.logs / "first.log"
    times = []
    for death in range(1, 4):
        assert within(15, lambda: log.read_text().count("up") == death)  # noqa: B023 - asked before the next turn
        victim = children(house.process.pid)[0]
        os.kill(victim, signal.SIGKILL)
        times.append(time.monotonic())
        house.line("first")
    assert within(15, lambda: log.read_text().count("up") == 4)
    assert time.monotonic() - times[2] > supervisor.PAUSES[2]


def children(pid: int) -> list[int]:
    """Its children, the one with the name `first` first."""
    found = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return sorted(map(int, found), key=lambda child: b"second" in Path(f"/proc/{child}/cmdline").read_bytes())


def test_a_program_that_never_answers_stops_the_start_and_names_its_log(tmp_path: Path) -> None:
    def start(log: int, first: Callable[[], None]) -> subprocess.Popen[bytes]:
        return subprocess.Popen(["sleep", "60"], stdout=log, preexec_fn=first)  # noqa: PLW1509 - one thread

    before = {wish: signal.getsignal(wish) for wish in supervisor.ENDING}
    silent = supervisor.Program("silent", start, answers=lambda: False)
    with pytest.raises(StartRefused, match=rf"silent does not start; its log says why: {re.escape(str(tmp_path))}"):  # noqa: SIM117
        with supervisor.Supervisor(tmp_path, print) as keeper:
            keeper.start(silent, within_seconds=0.3)
    for wish, handler in before.items():
        signal.signal(wish, handler)


def test_two_supervisors_do_not_share_a_folder(tmp_path: Path) -> None:
    with supervisor.alone(tmp_path / "lock"), pytest.raises(StartRefused, match=f"already runs on .* .process {os.getpid()}."):  # noqa: SIM117
        with supervisor.alone(tmp_path / "lock"):
            pass


def test_the_lock_is_free_after_its_holder(tmp_path: Path) -> None:
    for _ in range(2):
        with supervisor.alone(tmp_path / "lock"):
            assert (tmp_path / "lock").read_text() == str(os.getpid())


def test_a_log_that_has_grown_too_large_begins_anew_beside_the_old_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervisor, "LARGEST_LOG", 10)
    log = tmp_path / "web.log"
    with log.open("a") as writer:
        writer.write("a line of the past\n")
        writer.flush()
        supervisor.turn_over(log)
        writer.write("new\n")
    assert (log.read_text(), (tmp_path / "web.log.1").read_text()) == ("new\n", "a line of the past\n")


def test_a_program_that_can_not_be_started_again_is_tried_until_it_can(tmp_path: Path) -> None:
    said: list[str] = []
    tries = iter((True, False, True))

    def start(log: int, first: Callable[[], None]) -> subprocess.Popen[bytes]:
        if not next(tries):
            raise OSError(errno.EAGAIN, "Resource temporarily unavailable")
        return subprocess.Popen(["sleep", "60"], stdout=log, preexec_fn=first)  # noqa: PLW1509 - one thread

    keeper = supervisor.Supervisor(tmp_path, said.append)
    keeper.start(supervisor.Program("sleeper", start, answers=lambda: True))
    keeper.kept[0].process.kill()
    keeper.until(lambda: len(said) == 2, within_seconds=5)
    keeper.kept[0].due = time.monotonic()
    keeper.until(lambda: keeper.kept[0].due is None, within_seconds=5)
    keeper.stop()
    assert said[:2] == [
        "sleeper was killed by SIGKILL; starting it again.",
        "sleeper could not be started: Resource temporarily unavailable; trying again.",
    ]


def test_a_log_that_has_no_room_for_a_copy_is_cut_all_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervisor, "LARGEST_LOG", 10)
    log = tmp_path / "web.log"
    log.write_text("a line of the past\n")
    (tmp_path / "web.log.1").mkdir()
    supervisor.turn_over(log)
    assert log.read_text() == ""


@pytest.mark.parametrize(("code", "words"), [(0, "ended with code 0"), (-9, "was killed by SIGKILL"), (-40, "was killed by 40")])
def test_every_end_has_words(code: int, words: str) -> None:
    assert supervisor._ending(code) == words
