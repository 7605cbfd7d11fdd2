"""`vidarium doctor`: each line is ok or says what to do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import psycopg
import pytest
from django.db import connection
from pytest_django import Settings

from tests import deskmates
from vidarium import cli
from vidarium.cli import doctor
from vidarium.foundation import clock, datadir, postgres, process

pytestmark = pytest.mark.django_db


def lines(capsys: pytest.CaptureFixture[str], *, code: int) -> dict[str, str]:
    """What it says of each thing, by name."""
    assert cli.main(["doctor"]) == code
    printed = capsys.readouterr().out.splitlines()
    return {line.split()[1]: line for line in printed}


def test_a_machine_that_is_well_passes_every_check(capsys: pytest.CaptureFixture[str]) -> None:
    said = lines(capsys, code=0)
    assert list(said) == ["sandbox", "ffmpeg", "disk", "database", "clock", "operator"]
    assert all(line.startswith("ok ") for line in said.values())


def failing(check: str, capsys: pytest.CaptureFixture[str]) -> str:
    """What it says of the one check that fails."""
    said = lines(capsys, code=1)
    assert [name for name, line in said.items() if line.startswith("FAIL")] == [check]
    return said[check]


def test_a_sandbox_that_can_not_start_is_told(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    said = lines(capsys, code=1)
    assert "apt install bubblewrap" in said["sandbox"]


def test_an_ffmpeg_with_known_holes_is_told(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "FFMPEG_AT_LEAST", (99, 0))
    assert "ffmpeg 99.0 or newer is needed" in failing("ffmpeg", capsys)


def test_an_ffmpeg_without_an_encoder_is_told(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "ENCODERS", (*doctor.ENCODERS, "libfdk_aac"))
    assert "ffmpeg lacks libfdk_aac" in failing("ffmpeg", capsys)


def test_a_full_disk_is_told(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(datadir, "LEAST_FREE_BYTES", 10**18)
    assert "is nearly full" in failing("disk", capsys)


def test_a_clock_that_went_astray_is_told(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    astray = clock.now() + timedelta(minutes=5)
    monkeypatch.setattr(clock, "now", lambda: astray)
    assert "switch time synchronisation on" in failing("clock", capsys)


@pytest.fixture
def unwalled(cluster: postgres.Cluster, django_db_setup: None) -> Iterator[psycopg.Connection[tuple[object, ...]]]:
    """Somebody has let the application's login past row-level security."""
    with cluster.connect() as database:
        database.execute("ALTER ROLE vidarium_app BYPASSRLS")
        yield database
        database.execute("ALTER ROLE vidarium_app NOBYPASSRLS")


@pytest.mark.usefixtures("unwalled")
def test_a_login_that_may_pass_the_walls_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert "NOSUPERUSER NOBYPASSRLS" in failing("database", capsys)


def test_an_old_server_is_told(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "OLDEST_SERVER", connection.pg_version + 1)  # type: ignore[attr-defined]
    assert "is too old" in failing("database", capsys)


def test_it_never_leaves_the_sandbox_to_ask_ffmpeg(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise process.SandboxUnavailable

    monkeypatch.setattr(process, "run", refuse)
    with pytest.raises(process.SandboxUnavailable):
        doctor.ffmpeg()


def test_where_there_is_staff_somebody_must_hear_of_it(
    capsys: pytest.CaptureFixture[str], settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The other checks stand above, and take their time.
    monkeypatch.setattr(doctor, "CHECKS", {"operator": doctor.operator})
    deskmates.hired()
    assert "set OPERATOR_EMAIL to your address" in failing("operator", capsys)
    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, operator_email="op@service.example")
    assert "op@service.example hears of it" in lines(capsys, code=0)["operator"]
    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, public_url="https://films.example")
    assert "set EMAIL_URL" in failing("operator", capsys)
