"""Who calls: a program by its token, or a person's browser by its session (then Django's CSRF check applies)."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from ninja.security import APIKeyCookie, HttpBearer

from vidarium.accounts import callers
from vidarium.accounts.callers import Caller
from vidarium.api.errors import UnknownParameter
from vidarium.foundation import tenancy


class ByToken(HttpBearer):
    """`Authorization: Bearer vdt_…`"""

    def authenticate(self, request: HttpRequest, token: str) -> Caller | None:
        return callers.by_token(token)


class BySession(APIKeyCookie):
    """The console's own requests."""

    param_name = settings.SESSION_COOKIE_NAME

    def authenticate(self, request: HttpRequest, key: str | None) -> Caller | None:
        return callers.by_session(key) if key else None


def for_callers(view: Callable[..., Any]) -> Callable[..., Any]:
    """One transaction in which only the caller's company exists; parameters that the view does not name are refused."""

    def answer(request: HttpRequest, *positional: Any, **named: Any) -> Any:
        with tenancy.within(caller_of(request).company_id):
            return view(request, *positional, **named)

    return knows_its_parameters(dressed(answer, as_=view))


def knows_its_parameters(view: Callable[..., Any]) -> Callable[..., Any]:
    """Parameters that the view does not name are refused."""
    known = set(inspect.signature(view).parameters)

    def answer(request: HttpRequest, *positional: Any, **named: Any) -> Any:
        unknown = set(request.GET) - known
        if unknown:
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
