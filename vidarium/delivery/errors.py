"""What can go wrong when somebody plays a video.

DeliveryError
├── LinkRefused         403   the link is none of ours, or was changed
│   ├── LinkExpired     403
│   └── LinkRevoked     403
├── NothingThere        404   no such playlist, row or column
├── PartSetAside        404   this part could not be made
├── PartIsLate          503   this part is still being made; ask again
├── RangeNotThere       416
└── DeliveryUnsure      503   the list of revoked links could not be read for too long
"""

from __future__ import annotations

from typing import ClassVar

from vidarium.foundation.errors import VidariumError


class DeliveryError(VidariumError):
    """This video can't be played."""

    code: ClassVar[str] = "playback"
    status: ClassVar[int] = 400


class LinkRefused(DeliveryError):
    """This link does not open a video. Ask whoever gave it to you for a new one."""

    code, status = "playback.link_refused", 403


class LinkExpired(LinkRefused):
    """This link is too old. Load the page again to get a fresh one."""

    code = "playback.link_expired"


class LinkRevoked(LinkRefused):
    """This link was withdrawn: the video is no longer shown."""

    code = "playback.link_revoked"


class NothingThere(DeliveryError):
    """There is nothing at this address."""

    code, status = "playback.not_found", 404


class PartSetAside(DeliveryError):
    """This part of the video could not be made. The rest of it plays."""

    code, status = "playback.part_set_aside", 404


class PartIsLate(DeliveryError):
    """This part of the video is still being made. Ask again in a second."""

    code, status = "playback.part_late", 503


class RangeNotThere(DeliveryError):
    """The range that was asked for lies outside the file, or is more than one."""

    code, status = "playback.range", 416


class DeliveryUnsure(DeliveryError):
    """It can't be checked at the moment whether this link still holds. Try again in a few seconds."""

    code, status = "playback.unsure", 503
