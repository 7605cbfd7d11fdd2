"""The protocol alone: headers in, a decision or a named refusal out."""

from __future__ import annotations

import base64
import hashlib
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vidarium.library import tus
from vidarium.library.errors import (
    BadHeader,
    BodyTooLong,
    MetadataTooLong,
    NoSuchMethod,
    TusError,
    WrongChecksum,
    WrongContent,
    WrongOffset,
    WrongVersion,
)

SPEAKS = ("Tus-Resumable", "1.0.0")
BYTES = ("Content-Type", "application/offset+octet-stream")
MOMENT = datetime(2026, 11, 24, 22, 0, 5, tzinfo=UTC)

keys = st.text(st.sampled_from("abcXYZ019_-.!~"), min_size=1, max_size=20)


def create(*more: tuple[str, str]) -> tus.Describe | tus.Create:
    return tus.at_collection("POST", [SPEAKS, *more])


def append(*more: tuple[str, str]) -> object:
    return tus.at_upload("PATCH", [SPEAKS, BYTES, *more])


def word(text: bytes | str) -> str:
    return base64.b64encode(text.encode() if isinstance(text, str) else text).decode()


# -- versions and methods ----------------------------------------------------------------------------------------------
@pytest.mark.parametrize("method", ["POST", "HEAD", "PATCH", "DELETE", "GET"])
@pytest.mark.parametrize("version", [None, "0.2.2", "1.0", "", "1.0.0, 1.0.0"])
def test_u01_another_version_is_refused_before_anything_else(method: str, version: str | None) -> None:
    headers = [] if version is None else [("Tus-Resumable", version)]
    for door in (tus.at_collection, tus.at_upload):
        with pytest.raises(WrongVersion) as refusal:
            door(method, headers)
        assert tus.refused(refusal.value)["Tus-Version"] == "1.0.0"


def test_u01_options_needs_no_version() -> None:
    assert tus.at_collection("OPTIONS", []) == tus.Describe() == tus.at_upload("OPTIONS", [])


def test_a_request_that_is_not_for_this_address_is_refused() -> None:
    for door, method in ((tus.at_collection, "PATCH"), (tus.at_collection, "GET"), (tus.at_upload, "POST"), (tus.at_upload, "PUT")):
        with pytest.raises(NoSuchMethod):
            door(method, [SPEAKS])


def test_u09_an_overriding_method_is_the_method() -> None:
    headers = [SPEAKS, BYTES, ("X-HTTP-Method-Override", "PATCH"), ("Upload-Offset", "3"), ("Content-Length", "2")]
    assert tus.at_upload("POST", headers) == tus.Append(3, 2, None)
    assert tus.at_upload("POST", [SPEAKS, ("X-HTTP-Method-Override", "DELETE")]) == tus.Terminate()


def test_head_and_delete_ask_for_nothing_more() -> None:
    assert tus.at_upload("HEAD", [SPEAKS]) == tus.Tell()
    assert tus.at_upload("DELETE", [SPEAKS]) == tus.Terminate()


# -- appending ---------------------------------------------------------------------------------------------------------
def test_a_patch_is_understood() -> None:
    assert append(("Upload-Offset", "70"), ("Content-Length", "30")) == tus.Append(70, 30, None)


@pytest.mark.parametrize("offset", ["-1", "1e3", "", " ", "0x10", "1.0", "+1", "１", "9" * 19, "1 1"])
def test_u02_a_malformed_offset_is_refused(offset: str) -> None:
    with pytest.raises(BadHeader):
        append(("Upload-Offset", offset), ("Content-Length", "1"))


def test_u02_a_missing_offset_is_refused() -> None:
    with pytest.raises(BadHeader):
        append(("Content-Length", "1"))


@pytest.mark.parametrize("offset", [0, 69, 71, 100])
def test_u02_another_offset_than_the_uploads_is_a_conflict(offset: int) -> None:
    with pytest.raises(WrongOffset):
        tus.Append(offset, 1, None).check(offset=70, length=100)


