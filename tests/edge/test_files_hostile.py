"""The door for uploads against those who do not keep to the protocol (reliability, group U)."""

from __future__ import annotations

import asyncio
import hashlib
import uuid

import pytest

from tests import cast
from tests.edge.uploading import BYTES, SPEAKS, Door, code, rows, stored, upload_of, word
from vidarium.edge import files
from vidarium.edge.asgi import Message
from vidarium.foundation import ids, storage, tenancy
from vidarium.library import places
from vidarium.library.models import Upload

pytestmark = pytest.mark.usefixtures("live")


@pytest.mark.parametrize("version", [{}, {"Tus-Resumable": "0.2.2"}])
def test_u01_another_version_is_refused_and_nothing_is_done(door: Door, company: cast.Cast, version: dict[str, str]) -> None:
    path = door.create(3)
    for method, where in (("POST", "/files"), ("HEAD", path), ("PATCH", path), ("DELETE", path), ("GET", path)):
        headers = {**version, "Upload-Length": "5", "Upload-Offset": "0", "Content-Type": BYTES["Content-Type"]}
        answer = door.ask(method, where, headers, b"abc" if method in {"POST", "PATCH"} else None)
        assert (answer.status, answer.headers["tus-version"]) == (412, "1.0.0")
    assert door.offset(path) == 0
    assert rows(company) == 2


def test_u02_a_wrong_offset_changes_nothing(door: Door) -> None:
    path = door.create(10)
    door.append(path, 0, b"abc")
    for offset, status in (("4", 409), ("2", 409), ("0", 409), ("-1", 400), ("1e3", 400)):
        assert door.ask("PATCH", path, {**BYTES, "Upload-Offset": offset}, b"x").status == status
    assert door.ask("PATCH", path, BYTES, b"x").status == 400
    assert door.offset(path) == 3


def test_u03_another_content_type_is_refused(door: Door) -> None:
    path = door.create(10)
    answer = door.ask("PATCH", path, {**SPEAKS, "Content-Type": "video/mp4", "Upload-Offset": "0"}, b"x")
    assert (answer.status, code(answer)) == (415, "tus.content_type")


LENGTHS = [("-1", 400), ("abc", 400), ("1e3", 400), ("0x10", 400), ("1" + "0" * 30, 400), (str(10**12 + 1), 413)]


@pytest.mark.parametrize(("length", "status"), LENGTHS)
def test_u04_a_length_that_is_none_is_refused(door: Door, company: cast.Cast, length: str, status: int) -> None:
    assert door.ask("POST", headers={**SPEAKS, "Upload-Length": length}, body=b"").status == status
    assert rows(company) == 0


def test_u04_a_missing_length_is_refused(door: Door) -> None:
    assert door.ask("POST", body=b"").status == 400


def test_u05_more_than_the_rest_is_refused_whole(door: Door) -> None:
    path = door.create(10)
    assert door.append(path, 0, b"x" * 11).status == 413
    assert door.offset(path) == 0


def test_u05_a_chunked_body_is_refused(door: Door) -> None:
    path = door.create(10)
    with door.begin_append(path, 0, 0, {"Transfer-Encoding": "chunked"}) as link:
        link.sendall(b"b\r\nhello world\r\n0\r\n\r\n")
        assert link.recv(100).startswith(b"HTTP/1.1 400")
    assert door.offset(path) == 0


@pytest.mark.parametrize("algorithm", ["sha1", "sha256"])
def test_u06_a_checksum_is_checked(door: Door, company: cast.Cast, algorithm: str) -> None:
    path = door.create(4)
    wrong = door.append(path, 0, b"film", {"Upload-Checksum": f"{algorithm} {word(hashlib.new(algorithm, b'fi1m').digest())}"})
    assert (wrong.status, code(wrong), door.offset(path)) == (460, "tus.checksum", 0)
    right = door.append(path, 0, b"film", {"Upload-Checksum": f"{algorithm} {word(hashlib.new(algorithm, b'film').digest())}"})
    assert right.status == 204
    assert stored(company, path) == b"film"


def test_u06_an_unknown_algorithm_is_refused(door: Door) -> None:
    path = door.create(4)
    assert door.append(path, 0, b"film", {"Upload-Checksum": "md5 " + word(bytes(16))}).status == 400


def test_u09_an_overriding_method_is_honoured(door: Door, company: cast.Cast) -> None:
    path = door.create(4)
    answer = door.ask("POST", path, {**BYTES, "Upload-Offset": "0", "X-HTTP-Method-Override": "PATCH"}, b"film")
    assert answer.status == 204
    assert stored(company, path) == b"film"


