"""Everything that is not the edge's own reaches `web` as it was sent, but for what a stranger must not be able to say."""

from __future__ import annotations

import json
import os
import signal
import socket
import time
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings

from tests.edge import served
from tests.edge.served import Server
from vidarium.edge.forward import LARGEST_BODY_BYTES


@pytest.fixture(scope="module")
def web() -> Iterator[None]:
    with served.web(settings.ENVIRONMENT.web_socket, "tests.edge.echo:application"):
        yield


def told(edge: Server, path: str = "/anything", **request: Any) -> dict[str, Any]:
    """What `web` says it was sent."""
    answer = edge.ask(path, **request)
    assert answer.status == 200
    heard: dict[str, Any] = json.loads(answer.body)
    return heard


pytestmark = pytest.mark.usefixtures("web")


def test_the_path_and_query_arrive_as_they_were_sent(edge: Server) -> None:
    for path in (
        "/a%2Fb/../c//d",
        "/%E2%82%AC;x=1",
        "//evil.example/x",
        "/@host",
        "/p",
        "/healthz/web",
        "/x%00y",
        "/filesystem",
        "/eventsx",
    ):
        heard = told(edge, f"{path}?q=%20+&q=2&r")
        assert heard["QUERY_STRING"] == "q=%20+&q=2&r"
        assert told(edge, path)["PATH_INFO"].startswith("/")


def test_method_body_and_host_arrive_as_they_were_sent(edge: Server) -> None:
    heard = told(edge, method="PATCH", headers={"Host": "films.example:8443", "Content-Type": "application/x-own"}, body=b"z" * 70_000)
    assert (heard["REQUEST_METHOD"], heard["HTTP_HOST"], heard["CONTENT_TYPE"]) == ("PATCH", "films.example:8443", "application/x-own")
    assert (heard["body_bytes"], heard["CONTENT_LENGTH"]) == (70_000, "70000")


def test_a_body_of_unknown_length_arrives_whole(edge: Server) -> None:
    pieces = b"".join(b"%x\r\n%b\r\n" % (5000, b"y" * 5000) for _ in range(20)) + b"0\r\n\r\n"
    raw = edge.say(b"POST /x HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n" + pieces)
    assert json.loads(raw.split(b"\r\n\r\n", 1)[1])["body_bytes"] == 100_000


def test_nothing_is_added_in_the_clients_name(edge: Server) -> None:
    heard = told(edge)
    assert {name for name in heard if name.startswith("HTTP_")} == {
        "HTTP_HOST", "HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO", "HTTP_X_FORWARDED_HOST", "HTTP_X_REQUEST_ID",
    }  # fmt: skip


# -- what stops here (RFC 9110 section 7.6.1; design: reliability H-08) --------------------------------------------------
LIES = {
    "X-Forwarded-For": "6.6.6.6", "X-Forwarded-Proto": "https", "X-Forwarded-Host": "evil.example", "X-Forwarded-Port": "443",
    "X-Forwarded-Prefix": "/x", "Forwarded": "for=6.6.6.6", "X-Real-IP": "6.6.6.6", "X_Forwarded_For": "6.6.6.6",
    "X_Forwarded_Proto": "https", "x_real_ip": "6.6.6.6", "X-Forwarded_Host": "evil.example", "True-Client-IP": "6.6.6.6",
    "Remote_User": "root",
}  # fmt: skip


def test_h_08_who_asks_is_said_by_us_alone(edge: Server) -> None:
    """H-08."""
    heard = told(edge, headers=LIES)
    assert heard["HTTP_X_FORWARDED_FOR"] == "127.0.0.1"
    assert heard["HTTP_X_FORWARDED_PROTO"] == "http"
    assert heard["HTTP_X_FORWARDED_HOST"] == heard["HTTP_HOST"]
    assert not [
        name for name, value in heard.items() if value in {"6.6.6.6", "evil.example", "root", "443", "/x"} or value == "for=6.6.6.6"
    ]