@pytest.mark.parametrize("kind", ["application/octet-stream", "", "application/offset+octet-stream; a=b"])
def test_u03_another_content_type_is_refused(kind: str) -> None:
    with pytest.raises(WrongContent):
        tus.at_upload("PATCH", [SPEAKS, ("Upload-Offset", "0"), ("Content-Length", "1"), ("Content-Type", kind)])


def test_u05_a_body_longer_than_the_rest_is_refused() -> None:
    tus.Append(70, 30, None).check(offset=70, length=100)
    with pytest.raises(BodyTooLong):
        tus.Append(70, 31, None).check(offset=70, length=100)


def test_u05_a_body_without_a_length_is_refused() -> None:
    with pytest.raises(BadHeader):
        append(("Upload-Offset", "0"), ("Transfer-Encoding", "chunked"))
    with pytest.raises(BadHeader):
        append(("Upload-Offset", "0"))


def test_a_header_that_comes_twice_is_refused() -> None:
    with pytest.raises(BadHeader):
        append(("Upload-Offset", "0"), ("upload-offset", "5"), ("Content-Length", "1"))


# -- checksums ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("algorithm", ["sha1", "sha256"])
def test_u06_the_right_digest_is_accepted_and_a_wrong_one_is_not(algorithm: str) -> None:
    checksum = tus.read_checksum(f"{algorithm} {word(hashlib.new(algorithm, b'abc').digest())}")
    right, wrong = checksum.start(), checksum.start()
    right.update(b"abc")
    wrong.update(b"abd")
    checksum.check(right)
    with pytest.raises(WrongChecksum):
        checksum.check(wrong)


SPOILT_CHECKSUMS = ["md5 " + word(bytes(16)), "sha1", "sha1 ", "sha1 !!!", "sha1 " + word(bytes(19)), "", "SHA1 " + word(bytes(20))]


@pytest.mark.parametrize("header", SPOILT_CHECKSUMS)
def test_u06_an_unknown_algorithm_or_a_digest_of_another_size_is_refused(header: str) -> None:
    with pytest.raises(BadHeader):
        tus.read_checksum(header)


# -- creating ----------------------------------------------------------------------------------------------------------
def test_an_upload_is_created_with_its_length_and_metadata() -> None:
    decision = create(("Upload-Length", "100"), ("Upload-Metadata", f"filename {word('ein Film.mp4')},seen"))
    assert decision == tus.Create(100, tus.Metadata({"filename": b"ein Film.mp4", "seen": b""}), None)


@pytest.mark.parametrize("length", ["-1", "abc", "1e3", "0x10", "1" + "0" * 30, "", "1,2", "NaN"])
def test_u04_a_malformed_length_is_refused(length: str) -> None:
    with pytest.raises(BadHeader):
        create(("Upload-Length", length))


def test_u04_a_missing_length_is_refused() -> None:
    with pytest.raises(BadHeader):
        create()


def test_the_first_bytes_may_come_with_the_creation() -> None:
    decision = create(("Upload-Length", "100"), BYTES, ("Content-Length", "40"))
    assert isinstance(decision, tus.Create)
    assert decision.first == tus.Append(0, 40, None)


def test_first_bytes_of_another_type_or_too_many_are_refused() -> None:
    with pytest.raises(WrongContent):
        create(("Upload-Length", "100"), ("Content-Type", "text/plain"), ("Content-Length", "40"))
    with pytest.raises(BodyTooLong):
        create(("Upload-Length", "39"), BYTES, ("Content-Length", "40"))


def test_u16_extensions_that_are_not_offered_are_refused() -> None:
    with pytest.raises(BadHeader):
        create(("Upload-Concat", "final;/files/a /files/b"))
    with pytest.raises(BadHeader):
        create(("Upload-Defer-Length", "1"))


# -- metadata ----------------------------------------------------------------------------------------------------------
SPOILT_METADATA = ["a !", "a YQ", "a YQ==YQ==", "a YWJj,a YWJj", " ,a YQ==", "a YQ==,", ", ", "ä YQ==", "a YQ== x", "a Y\tQ=="]