def test_u10_declared_bytes_of_open_uploads_count_against_the_quota(door: Door) -> None:
    for _ in range(10):
        door.create(10**12)
    answer = door.ask("POST", headers={**SPEAKS, "Upload-Length": "1"}, body=b"")
    assert (answer.status, code(answer)) == (413, "upload.quota")


def test_u11_an_expired_upload_is_gone(door: Door, company: cast.Cast) -> None:
    path = door.create(10)
    with tenancy.within(company.id):
        Upload.objects.update(expires_at="2020-01-01T00:00:00Z")
    assert door.ask("HEAD", path).status == 410
    answer = door.append(path, 0, b"x")
    assert (answer.status, code(answer)) == (410, "upload.expired")


NAMES = [
    "../../etc/cron.d/x", "C:\\x", "a\0b", "a\r\nX-Evil: 1", "n" * 10_000,
    "\u202egpj.exe", "-y", "pipe:0", "a%03d.mp4", "http://x", "x.php", "x.svg",
]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_u12_u13_a_hostile_name_is_display_text_only(door: Door, company: cast.Cast, name: str) -> None:
    """X-09."""
    path = door.create(4, {"Upload-Metadata": f"filename {word(name)}"})
    assert door.append(path, 0, b"film").status == 204
    upload = upload_of(company, path)
    assert path == f"/files/{upload.public_id}"
    assert upload.asset.title
    assert not any(ord(letter) < 32 or letter == "\u202e" for letter in upload.asset.title + upload.asset.filename)
    assert len(upload.asset.filename) <= 500
    assert list(storage.store().list(f"c/{company.id.hex}")) == [places.source_key(company.id, upload.asset_id)]


def test_u14_spoilt_metadata_is_refused_and_empty_accepted(door: Door) -> None:
    for metadata, status in (("a !", 400), ("a YQ==,a YQ==", 400), ("a YQ==,", 400), ("a " + word(bytes(15_000)), 431), ("", 201)):
        assert door.ask("POST", headers={**SPEAKS, "Upload-Length": "1", "Upload-Metadata": metadata}, body=b"").status == status


def test_u15_a_foreign_id_and_one_that_never_was_are_answered_alike(door: Door, other_door: Door) -> None:
    foreign = other_door.create(10)
    never = f"/files/{ids.show('upl', uuid.uuid4())}"
    odd = ["/files/..%2f..%2fetc%2fpasswd", "/files/../../etc/passwd", "/files/" + "a" * 300, "/files/upl_1", "/files/", "/files/%00"]
    for method, headers in (("HEAD", SPEAKS), ("PATCH", {**BYTES, "Upload-Offset": "0"}), ("DELETE", SPEAKS)):
        answers = {(answer.status, answer.body) for answer in (door.ask(method, path, headers, b"") for path in [foreign, never, *odd])}
        assert len(answers) == 1
        assert answers.pop()[0] == 404
    assert other_door.offset(foreign) == 0


def test_u16_concatenation_is_refused(door: Door, other_door: Door) -> None:
    path = other_door.create(10)
    answer = door.ask("POST", headers={**SPEAKS, "Upload-Concat": f"final;{path} {path}"}, body=b"")
    assert answer.status == 400


def test_u17_a_finished_upload_is_not_deleted(door: Door, company: cast.Cast) -> None:
    path = door.create(0)
    answer = door.ask("DELETE", path)
    assert (answer.status, code(answer)) == (409, "upload.closed")
    assert rows(company) == 2


def test_who_does_not_say_who_they_are_is_refused(door: Door, other_door: Door) -> None:
    path = door.create(3)
    for headers in ({}, {"Authorization": "Bearer vdt_nobody"}, {"Authorization": f"Basic {word('a:b')}"}):
        for method, where in (("POST", "/files"), ("HEAD", path), ("PATCH", path), ("DELETE", path)):
            said = {**BYTES, "Upload-Offset": "0", "Upload-Length": "3", **headers}
            answer = door.server.ask(where, method=method, headers=said, body=b"abc")
            assert (answer.status, answer.headers["www-authenticate"]) == (401, "Bearer")
    assert door.offset(path) == 0


def test_a_disk_that_is_nearly_full_takes_nothing(company: cast.Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(storage, "FULLEST", 0.0)
    told: list[Message] = []

    async def send(message: Message) -> None:
        told.append(message)

    async def receive() -> Message:
        raise AssertionError("Nothing is read of what can't be kept.")

    said = {"Authorization": f"Bearer {company.token}", "Upload-Length": "3", "Expect": "100-continue", **SPEAKS}
    headers = [(name.lower().encode(), value.encode()) for name, value in said.items()]
    asyncio.run(files.Collection()({"type": "http", "method": "POST", "path": "/files", "headers": headers}, receive, send))
    assert told[0]["status"] == 507
    assert b"storage.full" in told[1]["body"]
    assert rows(company) == 0
