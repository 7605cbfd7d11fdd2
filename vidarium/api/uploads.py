"""Uploads in progress. Their bytes come through the tus door at `/files`."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Router

from vidarium.accounts.authority import Permission
from vidarium.api.auth import caller_of, for_callers
from vidarium.api.words import OF_ONE, UploadAnswer
from vidarium.library import uploads

router = Router(tags=["Uploads"])


@router.get("/{upload_id}", response={200: UploadAnswer, **OF_ONE}, operation_id="read_upload", summary="Read an upload")
@for_callers(Permission.UPLOAD)
def read(request: HttpRequest, upload_id: str) -> UploadAnswer:
    upload = uploads.by_public_id(caller_of(request), upload_id)
    return UploadAnswer(
        id=upload.public_id,
        offset=upload.offset,
        length=upload.length,
        asset_id=upload.asset.public_id,
        expires_at=upload.expires_at,
    )
