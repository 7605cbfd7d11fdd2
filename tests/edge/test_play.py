"""Films leave the edge by a link that holds, and by nothing else."""

from __future__ import annotations

import gzip
import re
import time

import pytest

from tests.cast import Cast
from tests.delivery import films
from tests.edge.served import Answer, Server
from vidarium.delivery import links, playback
from vidarium.delivery.links import Link
from vidarium.foundation import clock, keys, tenancy

pytestmark = pytest.mark.usefixtures("live")

SEGMENT = films.SEGMENT
PARTS = (
    "master.m3u8",
    "v720/index.m3u8",
    "v720/init.mp4",
    "v720/000000.m4s",
    "a0/index.m3u8",
    "a0/init.mp4",
    "a0/000000.m4s",
    "poster.jpg",
)


def spoilt(film: films.Film) -> list[str]:
    """The link with each part of it changed, or left out."""
    _, _, ply, token = film.path.split("/")
    swapped = token[:-1] + ("A" if token[-1] != "A" else "B")
    other = ply[:-1] + ("x" if ply[-1] != "x" else "y")
    return [f"/p/{ply}", f"/p/{ply}/", f"/p/{ply}/x", f"/p/{other}/{token}", f"/p//{token}", f"/p/{ply}/{swapped}", f"/p/{token}/{ply}"]


# -- what is served ------------------------------------------------------------------------------------------------------
def test_every_part_is_served_with_its_kind(edge: Server, film: films.Film) -> None:
    kinds = {part: edge.ask(f"{film.path}/{part}").headers["content-type"] for part in PARTS}
    assert kinds == {
        "master.m3u8": "application/vnd.apple.mpegurl", "v720/index.m3u8": "application/vnd.apple.mpegurl", "v720/init.mp4": "video/mp4",
        "v720/000000.m4s": "video/iso.segment", "a0/index.m3u8": "application/vnd.apple.mpegurl", "a0/init.mp4": "video/mp4",
        "a0/000000.m4s": "video/iso.segment", "poster.jpg": "image/jpeg",
    }  # fmt: skip


def test_a_segment_is_the_object_byte_for_byte(edge: Server, film: films.Film) -> None:
    answer = edge.ask(f"{film.path}/v720/000000.m4s")
    assert (answer.status, answer.body, answer.headers["content-length"]) == (200, SEGMENT, str(len(SEGMENT)))


def test_head_tells_the_same_and_sends_nothing(edge: Server, film: films.Film) -> None:
    for part in PARTS:
        whole, told = edge.ask(f"{film.path}/{part}"), edge.ask(f"{film.path}/{part}", method="HEAD")
        assert told.body == b""
        assert {**told.headers, "date": ""} == {**whole.headers, "date": ""}


def test_a_playlist_is_squeezed_for_whoever_can_read_it(edge: Server, film: films.Film) -> None:
    plain = edge.ask(f"{film.path}/v720/index.m3u8")
    squeezed = edge.ask(f"{film.path}/v720/index.m3u8", headers={"Accept-Encoding": "br, gzip"})
    assert squeezed.headers["content-encoding"] == "gzip"
    assert gzip.decompress(squeezed.body) == plain.body
    assert squeezed.headers["etag"] != plain.headers["etag"]
    assert squeezed.headers["vary"] == "accept-encoding"


def test_everything_in_the_playlists_lies_below_the_link(edge: Server, film: films.Film) -> None:
    master = edge.ask(f"{film.path}/master.m3u8").body.decode()
    lists = [line for line in master.splitlines() if line.endswith("/index.m3u8")] + re.findall(r'URI="([^"]+)"', master)
    assert sorted(lists) == ["a0/index.m3u8", "v360/index.m3u8", "v720/index.m3u8"]
    assert "http" not in master


def test_a_film_can_only_be_read(edge: Server, film: films.Film) -> None:
    for method in ("POST", "PUT", "PATCH", "DELETE", "OPTIONS"):
        answer = edge.ask(f"{film.path}/master.m3u8", method=method)
        assert (answer.status, answer.headers["allow"]) == (405, "GET, HEAD")


def test_what_the_grid_has_not_is_not_there(edge: Server, film: films.Film) -> None:
    for tail in ("v720/999999.m4s", "v720/000005.m4s", "v144/index.m3u8", "v144/init.mp4", "a9/000000.m4s", "source", "", "v720/"):
        answer = edge.ask(f"{film.path}/{tail}")
        assert answer.status == 404
        assert b'"playback.not_found"' in answer.body


# -- who may (design: reliability, group P) ------------------------------------------------------------------------------
def test_p_01_without_a_link_nothing_is_given(edge: Server, film: films.Film) -> None:
    for beginning in spoilt(film):
        for part in PARTS:
            assert_refused(edge.ask(f"{beginning}/{part}"))


