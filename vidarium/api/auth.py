"""Who calls: a program by its token, or a person's browser by its session (then Django's CSRF check applies)."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from ninja.security import APIKeyCookie, HttpBearer

from vidarium.accounts import authority, callers, refusals, undeclared
from vidarium.accounts.authority import Permission
from vidarium.accounts.callers import Caller
from vidarium.accounts.undeclared import Kind
from vidarium.api import pace
from vidarium.api.errors import UnknownParameter
from vidarium.foundation import tenancy

type Asks = Callable[[HttpRequest], Permission | None]
"""What a request asks for, before anything of it is read."""


class ByToken(HttpBearer):
    """`Authorization: Bearer vdt_…`"""

    def __init__(self, asks: Asks) -> None:
        super().__init__()
        self._asks = asks

    def authenticate(self, request: HttpRequest, token: str) -> Caller | None:
        return placed(callers.by_token(token), request, self._asks)


class BySession(APIKeyCookie):
    """The console's own requests."""

    param_name = settings.SESSION_COOKIE_NAME

    def __init__(self, asks: Asks) -> None:
        super().__init__()
        self._asks = asks

    def authenticate(self, request: HttpRequest, key: str | None) -> Caller | None:
        return placed(callers.by_session(key), request, self._asks) if key else None


def placed(caller: Caller | None, request: HttpRequest, asks: Asks) -> Caller | None:
    """The caller, with the address that they call from; the call is counted. Raises `TooMany`, `NotAllowed`.

    What they may is looked at here, before their body is read: who may not learns nothing about what would fit.
    """
    if caller is None:
        return None
    pace.count(request, caller)
    found, permission = replace(caller, address=request.META.get("REMOTE_ADDR")), asks(request)
    if permission:
        with refusals.noted(found):
            found.require(permission)
    return found


type View = Callable[..., Any]


def for_callers(permission: Permission | None) -> Callable[[View], View]:
    """One transaction in which only the caller's company exists, for those who may do this; None where every caller may.

    Parameters that the view does not name are refused.
    """

    def dress(view: View) -> View:
        def answer(request: HttpRequest, *positional: Any, **named: Any) -> Any:
            with tenancy.within(caller_of(request).company_id):
                return view(request, *positional, **named)

        return allowed(permission)(dressed(answer, as_=view))

    return dress


def allowed(permission: Permission | None) -> Callable[[View], View]:
    """As `for_callers`, for a view that opens its transactions by itself."""

    def dress(view: View) -> View:
        def answer(request: HttpRequest, *positional: Any, **named: Any) -> Any:
            with refusals.noted(caller_of(request)):
                return view(request, *positional, **named)

        return authority.guarded(knows_its_parameters(dressed(answer, as_=view)), permission)

    return dress


def knows_its_parameters(view: Callable[..., Any]) -> Callable[..., Any]:
    """Parameters that the view does not name are refused."""
    known = set(inspect.signature(view).parameters)

    def answer(request: HttpRequest, *positional: Any, **named: Any) -> Any:
        unknown = set(request.GET) - known
        if unknown:
            undeclared.TALLY.add_unread(Kind.PARAMETER, sorted(unknown))
            raise UnknownParameter(f"“{min(unknown)[:60]}” is no parameter of this resource.")
        return view(request, *positional, **named)

    return dressed(answer, as_=view)


def dressed(answer: Callable[..., Any], *, as_: Callable[..., Any]) -> Callable[..., Any]:
    """`answer` with the name and the parameters of the view that it wraps: ninja reads them, and must find types, not their names."""
    made: Any = wraps(as_)(answer)
    made.__signature__ = inspect.signature(as_, eval_str=True)
    wrapped: Callable[..., Any] = made
    return wrapped


def caller_of(request: HttpRequest) -> Caller:
    """Who asks; the authenticators have made sure that there is one."""
    caller: Caller = request.auth  # type: ignore[attr-defined]  # as above
    return caller
