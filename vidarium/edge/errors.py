"""What can go wrong at the edge itself.

EdgeError
├── WrongMethod        405
├── TooManyStreams     429   live pages of one person
├── EdgeIsFull         503
├── WebIsAway          502   `web` restarts, or hung up
├── WebIsLate          504
└── RequestTooLarge    413
"""

from __future__ import annotations

from typing import ClassVar

from vidarium.foundation.errors import VidariumError


class EdgeError(VidariumError):
    """This request can't be answered."""

    code: ClassVar[str] = "edge"
    status: ClassVar[int] = 500


class WrongMethod(EdgeError):
    """This address can only be read."""

    code, status = "edge.method", 405


class TooManyStreams(EdgeError):
    """You have too many live pages open. Close some of them."""

    code, status = "edge.too_many_streams", 429


class EdgeIsFull(EdgeError):
    """Too many people are waiting here at the moment. Try again in a second."""

    code, status = "edge.full", 503


class WebIsAway(EdgeError):
    """The pages are restarting. This takes a few seconds; try again then."""

    code, status = "edge.web_away", 502


class WebIsLate(EdgeError):
    """The answer took too long. Try again in a moment."""

    code, status = "edge.web_late", 504


class RequestTooLarge(EdgeError):
    """This request is too large. Videos are uploaded at `/files`."""

    code, status = "edge.request_too_large", 413
