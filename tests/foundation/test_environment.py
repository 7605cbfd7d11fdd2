"""The environment: each bad value stops the start with its sentence."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from vidarium.foundation import environment
from vidarium.foundation.environment import APP_ROLE, CHECKOUT, OWNER_ROLE
from vidarium.foundation.errors import StartRefused

SECRET = "a root secret that is long enough to be one"
SERVER = "postgresql://keeper:p%40ss@db.example:5433/films"


@pytest.mark.parametrize(
    ("variables", "sentence"),
    [
        ({"PORT": "eighty"}, "PORT is “eighty”; it must be a number from 1 to 65535."),
        ({"SMS_URL": "http://carrier.example"}, "SMS_URL can't be read; it must look like twilio://host…."),
        ({"PORT": "0"}, "PORT is “0”; it must be a number from 1 to 65535."),
        ({"PORT": "65536"}, "PORT is “65536”; it must be a number from 1 to 65535."),
        ({"PORT": "-1"}, "PORT is “-1”; it must be a number from 1 to 65535."),
        ({"PORT": "8০"}, "PORT is “8০”; it must be a number from 1 to 65535."),
        ({"DATABASE_URL": "mysql://db/films", "SECRET_KEY": SECRET}, "DATABASE_URL can't be read; it must look like postgres://host…."),
        ({"DATABASE_URL": "postgresql:///films", "SECRET_KEY": SECRET}, "DATABASE_URL can't be read; it must look like postgres://host…."),
        (
            {"DATABASE_URL": "postgresql://db:seven/films", "SECRET_KEY": SECRET},
            "DATABASE_URL can't be read; it must look like postgres://host….",
        ),
        (
            {"DATABASE_URL": "postgresql://[db/films", "SECRET_KEY": SECRET},
            "DATABASE_URL can't be read; it must look like postgres://host….",
        ),
        (
            {"DATABASE_URL": SERVER},
            "DATABASE_URL is set but SECRET_KEY is not; machines that share a database must share its root secret too.",
        ),
        (
            {"SECRET_KEY": "short"},
            "SECRET_KEY has 5 characters; give it 32 or more, for instance from `openssl rand -base64 48`.",
        ),
        ({"EMAIL_URL": "mail.example"}, "EMAIL_URL can't be read; it must look like smtp://host…."),
        ({"EMAIL_URL": "https://mail.example"}, "EMAIL_URL can't be read; it must look like smtp://host…."),
        ({"PUBLIC_URL": "films.example"}, "PUBLIC_URL can't be read; it must look like http://host…."),
        ({"PUBLIC_URL": "ftp://films.example"}, "PUBLIC_URL can't be read; it must look like http://host…."),
        (
            {"OPERATOR_EMAIL": "Mei <mei@service.example>"},
            "OPERATOR_EMAIL is “Mei <mei@service.example>”; it must be one address, like operator@example.org.",
        ),
        ({"VIDARIUM_HEARTBEAT": "often"}, "VIDARIUM_HEARTBEAT is “often”; it must be a number of seconds from 0.1 to 60."),
        ({"VIDARIUM_HEARTBEAT": "0"}, "VIDARIUM_HEARTBEAT is “0”; it must be a number of seconds from 0.1 to 60."),
        ({"VIDARIUM_HEARTBEAT": "nan"}, "VIDARIUM_HEARTBEAT is “nan”; it must be a number of seconds from 0.1 to 60."),
    ],
)
def test_a_bad_value_is_refused_with_what_to_do(variables: dict[str, str], sentence: str) -> None:
    """A-15: a root secret that is short, or missing where machines share a database, among them."""
    with pytest.raises(StartRefused) as refused:
        environment.read(variables)
    assert refused.value.detail == sentence


def test_nothing_set_is_a_development_machine_on_port_8000() -> None:
    made = environment.read({})
    assert (made.port, made.public_url, made.development, made.embedded_database) == (8000, "http://localhost:8000", True, True)


def test_an_empty_variable_is_one_that_is_not_set() -> None:
    assert environment.read(
        dict.fromkeys(("PORT", "DATABASE_URL", "SECRET_KEY", "EMAIL_URL", "OPERATOR_EMAIL", "PUBLIC_URL"), "")
    ) == environment.read({})


def test_data_lies_where_it_belongs_to_whoever_starts() -> None:
    expected = Path("/var/lib/vidarium") if os.geteuid() == 0 else CHECKOUT / "var"
    assert environment.read({}).data_dir == expected


def test_a_public_address_elsewhere_is_no_development_machine() -> None:
    assert not environment.read({"PUBLIC_URL": "https://films.example"}).development


def test_a_database_of_your_own_is_no_development_machine() -> None:
    assert not environment.read({"DATABASE_URL": SERVER, "SECRET_KEY": SECRET}).development


def test_the_owner_signs_in_to_your_database_as_its_address_says_and_the_application_as_itself() -> None:
    made = environment.read({"DATABASE_URL": SERVER, "SECRET_KEY": SECRET})
    owner, app = made.database(OWNER_ROLE), made.database(APP_ROLE)
    assert owner == {"NAME": "films", "USER": "keeper", "PASSWORD": "p@ss", "HOST": "db.example", "PORT": "5433"}
    assert (app["USER"], app["PASSWORD"]) == (APP_ROLE, made.key(f"database.{APP_ROLE}").secret.hex())


def test_your_database_may_be_named_by_the_folder_of_its_socket() -> None:
    made = environment.read({"DATABASE_URL": "postgresql://keeper@/films?host=/run/postgresql", "SECRET_KEY": SECRET})
    assert made.database(OWNER_ROLE)["HOST"] == "/run/postgresql"


def test_sockets_lie_under_tmp_where_their_names_would_be_too_long(tmp_path: Path) -> None:
    made = environment.read({"DATA_DIR": str(tmp_path / ("deep" * 25))})
    assert made.sockets.parent == Path("/tmp")  # noqa: S108 - a folder in it, mode 0700
    assert len(str(made.web_socket)) < environment.LONGEST_SOCKET


def test_the_root_secret_is_made_once_and_is_nobody_elses(tmp_path: Path) -> None:
    made = [environment.read({"DATA_DIR": str(tmp_path)}).root_secret for _ in range(2)]
    assert made[0] == made[1]
    assert [(tmp_path / name).stat().st_mode & 0o777 for name in ("keys", "keys/root")] == [0o700, 0o600]