def test_what_is_between_neighbours_stops_here(edge: Server) -> None:
    sent = {"Connection": "keep-alive, X-Inner , x-other", "X-Inner": "1", "X-Other": "2", "Keep-Alive": "timeout=9", "TE": "trailers"}
    sent |= {"Upgrade": "websocket", "Proxy-Authorization": "Basic x", "Proxy-Connection": "keep-alive", "Trailer": "x", "X-Kept": "3"}
    heard = told(edge, headers=sent)
    assert heard["HTTP_X_KEPT"] == "3"
    gone = ("X_INNER", "X_OTHER", "KEEP_ALIVE", "TE", "UPGRADE", "PROXY_AUTHORIZATION", "PROXY_CONNECTION", "TRAILER", "CONNECTION")
    assert not [name for name in gone if f"HTTP_{name}" in heard]


def test_the_connection_header_can_not_unsay_who_asks(edge: Server) -> None:
    """H-08, A-02."""
    heard = told(edge, headers={"Connection": "close, X-Forwarded-For, Host, X-Forwarded-Proto"})
    assert heard["HTTP_X_FORWARDED_FOR"] == "127.0.0.1"
    assert heard["HTTP_X_FORWARDED_PROTO"] == "http"


def test_the_answers_own_neighbourhood_stops_here_too(edge: Server) -> None:
    answer = edge.ask("/cookies")
    assert not {"x-inner", "keep-alive"} & set(answer.headers)
    assert [value for name, value in answer.all_headers if name == "set-cookie"] == ["a=1; Path=/", "b=2; HttpOnly"]
    assert len([name for name, _ in answer.all_headers if name in {"date", "server"}]) == 2


SMUGGLED = (
    b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n",
    b"Content-Length: 5\r\nContent-Length: 50\r\n\r\n" + b"x" * 50,
    b"Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\nGET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n",
    b"Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\nGET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n",
    b"Content-Length: +5\r\n\r\nabcde",
)