@pytest.mark.parametrize("header", SPOILT_METADATA)
def test_u14_bad_base64_duplicate_and_empty_keys_are_refused(header: str) -> None:
    with pytest.raises(BadHeader):
        tus.read_metadata(header)


def test_u14_metadata_of_20_kb_is_refused() -> None:
    with pytest.raises(MetadataTooLong):
        tus.read_metadata("a " + word(bytes(15_000)))


@pytest.mark.parametrize("header", ["", " ", "\t"])
def test_u14_empty_metadata_is_accepted(header: str) -> None:
    assert tus.read_metadata(header) == tus.Metadata({})


def test_u13_a_name_of_10_kb_is_accepted_by_the_protocol() -> None:
    assert tus.read_metadata(f"filename {word('n' * 10_000)}").text("filename") == "n" * 10_000


def test_metadata_that_is_not_utf8_is_still_text() -> None:
    assert tus.read_metadata(f"filename {word(bytes([0x61, 0xFF]))}").text("filename") == "a\ufffd"


@given(st.dictionaries(keys, st.binary(max_size=200), max_size=10))
def test_metadata_comes_back_as_it_was_sent(pairs: dict[str, bytes]) -> None:
    assert tus.read_metadata(tus.Metadata(pairs).header()) == tus.Metadata(pairs)


# -- any request at all ------------------------------------------------------------------------------------------------
UPLOAD_NAMES = ["upload-offset", "upload-length", "upload-metadata", "upload-checksum"]
names = st.sampled_from([*UPLOAD_NAMES, "tus-resumable", "content-length", "content-type", "x-http-method-override"])
values = st.one_of(st.text(max_size=30), st.sampled_from(["1.0.0", "PATCH", "POST", "0", "5", "sha1 AAAA", "a YQ==", BYTES[1]]))
some_headers = st.lists(st.tuples(names, values), max_size=9)


@given(st.sampled_from(["POST", "PATCH", "HEAD", "DELETE", "OPTIONS", "GET"]), some_headers)
def test_any_request_gives_a_decision_or_a_refusal_of_the_protocols(method: str, headers: list[tuple[str, str]]) -> None:
    for door in (tus.at_collection, tus.at_upload):
        try:
            decision: object = door(method, headers)
        except TusError as refusal:
            decision = refusal
        assert isinstance(decision, tus.Describe | tus.Create | tus.Tell | tus.Append | tus.Terminate | TusError)


@given(st.integers(0, 10**19), st.integers(0, 10**19), st.integers(0, 10**18), st.integers(0, 10**18))
def test_an_accepted_append_never_reaches_beyond_the_length(offset: int, size: int, stands: int, length: int) -> None:
    try:
        tus.Append(offset, size, None).check(offset=stands, length=length)
    except TusError:
        pass
    else:
        assert offset == stands
        assert offset + size <= length


# -- answers -----------------------------------------------------------------------------------------------------------
def test_the_server_says_what_it_can_do() -> None:
    assert tus.described(max_size=10) == {
        "Tus-Resumable": "1.0.0",
        "Tus-Version": "1.0.0",
        "Tus-Extension": "creation,creation-with-upload,checksum,expiration,termination",
        "Tus-Checksum-Algorithm": "sha1,sha256",
        "Tus-Max-Size": "10",
    }


def test_offset_and_expiry_are_told() -> None:
    assert tus.created(location="/files/x", offset=5, expires_at=MOMENT) == {
        "Location": "/files/x",
        "Tus-Resumable": "1.0.0",
        "Upload-Offset": "5",
        "Upload-Expires": "Tue, 24 Nov 2026 22:00:05 GMT",
    }
    told = tus.told(offset=5, length=9, metadata="a YQ==", expires_at=None)
    assert told["Upload-Length"] == "9"
    assert told["Upload-Metadata"] == "a YQ=="
    assert told["Cache-Control"] == "no-store"
    assert "Upload-Expires" not in told


def test_only_a_wrong_version_is_answered_with_the_versions() -> None:
    assert "Tus-Version" not in tus.refused(WrongOffset())
    assert tus.terminated() == {"Tus-Resumable": "1.0.0"}
