"""A link opens exactly what was signed, until exactly the second that was signed."""

from __future__ import annotations

import base64
import random
import uuid
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pytest

from vidarium.delivery import links
from vidarium.delivery.errors import LinkExpired, LinkRefused
from vidarium.delivery.links import Link, Refused
from vidarium.foundation import ids, keys

ROOT = "a root secret that is long enough for all"
KEY = keys.derive(ROOT, links.PURPOSE)
RING = {KEY.kid: KEY}
NOW = datetime(2026, 11, 24, 12, 0, 0, tzinfo=UTC)
LINK = Link(uuid.uuid4(), uuid.uuid4(), uuid.uuid4(), uuid.uuid4(), expires=int(NOW.timestamp()) + 3600)
REFUSED = Refused(LinkRefused)


def read(path: str, at: datetime = NOW) -> Link | Refused:
    _, p, playback, token = path.split("/")
    assert p == "p"
    return links.read(playback, token, ring=RING, at=at)


def forge(link: Link, key: keys.Key, *, kid: int | None = None) -> str:
    """What somebody could sign who holds another key; `links.sign` with another kid."""
    return links.sign(link, keys.Key(KEY.kid if kid is None else kid, key.secret))


def test_what_was_signed_is_what_is_read() -> None:
    assert read(links.sign(LINK, KEY)) == LINK


def test_a_token_has_no_padding_and_one_spelling() -> None:
    token = links.sign(LINK, KEY).rsplit("/", 1)[1]
    assert len(token) == 120
    assert base64.urlsafe_b64encode(base64.urlsafe_b64decode(token)).decode() == token


def test_p_03_ten_thousand_changed_tokens_open_nothing() -> None:
    seed = random.randrange(1 << 32)
    print("seed", seed)
    chance = random.Random(seed)
    path = links.sign(LINK, KEY)
    playback, token = path.split("/")[2:]
    opened = [changed for _ in range(10_000) if opens(playback, changed := mutated(token, chance), token)]
    assert opened == []


def opens(playback: str, changed: str, token: str) -> bool:
    return changed != token and isinstance(links.read(playback, changed, ring=RING, at=NOW), Link)


LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


def mutated(token: str, chance: random.Random) -> str:
    """One or more letters changed, swapped, dropped, doubled or put into another alphabet."""
    at, other = chance.randrange(len(token)), chance.randrange(len(token))
    changes = [
        token[:at] + chance.choice(LETTERS) + token[at + 1 :],
        token[:at] + token[at + 1 :],
        token[:at] + token[at] + token[at:],
        token[:at] + token[other] + token[at + 1 : other] + token[at] + token[other + 1 :] if at < other else token[:at],
        token[:at] + chance.choice("=+/ \n%.~é\0") + token[at + 1 :],
        token + chance.choice(["=", "==", "\n", "A", " ", "\0"]),
        token[:at] + "".join(chance.choice(LETTERS) for _ in token[at:]),
        token.swapcase() if at % 2 else token.upper(),
    ]
    return chance.choice(changes)


