"""One edge process for all tests of this folder."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests import cast
from tests.cast import Cast
from tests.delivery import films
from tests.edge import served
from tests.edge.uploading import Door


@pytest.fixture(scope="session")
def edge(django_db_setup: None) -> Iterator[served.Server]:
    """The edge, in front of a `web` that is not there."""
    with served.edge() as server:
        yield server


@pytest.fixture
def film(company: Cast) -> films.Film:
    """A film of which the first column is made."""
    made = films.planned(company)
    for row in ("v720", "v360", "a0"):
        made.fill_init(row, b"init of " + row.encode())
        made.fill(row, 0, films.SEGMENT)
    made.fill_poster(b"\xff\xd8\xff jpeg")
    return made


@pytest.fixture(scope="session")
def upload_server(django_db_setup: None) -> Iterator[served.Server]:
    """The product's edge, with the door for uploads."""
    with served.edge("vidarium.project.asgi:application") as server:
        yield server


@pytest.fixture
def door(upload_server: served.Server, company: cast.Cast) -> Door:
    """The uploads of the first company's program."""
    return Door(upload_server, company.token)


@pytest.fixture
def other_door(upload_server: served.Server, stranger: cast.Cast) -> Door:
    """The uploads of the stranger's."""
    return Door(upload_server, stranger.token)