@pytest.mark.parametrize("rest", SMUGGLED)
def test_two_lengths_never_make_two_requests_of_one_for_web(edge: Server, rest: bytes) -> None:
    raw = edge.say(b"POST /first HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + rest)
    assert raw.count(b"HTTP/1.1 ") == 1
    assert b"smuggled" not in raw or b'"body_start"' in raw


def test_a_header_can_not_be_split(edge: Server) -> None:
    raw = edge.say(b"GET /x HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nX-A: b\rX-Forwarded-For: 6.6.6.6\r\n\r\n")
    assert b"6.6.6.6" not in raw or raw.startswith(b"HTTP/1.1 400")


def test_no_connection_is_upgraded(edge: Server) -> None:
    raw = edge.say(
        b"GET /x HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
        b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n",
        limit_bytes=64,
    )
    assert not raw.startswith(b"HTTP/1.1 101")


# -- the answer ----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("status", [201, 204, 301, 304, 400, 404, 418, 500, 503])
def test_a_status_is_passed_on(edge: Server, status: int) -> None:
    answer = edge.ask(f"/status/{status}")
    assert (answer.status, answer.headers["x-kind"]) == (status, "told")


def test_a_redirection_is_the_clients_to_follow(edge: Server) -> None:
    assert edge.ask("/status/302").status == 302


def test_head_is_answered_without_a_body(edge: Server) -> None:
    answer = edge.ask("/anything", method="HEAD")
    assert (answer.status, answer.body) == (200, b"")
    assert int(answer.headers["content-length"]) > 100


def test_an_answer_is_streamed(edge: Server) -> None:
    with socket.create_connection(("127.0.0.1", edge.port), timeout=30) as link:
        began = time.monotonic()
        link.sendall(b"GET /slow HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        heard = b""
        while b"0\n" not in heard:
            heard += link.recv(65536)
        first = time.monotonic() - began
        while piece := link.recv(65536):
            heard += piece
        assert b"2\n" in heard
        assert time.monotonic() - began - first > 0.4


def test_a_large_answer_arrives_whole(edge: Server) -> None:
    answer = edge.ask("/large")
    assert len(answer.body) == 512 * 65536


def test_an_answer_that_breaks_off_is_not_passed_for_whole(edge: Server) -> None:
    head, body = edge.say(b"GET /break HTTP/1.1\r\nHost: localhost\r\n\r\n").split(b"\r\n\r\n", 1)
    assert b"content-length: 1000" in head
    assert body == b"only this"


# -- bounds --------------------------------------------------------------------------------------------------------------
def test_a_body_that_is_too_large_is_refused_before_it_is_sent(edge: Server) -> None:
    with socket.create_connection(("127.0.0.1", edge.port), timeout=30) as link:
        link.sendall(b"POST /x HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n\r\n" % (LARGEST_BODY_BYTES + 1))
        heard = link.recv(65536)
    assert heard.startswith(b"HTTP/1.1 413")


def test_a_body_of_unknown_length_is_cut_off_at_the_bound(edge: Server) -> None:
    piece = b"100000\r\n" + b"x" * 0x100000 + b"\r\n"
    with socket.create_connection(("127.0.0.1", edge.port), timeout=30) as link:
        link.sendall(b"POST /x HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n")
        try:
            for _ in range(LARGEST_BODY_BYTES // 0x100000 + 2):
                link.sendall(piece)
        except OSError:
            pass
        assert b" 413 " in link.recv(65536)[:20]


# -- while web restarts --------------------------------------------------------------------------------------------------
BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


@pytest.fixture
def away(edge: Server) -> Iterator[None]:
    """`web` is not there for a while."""
    file = settings.ENVIRONMENT.web_socket
    aside = file.with_suffix(".aside")
    file.rename(aside)
    for _ in range(70):
        # Connections that are kept alive would still reach it.
        if edge.ask("/x").status == 502:
            break
    yield
    aside.rename(file)


def test_a_person_is_asked_for_a_moment(edge: Server, away: None) -> None:
    answer = edge.ask("/library", headers=BROWSER)
    assert (answer.status, answer.headers["retry-after"]) == (502, "2")
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert b"One moment" in answer.body
    assert b'http-equiv="refresh"' in answer.body
    assert b"<script" not in answer.body


def test_a_form_is_not_sent_again_by_itself(edge: Server, away: None) -> None:
    answer = edge.ask("/library", method="POST", headers=BROWSER, body=b"a=1")
    assert (answer.status, b"refresh" in answer.body) == (502, False)


def test_a_program_is_told_as_a_problem(edge: Server, away: None) -> None:
    answer = edge.ask("/api/v1/assets")
    assert (answer.status, answer.headers["content-type"]) == (502, "application/problem+json")
    assert json.loads(answer.body)["code"] == "edge.web_away"


def test_when_web_is_back_so_are_the_pages(edge: Server) -> None:
    assert edge.ask("/x").status == 200


def test_a_web_that_dies_in_the_middle_of_an_answer_breaks_the_answer_and_not_the_edge(edge: Server) -> None:
    file = settings.ENVIRONMENT.web_socket
    aside = file.with_suffix(".aside")
    file.rename(aside)
    try:
        # An edge of its own: the other one's connections still reach the other web.
        with served.edge() as own, served.web(file, "tests.edge.echo:application") as dying:
            with socket.create_connection(("127.0.0.1", own.port), timeout=30) as link:
                link.sendall(b"GET /endless HTTP/1.1\r\nHost: localhost\r\n\r\n")
                heard = link.recv(65536)
                os.kill(dying.pid, signal.SIGKILL)
                while piece := link.recv(65536):
                    heard += piece
            assert heard.startswith(b"HTTP/1.1 200")
            assert not heard.endswith(b"0\r\n\r\n")
            assert own.ask("/x").status == 502
    finally:
        file.unlink(missing_ok=True)
        aside.rename(file)
