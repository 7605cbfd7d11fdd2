"""The door for uploads when connections break, several want in at once, or the server dies."""

from __future__ import annotations

import hashlib
import os
import random
import select
import threading
import time
from contextlib import suppress

import pytest

from tests import cast
from tests.edge import served
from tests.edge.uploading import WAYS, Door, code, hang_up, parts, rows, stored, upload_of, word
from vidarium.accounts.models import Token
from vidarium.foundation import clock, tenancy
from vidarium.library import incoming

pytestmark = pytest.mark.usefixtures("live")


def test_u06_a_body_with_a_checksum_that_breaks_off_is_discarded_whole(door: Door, company: cast.Cast) -> None:
    body = os.urandom(6 << 20)
    path = door.create(len(body))
    link = door.begin_append(path, 0, len(body), {"Upload-Checksum": "sha256 " + word(hashlib.sha256(body).digest())})
    link.sendall(body[: 5 << 20])
    time.sleep(0.5)
    link.close()
    assert door.append_when_free(path, 0, b"").status == 204
    assert door.offset(path) == 0
    upload = upload_of(company, path)
    assert incoming.path_of(company.id, upload.id).stat().st_size == 0


def test_u07_of_two_writers_exactly_one_wins(door: Door, company: cast.Cast) -> None:
    film = os.urandom(9 << 20)
    path = door.create(len(film))
    with door.begin_append(path, 0, len(film)) as first:
        first.sendall(film[:100_000])
        time.sleep(0.3)
        second = door.append(path, 0, film)
        assert (second.status, code(second)) == (423, "upload.busy")
        first.sendall(film[100_000:])
        assert first.recv(100).startswith(b"HTTP/1.1 204")
    assert stored(company, path) == film


def test_u07_many_at_once_never_mix(door: Door, company: cast.Cast) -> None:
    bodies = [bytes([number]) * (2 << 20) for number in range(6)]
    path = door.create(2 << 20)
    statuses: list[int] = []
    threads = [threading.Thread(target=lambda body=body: statuses.append(door.append(path, 0, body).status)) for body in bodies]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert statuses.count(204) == 1
    assert set(statuses) <= {204, 423, 409, 413}
    assert stored(company, path) in bodies


def test_u07_a_dead_peer_makes_room_within_five_seconds(door: Door, company: cast.Cast) -> None:
    film = os.urandom(1 << 20)
    path = door.create(len(film))
    with door.begin_append(path, 0, len(film)) as dead:
        dead.sendall(film[:1000])
        began = time.monotonic()
        while (answer := door.append(path, door.offset(path), film[door.offset(path) :])).status in {423, 409}:
            time.sleep(0.2)
        assert answer.status == 204
        assert time.monotonic() - began < 5
    assert stored(company, path) == film


def test_u07_a_silent_peer_whom_nobody_waits_for_may_go_on(door: Door, company: cast.Cast) -> None:
    path = door.create(6)
    with door.begin_append(path, 0, 6) as slow:
        slow.sendall(b"abc")
        time.sleep(5.5)
        assert door.offset(path) == 3
        slow.sendall(b"def")
        assert slow.recv(100).startswith(b"HTTP/1.1 204")
    assert stored(company, path) == b"abcdef"


@pytest.mark.parametrize("how", WAYS)
@pytest.mark.parametrize("sent", [0, 1, 0.5, -1])
def test_u08_what_arrived_before_the_connection_broke_is_kept(door: Door, company: cast.Cast, how: str, sent: float) -> None:
    film = os.urandom(700_000)
    size = int(len(film) * sent) if 0 < sent < 1 else int(sent) % len(film)
    path = door.create(len(film))
    link = door.begin_append(path, 0, len(film))
    link.sendall(film[:size])
    time.sleep(0.3)
    hang_up(link, how)
    door.await_offset(path, size)
    assert door.append_when_free(path, size, film[size:]).status == 204
    assert stored(company, path) == film