def assert_refused(answer: Answer) -> None:
    assert answer.status in {403, 404}
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["cache-control"] == "no-store"
    assert b"EXTM3U" not in answer.body


def test_p_02_a_link_opens_one_film_and_no_other(edge: Server, film: films.Film, company: Cast) -> None:
    other = films.planned(company)
    mixed = f"/p/{other.path.split('/')[2]}/{film.path.split('/')[3]}"
    assert edge.ask(f"{mixed}/master.m3u8").status == 403


def test_p_02_a_row_is_taken_to_the_letter(edge: Server, film: films.Film) -> None:
    for row in ("v7", "v72", "v7200", "v720x", "V720", "v0720"):
        assert edge.ask(f"{film.path}/{row}/000000.m4s").status == 404


def test_p_04_a_link_of_another_key_is_refused(edge: Server, film: films.Film) -> None:
    for key in (keys.derive("somebody else's root secret, long enough", links.PURPOSE), keys.Key(next(iter(playback.ring())), b"\0" * 32)):
        assert edge.ask(f"{links.sign(link_of(film), key)}/master.m3u8").status == 403


def link_of(film: films.Film, *, seconds: int = 3600) -> Link:
    ply, token = film.path.split("/")[2:4]
    known = links.read(ply, token, ring=playback.ring(), at=clock.now())
    assert isinstance(known, Link)
    return Link(known.playback, known.company, known.asset, known.grid, int(clock.now().timestamp()) + seconds)


def signed(link: Link) -> str:
    key = next(iter(playback.ring().values()))
    return links.sign(link, key)


def test_p_05_a_link_ends_at_its_second(edge: Server, film: films.Film) -> None:
    link = link_of(film, seconds=2)
    path = f"{signed(link)}/v720/000000.m4s"
    assert edge.ask(path).status == 200
    time.sleep(max(0, link.expires - time.time()))
    answer = edge.ask(path)
    assert (answer.status, b"playback.link_expired" in answer.body) == (403, True)


HOSTILE = [
    "..%2f", "%2e%2e/", "%252e%252e%252f", "..\\", "%5c", "//", "/./", ";x", "%00", "%c0%af", "../", "../../", "%2e%2e%2f", "%u002e",
    "\t", "?/../",
]  # fmt: skip


def spelled(film: films.Film, word: str) -> list[str]:
    """The word at each place of a path."""
    at = film.path
    return [f"{at}/{word}source", f"{at}/v720/{word}000000.m4s", f"{at}{word}/master.m3u8", f"/p/{word}{at[3:]}/master.m3u8"]


def test_p_06_no_spelling_of_a_path_leads_out_of_the_film(edge: Server, film: films.Film) -> None:
    for path in (path for word in HOSTILE for path in spelled(film, word)):
        raw = edge.say(f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode())
        status = int(raw.split(b" ", 2)[1])
        # A question mark ends the path; what is before it is then no name of ours, or nothing was asked of it.
        assert status in {400, 403, 404}, (path, raw[:200])
        assert SEGMENT not in raw


def test_p_06_an_overlong_or_foreign_path_is_refused(edge: Server, film: films.Film) -> None:
    for tail in ("a" * 5000, "v720/" * 100 + "000000.m4s", "%" * 300):
        assert edge.ask(f"{film.path}/{tail}").status in {403, 404}
    assert edge.say(b"GET " + film.path.encode() + b"/\xc0\xaf HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").startswith(
        b"HTTP/1.1 400"
    )


def test_p_07_another_origin_is_given_no_leave_to_read(edge: Server, film: films.Film) -> None:
    for origin in ("null", "https://evil.example", "http://localhost.evil.example"):
        answer = edge.ask(f"{film.path}/master.m3u8", headers={"Origin": origin})
        assert not [name for name in answer.headers if name.startswith("access-control")]
        assert answer.headers["cross-origin-resource-policy"] == "same-origin"


def test_p_08_a_revoked_film_stops_at_once_and_goes_on_when_it_is_opened(edge: Server, film: films.Film, company: Cast) -> None:
    path = f"{film.path}/v720/000000.m4s"
    assert edge.ask(path).status == 200
    with tenancy.within(company.id):
        playback.revoke(film.asset)
    assert await_status(edge, path, 403) < 2
    for part in PARTS:
        assert b"playback.link_revoked" in edge.ask(f"{film.path}/{part}").body
    with tenancy.within(company.id):
        playback.reopen(film.asset)
    assert await_status(edge, path, 200) < 2