def test_p_03_every_flipped_bit_is_refused() -> None:
    playback, token = links.sign(LINK, KEY).split("/")[2:]
    raw = base64.urlsafe_b64decode(token)
    for bit in range(len(raw) * 8):
        flipped = bytearray(raw)
        flipped[bit // 8] ^= 1 << bit % 8
        assert links.read(playback, base64.urlsafe_b64encode(bytes(flipped)).decode(), ring=RING, at=NOW) == REFUSED


@pytest.mark.parametrize("token", ["", "=", "A" * 119, "A" * 121, "A" * 120, "é" * 120, "+" * 120, "A" * 119 + "\n"])
def test_p_03_what_is_no_token_is_refused(token: str) -> None:
    assert links.read(ids.show("ply", LINK.playback), token, ring=RING, at=NOW) == REFUSED


def test_p_02_a_token_does_not_open_another_playback() -> None:
    token = links.sign(LINK, KEY).rsplit("/", 1)[1]
    for other in (ids.show("ply", uuid.uuid4()), ids.show("ply", LINK.playback).upper(), ids.show("ply", LINK.playback)[:-1], ""):
        assert links.read(other, token, ring=RING, at=NOW) == REFUSED


@pytest.mark.parametrize("purpose", ["session", "tokens", "suppression", "ledgers", "database.vidarium_app", "uploads", "Links", ""])
def test_p_04_another_purposes_key_signs_nothing(purpose: str) -> None:
    assert read(forge(LINK, keys.derive(ROOT, purpose))) == REFUSED


def test_p_04_the_root_secret_itself_signs_nothing() -> None:
    assert read(forge(LINK, keys.Key(KEY.kid, ROOT.encode()))) == REFUSED


def test_p_04_a_retired_kid_opens_nothing() -> None:
    retired = keys.derive("an older root secret, no longer in the ring", links.PURPOSE)
    assert retired.kid != KEY.kid
    assert read(links.sign(LINK, retired)) == REFUSED


def test_p_04_two_kids_may_be_alive() -> None:
    older = keys.derive("an older root secret, still in the ring...", links.PURPOSE)
    ring = {KEY.kid: KEY, older.kid: older}
    playback, token = links.sign(LINK, older).split("/")[2:]
    assert links.read(playback, token, ring=ring, at=NOW) == LINK


def test_p_04_a_kid_can_not_be_lent_to_another_key() -> None:
    older = keys.derive("an older root secret, still in the ring...", links.PURPOSE)
    assert older.kid != KEY.kid
    assert read(forge(LINK, older, kid=KEY.kid)) == REFUSED


def test_p_05_a_link_ends_at_its_second() -> None:
    path = links.sign(LINK, KEY)
    end = datetime.fromtimestamp(LINK.expires, UTC)
    assert read(path, end - timedelta(microseconds=1)) == LINK
    assert read(path, end) == Refused(LinkExpired)
    assert read(path, end + timedelta(seconds=1)) == Refused(LinkExpired)


@pytest.mark.parametrize("expires", [0, 1, 10**12, (1 << 40) - 1])
def test_p_05_an_absurd_expiry_is_refused(expires: int) -> None:
    assert isinstance(read(links.sign(replace(LINK, expires=expires), KEY)), Refused)


def test_p_05_the_longest_life_is_enforced_when_a_link_is_read() -> None:
    longest = int((NOW + links.MAX_LIFE + links.ROUNDING).timestamp())
    assert read(links.sign(replace(LINK, expires=longest), KEY)) == replace(LINK, expires=longest)
    assert read(links.sign(replace(LINK, expires=longest + 1), KEY)) == REFUSED


@pytest.mark.parametrize("minutes", [-5, 5])
def test_p_05_a_clock_that_is_five_minutes_off_moves_the_end_by_that_and_no_more(minutes: int) -> None:
    off = timedelta(minutes=minutes)
    end = datetime.fromtimestamp(LINK.expires, UTC)
    assert read(links.sign(LINK, KEY), end - timedelta(seconds=1) - off + off) == LINK
    assert isinstance(read(links.sign(LINK, KEY), end + max(off, timedelta(0))), Refused)


@pytest.mark.parametrize(
    ("film", "hours"), [(None, 12), (Fraction(10), 12), (Fraction(6 * 3600), 12), (Fraction(10 * 3600), 16), (Fraction(10**7), 168)]
)
def test_a_link_lives_for_the_film_and_six_hours_and_twelve_at_least(film: Fraction | None, hours: int) -> None:
    assert links.life(film) == timedelta(hours=hours)


def test_links_of_the_same_minutes_are_the_same_text() -> None:
    life = links.life(None)
    assert links.expiry(NOW, life) == links.expiry(NOW - timedelta(minutes=9, seconds=59), life)


@pytest.mark.parametrize("second", [0, 1, 299, 599, 600])
def test_rounding_never_shortens_a_link(second: int) -> None:
    at = NOW + timedelta(seconds=second)
    given = links.expiry(at, links.LEAST_LIFE) - at.timestamp()
    assert 0 <= given - links.LEAST_LIFE.total_seconds() < links.ROUNDING.total_seconds()