def test_u08_a_client_that_never_hears_the_answer_finds_it_finished(door: Door, company: cast.Cast) -> None:
    film = os.urandom(100_000)
    path = door.create(len(film))
    link = door.begin_append(path, 0, len(film))
    link.sendall(film)
    hang_up(link, "close")
    door.await_offset(path, len(film))
    assert door.append_when_free(path, len(film), b"").status == 204
    assert stored(company, path) == film


@pytest.mark.promise("P-c")
def test_u08_twenty_random_cuts_give_the_same_film(door: Door, company: cast.Cast) -> None:
    chance = random.Random(20)
    film = os.urandom(24 << 20)
    path = door.create(len(film))
    for _ in range(20):
        offset = door.offset(path)
        link = door.begin_append(path, offset, len(film) - offset)
        link.sendall(film[offset : offset + chance.randrange(2 << 20)])
        time.sleep(chance.random() / 5)
        hang_up(link, chance.choice(WAYS))
        assert door.append_when_free(path, offset, b"").status in {204, 409}
    offset = door.offset(path)
    assert offset > 0
    assert door.append(path, offset, film[offset:]).status == 204
    assert hashlib.sha256(stored(company, path)).digest() == hashlib.sha256(film).digest()


def test_u17_deleting_ends_a_running_patch_and_leaves_no_bytes(door: Door, company: cast.Cast) -> None:
    path = door.create(10 << 20)
    with door.begin_append(path, 0, 10 << 20) as running:
        running.sendall(bytes(5 << 20))
        time.sleep(0.3)
        assert door.ask("DELETE", path).status == 204
        assert running.recv(100).startswith(b"HTTP/1.1 404")
    assert door.append(path, 0, b"x").status == 404
    assert door.ask("DELETE", path).status == 404
    assert parts(company) == []
    assert rows(company) == 0


@pytest.mark.promise("P-c")
def test_a_killed_server_goes_on_at_or_above_what_it_acknowledged(door: Door, company: cast.Cast) -> None:
    film = os.urandom(20 << 20)
    with served.edge("vidarium.project.asgi:application") as doomed:
        first = Door(doomed, door.token)
        path = first.create(len(film))
        link = first.begin_append(path, 0, len(film))
        link.sendall(film[: 11 << 20])
        while (acknowledged := first.offset(path)) < 4 << 20:
            time.sleep(0.05)
        doomed.process.kill()
        doomed.process.wait()
        link.close()
    offset = door.offset(path)
    assert acknowledged <= offset <= 11 << 20
    assert door.append_when_free(path, offset, film[offset:]).status == 204
    assert stored(company, path) == film


def test_bytes_that_were_never_acknowledged_are_not_believed(door: Door, company: cast.Cast) -> None:
    path = door.create(6)
    assert door.append(path, 0, b"abc").status == 204
    with incoming.path_of(company.id, upload_of(company, path).id).open("ab") as part:
        part.write(b"XX")
    assert door.append(path, 3, b"def").status == 204
    assert stored(company, path) == b"abcdef"


def test_a_part_that_lost_acknowledged_bytes_is_refused(door: Door, company: cast.Cast) -> None:
    path = door.create(6)
    door.append(path, 0, b"abc")
    incoming.path_of(company.id, upload_of(company, path).id).unlink()
    answer = door.append(path, 3, b"def")
    assert (answer.status, code(answer)) == (410, "upload.lost")


@pytest.mark.nightly
def test_a_long_upload_ends_soon_after_its_token_is_revoked(door: Door, company: cast.Cast) -> None:
    path = door.create(1 << 20)
    with door.begin_append(path, 0, 1 << 20) as link:
        link.sendall(b"abc")
        with tenancy.within(company.id):
            Token.objects.update(revoked_at=clock.now())
        began = time.monotonic()
        with suppress(ConnectionError):
            while time.monotonic() - began < 60 and not select.select([link], [], [], 0.5)[0]:
                link.sendall(b"d")
            assert link.recv(100).startswith(b"HTTP/1.1 401")
    assert 25 < time.monotonic() - began < 60
