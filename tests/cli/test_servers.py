"""How web and edge are started: granian's words, and a way that is clear."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from vidarium.cli import edge, web
from vidarium.foundation import environment
from vidarium.foundation.errors import StartRefused

HERE = environment.read({"DATA_DIR": "/srv/films", "PORT": "8001", "SECRET_KEY": "s" * 32})
FOR_ALL = environment.read({"PUBLIC_URL": "https://films.example", "SECRET_KEY": "s" * 32})


def value(words: list[str], name: str) -> str:
    return words[words.index(name) + 1]


def test_web_listens_on_its_socket_alone_for_its_user_alone() -> None:
    words = web.words(HERE)
    assert (value(words, "--uds"), value(words, "--uds-permissions"), "--port" in words) == ("/srv/films/run/web.sock", "0600", False)


def test_edge_is_the_one_address() -> None:
    words = edge.words(HERE)
    assert (value(words, "--host"), value(words, "--port"), value(words, "--interface")) == ("127.0.0.1", "8001", "asgi")


def test_others_are_served_only_where_the_address_is_for_others() -> None:
    assert (edge.host(HERE), edge.host(FOR_ALL)) == ("127.0.0.1", "0.0.0.0")  # noqa: S104 - meant


def test_the_socket_of_a_killed_web_is_removed(tmp_path: Path) -> None:
    file = tmp_path / "web.sock"
    with socket.socket(socket.AF_UNIX) as killed:
        killed.bind(str(file))
    web.clear_the_way(file)
    assert not file.exists()


def test_the_socket_of_a_living_web_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "web.sock"
    with socket.socket(socket.AF_UNIX) as living:
        living.bind(str(file))
        living.listen()
        with pytest.raises(StartRefused, match="already serves"):
            web.clear_the_way(file)
    assert file.exists()


def test_where_there_is_no_socket_the_way_is_clear(tmp_path: Path) -> None:
    web.clear_the_way(tmp_path / "web.sock")