def await_status(edge: Server, path: str, status: int) -> float:
    """Seconds until the answer has this status; twenty at most."""
    began = time.monotonic()
    while edge.ask(path).status != status:
        assert time.monotonic() - began < 20
        time.sleep(0.02)
    return time.monotonic() - began


@pytest.mark.promise("IV.3-a")
def test_p_09_no_shared_cache_keeps_anything(edge: Server, film: films.Film) -> None:
    for part in PARTS:
        assert edge.ask(f"{film.path}/{part}").headers["cache-control"].startswith("private")


def test_p_09_a_tag_does_not_open_another_link(edge: Server, film: films.Film) -> None:
    tag = edge.ask(f"{film.path}/v720/000000.m4s").headers["etag"]
    assert edge.ask(f"{spoilt(film)[5]}/v720/000000.m4s", headers={"If-None-Match": tag}).status == 403


def test_p_09_what_is_known_is_not_sent_again(edge: Server, film: films.Film) -> None:
    for part in PARTS:
        tag = edge.ask(f"{film.path}/{part}").headers["etag"]
        for said in (tag, f'W/{tag}, "other"', "*"):
            answer = edge.ask(f"{film.path}/{part}", headers={"If-None-Match": said})
            assert (answer.status, answer.body) == (304, b"")
        assert edge.ask(f"{film.path}/{part}", headers={"If-None-Match": '"other"'}).status == 200


SIZE = len(SEGMENT)


GOOD_RANGES = {
    "0-99": (0, 100), "0-": (0, SIZE), "100-199": (100, 200), "-1": (SIZE - 1, SIZE), "-999999": (0, SIZE),
    f"{SIZE - 1}-": (SIZE - 1, SIZE),
    "5-999999": (5, SIZE),
}  # fmt: skip
BAD_RANGES = ("-0", f"{SIZE}-", "999999-", "0-1,2-3", ",".join(["0-"] * 1000), ",".join(f"{at}-" for at in range(1000)), "0-1, -1")
NO_RANGES = ("bytes=9-5", "bytes=a-b", "items=0-1", "bytes", "bytes=", "bytes=--1", "bytes=1-2-3", "bytes=\xd9\xa0-\xd9\xa1")


def ask_range(edge: Server, film: films.Film, asked: str) -> Answer:
    return edge.ask(f"{film.path}/v720/000000.m4s", headers={"Range": asked})


def test_p_10_one_range_is_honoured(edge: Server, film: films.Film) -> None:
    for asked, (first, end) in GOOD_RANGES.items():
        answer = ask_range(edge, film, f"bytes={asked}")
        assert (answer.status, answer.body) == (206, SEGMENT[first:end])
        assert answer.headers["content-range"] == f"bytes {first}-{end - 1}/{SIZE}"


def test_p_10_a_range_beyond_the_end_or_more_than_one_is_refused(edge: Server, film: films.Film) -> None:
    for asked in BAD_RANGES:
        answer = ask_range(edge, film, f"bytes={asked}")
        assert (answer.status, answer.headers["content-range"]) == (416, f"bytes */{SIZE}")
        assert SEGMENT[:100] not in answer.body


def test_p_10_what_is_no_range_is_ignored(edge: Server, film: films.Film) -> None:
    for asked in NO_RANGES:
        answer = ask_range(edge, film, asked)
        assert (answer.status, answer.body) == (200, SEGMENT)


def test_p_10_a_range_of_something_else_is_answered_whole(edge: Server, film: films.Film) -> None:
    path = f"{film.path}/v720/000000.m4s"
    tag = edge.ask(path).headers["etag"]
    assert edge.ask(path, headers={"Range": "bytes=0-9", "If-Range": tag}).status == 206
    assert edge.ask(path, headers={"Range": "bytes=0-9", "If-Range": '"other"'}).body == SEGMENT


def test_p_11_no_answer_tells_the_link_to_anyone_else(edge: Server, film: films.Film) -> None:
    for path in (f"{film.path}/master.m3u8", f"{film.path}/nothing", f"{spoilt(film)[5]}/master.m3u8"):
        answer = edge.ask(path)
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert film.path.split("/")[3].encode() not in answer.body + str(answer.all_headers).encode()


def test_p_14_no_robot_lists_a_film(edge: Server, film: films.Film) -> None:
    assert edge.ask(f"{film.path}/master.m3u8").headers["x-robots-tag"] == "noindex"


def test_h_06_every_answer_is_guarded(edge: Server, film: films.Film) -> None:
    for path in (*(f"{film.path}/{part}" for part in PARTS), f"{film.path}/nothing", spoilt(film)[0]):
        headers = edge.ask(path).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert "default-src 'none'" in headers["content-security-policy"]
        assert headers["cross-origin-resource-policy"] == "same-origin"
