"""The door for uploads, as it should go."""

from __future__ import annotations

import os
import socket
import time
from io import BytesIO
from urllib.parse import urlsplit

import pytest
from tusclient.client import TusClient

from tests import cast
from tests.edge.uploading import BYTES, SPEAKS, Door, parts, rows, stored, upload_of, word
from vidarium.accounts.models import Company
from vidarium.foundation import tenancy
from vidarium.library.models import Status

pytestmark = pytest.mark.usefixtures("live")


@pytest.mark.promise("P-c")
def test_a_file_arrives_in_the_store_and_its_asset_is_preparing(door: Door, company: cast.Cast) -> None:
    film = os.urandom(3_000_000)
    path = door.create(len(film), {"Upload-Metadata": f"filename {word('Ein Film.mp4')}"})
    answer = door.append(path, 0, film)
    assert (answer.status, answer.headers["upload-offset"]) == (204, str(len(film)))
    assert "upload-expires" not in answer.headers
    upload = upload_of(company, path)
    assert (upload.asset.status, upload.asset.title, upload.asset.filename) == (Status.PREPARING, "Ein Film", "Ein Film.mp4")
    assert stored(company, path) == film
    assert parts(company) == []


def test_the_server_says_what_it_can_do_to_anybody(door: Door) -> None:
    for path in ("/files", "/files/upl_x"):
        answer = door.server.ask(path, method="OPTIONS")
        assert answer.status == 204
        assert answer.headers["tus-version"] == "1.0.0"
        assert answer.headers["tus-max-size"] == str(10**12)
        assert answer.headers["tus-checksum-algorithm"] == "sha1,sha256"
        assert answer.headers["tus-extension"] == "creation,creation-with-upload,checksum,expiration,termination"


def test_head_tells_offset_length_metadata_and_expiry(door: Door) -> None:
    metadata = f"filename {word('a.mp4')},title {word('A')}"
    path = door.create(10, {"Upload-Metadata": metadata})
    door.append(path, 0, b"abc")
    told = door.ask("HEAD", path).headers
    assert (told["upload-offset"], told["upload-length"], told["upload-metadata"]) == ("3", "10", metadata)
    assert told["cache-control"] == "no-store"
    assert told["upload-expires"].endswith(" GMT")


def test_an_upload_of_no_bytes_is_finished_at_its_creation(door: Door, company: cast.Cast) -> None:
    path = door.create(0)
    upload = upload_of(company, path)
    assert upload.asset.status == Status.PREPARING
    assert stored(company, path) == b""
    assert door.append(path, 0, b"").status == 204


def test_the_first_bytes_may_come_with_the_creation(door: Door, company: cast.Cast) -> None:
    answer = door.ask("POST", headers={**BYTES, "Upload-Length": "6"}, body=b"film")
    assert (answer.status, answer.headers["upload-offset"]) == (201, "4")
    assert door.append(answer.headers["location"], 4, b"!!").status == 204
    assert stored(company, answer.headers["location"]) == b"film!!"


def test_a_creation_whose_bytes_are_spoilt_or_break_off_leaves_nothing(door: Door, company: cast.Cast) -> None:
    spoilt = {**BYTES, "Upload-Length": "6", "Upload-Checksum": "sha1 " + word(bytes(20))}
    assert door.ask("POST", headers=spoilt, body=b"film").status == 460
    lines = ["POST /files HTTP/1.1", "Host: x", f"Authorization: Bearer {door.token}", "Upload-Length: 9", "Content-Length: 9"]
    lines += [f"{name}: {value}" for name, value in BYTES.items()]
    with socket.create_connection(("127.0.0.1", door.server.port)) as link:
        link.sendall(("\r\n".join(lines) + "\r\n\r\nabc").encode())
        time.sleep(0.3)
    end = time.monotonic() + 5
    while rows(company) and time.monotonic() < end:
        time.sleep(0.1)
    assert rows(company) == 0
    assert parts(company) == []


def test_every_answer_carries_the_requests_id(door: Door) -> None:
    assert door.ask("POST", headers={**SPEAKS, "Upload-Length": "1", "X-Request-Id": "abc-1"}, body=b"").headers["x-request-id"] == "abc-1"
    assert door.ask("HEAD", "/files/upl_x", {**SPEAKS, "X-Request-Id": "a b"}).headers["x-request-id"] != "a b"
    assert len(door.ask("HEAD", "/files/upl_x").headers["x-request-id"]) == 32


def foreign(door: Door) -> TusClient:
    """A client that nobody here wrote."""
    return TusClient(f"http://127.0.0.1:{door.server.port}/files", headers={"Authorization": f"Bearer {door.token}"})


def test_a_foreign_client_uploads_with_checksums_and_resumes(door: Door, company: cast.Cast) -> None:
    film = os.urandom(5_000_000)
    first = foreign(door).uploader(file_stream=BytesIO(film), chunk_size=1_000_000, metadata={"filename": "film.mp4"}, upload_checksum=True)
    first.upload(stop_at=3_000_000)
    path = urlsplit(str(first.url)).path
    assert door.offset(path) == 3_000_000
    foreign(door).uploader(file_stream=BytesIO(film), chunk_size=700_000, url=first.url).upload()
    assert stored(company, path) == film


def test_a_foreign_client_that_sends_an_empty_metadata_header_is_understood(door: Door, company: cast.Cast) -> None:
    uploader = foreign(door).uploader(file_stream=BytesIO(b"film"))
    uploader.upload()
    assert stored(company, urlsplit(str(uploader.url)).path) == b"film"


def test_creating_is_counted_with_the_other_calls_and_says_so(door: Door, company: cast.Cast) -> None:
    with tenancy.within(company.id):
        Company.objects.filter(id=company.id).update(calls_a_minute=1)
    made, refused = (door.ask("POST", headers={**SPEAKS, "Upload-Length": "3"}, body=b"") for _ in range(2))
    assert (made.status, made.headers["ratelimit"].split(";")[:2]) == (201, ['"calls"', "r=0"])
    assert (refused.status, 1 <= int(refused.headers["retry-after"]) <= 60) == (429, True)
    assert (refused.headers["ratelimit"].split(";")[:2], refused.headers["ratelimit-policy"]) == (['"calls"', "r=0"], '"calls";q=1;w=60')
