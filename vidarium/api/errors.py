"""What can go wrong with a request before it reaches a room.

ApiError
├── RequestInvalid      400
├── UnknownParameter    400
└── KeyInAddress        400
"""

from __future__ import annotations

from typing import ClassVar

from vidarium.foundation.errors import VidariumError


class ApiError(VidariumError):
    """This request can't be understood."""

    code: ClassVar[str] = "request"
    status: ClassVar[int] = 400


class RequestInvalid(ApiError):
    """Something in this request does not fit; `errors` says what."""

    code, status = "request.invalid", 400


class UnknownParameter(ApiError):
    """The address has a parameter that this resource does not know."""

    code, status = "request.unknown_parameter", 400


class KeyInAddress(ApiError):
    """An API key does not belong in an address: addresses are kept in logs. Send it in the Authorization header, and rotate this one."""

    code, status = "request.key_in_address", 400


class NotFound(ApiError):
    """There is nothing at this address."""

    code, status = "request.not_found", 404


class MethodNotAllowed(ApiError):
    """This resource does not answer to that method."""

    code, status = "request.method", 405


class CrossSite(ApiError):
    """This request came from another site, or its CSRF token is missing."""

    code, status = "request.cross_site", 403


class Unforeseen(ApiError):
    """Something broke that we did not foresee. It is written down, with the number of this request."""

    code, status = "internal", 500
