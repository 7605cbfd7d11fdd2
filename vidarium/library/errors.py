"""What can go wrong in the library.

LibraryError
├── LibraryIsAway            503   the database can't be reached
├── AssetNotFound            404
├── AssetIsGone              410   an undo that came too late
├── AssetDoesNotFit          422   a field is refused; says which
├── ExternalIdTaken          409
├── FilmQuotaIsSpent         413   hours of film, not bytes
├── CollectionNotFound       404
├── CollectionDoesNotFit     422   a field is refused; says which
├── CollectionNameTaken      409
├── CollectionNeeded         422   of somebody who is limited to some
├── TooManyCollections       409
└── UploadError
    ├── UploadNotFound       404
    ├── UploadIsExpired      410
    ├── UploadIsLost         410   its bytes are not on this machine's disk
    ├── UploadIsClosed       409
    ├── UploadIsBusy         423
    ├── UploadHasStalled     408
    ├── UploadBrokeOff       400   nobody is left to read this
    ├── UploadTooLarge       413
    ├── QuotaIsSpent         413
    ├── TooManyUploads       429
    └── TusError             the request is not tus 1.0.0, or does not fit the upload
        ├── WrongVersion     412
        ├── BadHeader        400
        ├── MetadataTooLong  431
        ├── WrongContent     415
        ├── NoSuchMethod     405
        ├── WrongOffset      409
        ├── BodyTooLong      413
        └── WrongChecksum    460
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from vidarium.foundation.errors import VidariumError


class LibraryError(VidariumError):
    """Something about this video does not fit."""

    code: ClassVar[str] = "library"
    status: ClassVar[int] = 400


class LibraryIsAway(LibraryError):
    """The library can't be reached at the moment. Nothing is lost: try again in a few seconds."""

    code, status = "library.away", 503


class AssetNotFound(LibraryError):
    """There is no such video here."""

    code, status = "asset.not_found", 404


class AssetIsGone(LibraryError):
    """This video was deleted and can't be brought back any more."""

    code, status = "asset.gone", 410


class AssetDoesNotFit(LibraryError):
    """Something in what you sent can't be kept as it is."""

    code, status = "asset.invalid", 422

    def __init__(self, fields: Mapping[str, str]) -> None:
        """`fields`: the name of each refused field, and a sentence that says why."""
        super().__init__(" ".join(fields.values()))
        self.fields = dict(fields)


class ExternalIdTaken(LibraryError):
    """Another video of your company has this external id already."""

    code, status = "asset.external_id_taken", 409


class FilmQuotaIsSpent(LibraryError):
    """Your company's hours of film are used up, or would be with this video. Delete something, or ask for more."""

    code, status = "asset.film_quota", 413


class CollectionNotFound(LibraryError):
    """There is no such collection here."""

    code, status = "collection.not_found", 404


class CollectionDoesNotFit(LibraryError):
    """Something in what you sent can't be kept as it is."""

    code, status = "collection.invalid", 422

    def __init__(self, fields: Mapping[str, str]) -> None:
        """As `AssetDoesNotFit`."""
        super().__init__(" ".join(fields.values()))
        self.fields = dict(fields)


class CollectionNameTaken(LibraryError):
    """Another collection of your company has this name already."""

    code, status = "collection.name_taken", 409


class CollectionNeeded(LibraryError):
    """You work in certain collections alone. Say in which of them this video belongs."""

    code, status = "collection.needed", 422


class TooManyCollections(LibraryError):
    """Your company has 500 collections, and no more are kept. Delete one that nobody needs."""

    code, status = "collection.too_many", 409


class UploadError(LibraryError):
    """This upload can't go on like this."""

    code = "upload"


class UploadNotFound(UploadError):
    """There is no such upload here."""

    code, status = "upload.not_found", 404


class UploadIsExpired(UploadError):
    """This upload was left unfinished for too long, and what had arrived was deleted. Upload the file again."""

    code, status = "upload.expired", 410


class UploadIsLost(UploadError):
    """What had arrived of this upload is no longer there. Upload the file again."""

    code, status = "upload.lost", 410


class UploadIsClosed(UploadError):
    """This upload has already ended. To take the video away, delete the video."""

    code, status = "upload.closed", 409


class UploadIsBusy(UploadError):
    """Another connection is sending to this upload. Try again in a few seconds."""

    code, status = "upload.busy", 423


class UploadHasStalled(UploadError):
    """Nothing arrived for a while. What had arrived is kept: go on from there."""

    code, status = "upload.stalled", 408


class UploadBrokeOff(UploadError):
    """The connection ended before the whole body had arrived."""

    code, status = "upload.broke_off", 400


class UploadTooLarge(UploadError):
    """This file is larger than your company may upload in one piece."""

    code, status = "upload.too_large", 413


class QuotaIsSpent(UploadError):
    """Your company's storage is used up, or would be with this file. Delete something, or ask for more room."""

    code, status = "upload.quota", 413


class TooManyUploads(UploadError):
    """Your company has too many unfinished uploads. Finish or cancel some of them first."""

    code, status = "upload.too_many", 429


class TusError(UploadError):
    """This request does not follow the upload protocol, tus 1.0.0."""

    code = "tus"


class WrongVersion(TusError):
    """Say `Tus-Resumable: 1.0.0`: it is the only version of the protocol that is spoken here."""

    code, status = "tus.version", 412


class BadHeader(TusError):
    """A header of this request can't be read."""

    code, status = "tus.header", 400


class MetadataTooLong(TusError):
    """The `Upload-Metadata` header is too long."""

    code, status = "tus.metadata_too_long", 431


class WrongContent(TusError):
    """Bytes of an upload are sent as `application/offset+octet-stream`."""

    code, status = "tus.content_type", 415


class NoSuchMethod(TusError):
    """This method is not for uploads."""

    code, status = "tus.method", 405


class WrongOffset(TusError):
    """The upload does not stand at the offset you named. Ask for it with HEAD and go on from there."""

    code, status = "tus.offset", 409


class BodyTooLong(TusError):
    """These bytes reach beyond the length that was declared for the upload."""

    code, status = "tus.body_too_long", 413


class WrongChecksum(TusError):
    """The bytes do not match their checksum. Nothing of them was kept: send them again."""

    code, status = "tus.checksum", 460
