"""API v1, uploads as programs read them."""

from __future__ import annotations

from tests.api.conftest import Program
from tests.cast import Cast
from vidarium.accounts.callers import Caller
from vidarium.foundation import tenancy
from vidarium.library import tus, uploads
from vidarium.library.models import Upload


def begun(company: Cast) -> Upload:
    with tenancy.within(company.id):
        return uploads.begin(Caller(company.id), length=100, metadata=tus.Metadata({"filename": b"film.mp4"}))


def test_an_upload_names_its_asset(company: Cast, program: Program) -> None:
    upload = begun(company)
    body = program.call("GET", f"/uploads/{upload.public_id}").body
    assert (body["offset"], body["length"], body["id"]) == (0, 100, upload.public_id)
    assert program.call("GET", f"/assets/{body['asset_id']}").body["status"] == "uploading"


def test_a_foreign_upload_is_answered_as_one_that_never_was(company: Cast, foreign: Program) -> None:
    there, never = (
        foreign.call("GET", f"/uploads/{begun(company).public_id}"),
        foreign.call("GET", "/uploads/upl_00000000000000000000000000"),
    )
    assert (there.status, there.raw) == (404, never.raw)
