"""One fault trial: a film is sent, something is killed at a random instant of a stage, and everything must come right by itself.

    trial.run(room, film, Trial.of(17))

A seed says it all: which part is hit, at which stage, how long after the stage was seen.
"""

from __future__ import annotations

import random
import signal
import threading
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field

import psycopg

from tests.faults import invariants
from tests.faults.invariants import Film
from tests.faults.machine_room import MachineRoom, Row
from tests.faults.sender import Sender
from vidarium.foundation import ids
from vidarium.library import places

SENDING = {"patch": 0.3, "last": 0.05}
"""Stages of an upload, and how many seconds after one is seen the blow may fall."""
MAKING = {"probe": 0.3, "first": 0.5, "background": 0.8, "publish": 0.03}
STAGES = SENDING | MAKING
COMBINATIONS = [
    *((part, stage) for stage in ("background", "patch", "publish", "last", "probe") for part in ("worker", "postgres", "edge")),
    *(("ffmpeg", stage) for stage in ("background", "first", "probe")),
    *((part, "first") for part in ("worker", "postgres", "edge")),
    *(("web", stage) for stage in STAGES),
    *(("ffmpeg", "background"), ("worker", "publish")),
]
"""What is hit when. A round of trials goes through the first ones of this list; every day a few of them are run."""
SEEN_SECONDS = 40.0
CATCHES = 6
PROBED = "SELECT FROM procrastinate_jobs WHERE task_name = 'production.prepare' AND status = 'doing' AND args->>'asset_id' = %s"
HELD = """
SELECT FROM production_chunk c JOIN production_grid g ON g.id = c.grid_id
WHERE g.asset_id = %s AND c.asked = %s AND c.held_until > now()
"""


@dataclass(frozen=True)
class Trial:
    """What is done to whom when."""

    seed: int
    part: str
    stage: str
    delay_seconds: float

    @classmethod
    def of(cls, seed: int, *, part: str | None = None) -> Trial:
        """The trial of this seed; `part` where it must be that one."""
        chance = random.Random(seed)
        drawn, stage = COMBINATIONS[seed % len(COMBINATIONS)]
        if part:
            drawn, stage = part, chance.choice(list(STAGES))
        return cls(seed, drawn, stage, chance.random() * STAGES[stage])

    def __str__(self) -> str:
        return f"{self.part} killed {self.delay_seconds:.3f} s into “{self.stage}” (seed {self.seed})"


@dataclass
class Blow:
    """One kill, in time; whether it hit anybody."""

    room: MachineRoom
    trial: Trial
    fell_at: float | None = None
    victim: int | None = None
    _struck: threading.Event = field(default_factory=threading.Event)
    _thread: threading.Thread | None = None

    def now(self) -> None:
        """Strike after the trial's delay."""
        time.sleep(self.trial.delay_seconds)
        self.victim = self.room.strike(self.trial.part, random.Random(self.trial.seed), signal=signal.SIGKILL)
        if self.victim:
            self.fell_at = time.monotonic()
        self._struck.set()

    def told(self, stage: str) -> None:
        """A sender's ear: the first time that its stage comes, strike, while it goes on sending."""
        if stage == self.trial.stage and not self._thread:
            self._thread = threading.Thread(target=self.now)
            self._thread.start()

    def await_told(self) -> None:
        """Until the sender has said so and the blow has fallen."""
        assert self._struck.wait(SEEN_SECONDS), "the sender never came that far"


def run(room: MachineRoom, token: str, film: Film, trial: Trial, *, revive: Callable[[], None] | None = None) -> float:
    """Seconds from the blow to *ready*. `revive` starts the product again, where nobody else does. Raises AssertionError."""
    for _ in range(CATCHES):
        taken = attempt(room, token, film, trial, revive)
        if taken is not None:
            return taken
    raise AssertionError(f"never came in time: {trial}")


def attempt(room: MachineRoom, token: str, film: Film, trial: Trial, revive: Callable[[], None] | None) -> float | None:
    """None where the stage was over before the blow could fall: then it was no trial."""
    blow = Blow(room, trial)
    sender = Sender(room.stack.url, token, film.content, told=blow.told)
    try:
        asset = _send_and_strike(room, sender, blow, revive)
        if blow.fell_at is None:
            invariants.await_ready(sender, asset)
            return None
        room.await_health()
        invariants.await_ready(sender, asset, within_seconds=invariants.READY_SECONDS - (time.monotonic() - blow.fell_at))
        taken = time.monotonic() - blow.fell_at
        invariants.check(room, sender, asset, film)
        invariants.await_quiet(room, uuid_of(asset))
        room.await_no_strangers()
    except (AssertionError, OSError, psycopg.Error) as violation:
        violation.add_note(f"{trial}; hit {blow.victim}; uploading broke at {sender.broken}")
        raise
    return taken


def _send_and_strike(room: MachineRoom, sender: Sender, blow: Blow, revive: Callable[[], None] | None) -> str:
    """The public id of the asset, once the blow has fallen and every byte is there."""
    sending = threading.Thread(target=sender.send)
    sending.start()
    if blow.trial.stage in SENDING:
        blow.await_told()
        invariants.check_durable(room, sender)
    else:
        sending.join()
        asset = sender.asset()
        watch = {"probe": probed, "first": first, "background": background, "publish": published}[blow.trial.stage]
        if room.poll(watch(room, uuid_of(asset)), within_seconds=SEEN_SECONDS):
            blow.now()
    if revive and blow.fell_at is not None:
        revive()
    sending.join()
    return sender.asset()


def uuid_of(asset: str) -> uuid.UUID:
    found = ids.read("ast", asset)
    assert found
    return found


Watch = Callable[[psycopg.Connection[Row]], bool]


def probed(_room: MachineRoom, asset_id: uuid.UUID) -> Watch:
    return lambda database: database.execute(PROBED, [asset_id.hex]).rowcount > 0


def first(_room: MachineRoom, asset_id: uuid.UUID) -> Watch:
    return lambda database: database.execute(HELD, [asset_id, True]).rowcount > 0


def background(_room: MachineRoom, asset_id: uuid.UUID) -> Watch:
    return lambda database: database.execute(HELD, [asset_id, False]).rowcount > 0


def published(room: MachineRoom, asset_id: uuid.UUID) -> Watch:
    """The first cell of picture lies in the store: its transaction is about to end."""
    (company_id,) = room.query("SELECT company_id FROM library_asset WHERE id = %s", [asset_id])[0]
    folder = room.object(places.asset_prefix(company_id, asset_id))
    return lambda _database: any(folder.glob("g/*/v*/*.m4s"))
