"""`/privacy/promises`: what the policy promises, in our own words, and how each promise stands in this version. For everyone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, gettext_lazy
from django.views.decorators.http import require_safe

from vidarium.privacy import promises
from vidarium.privacy.promises import Promise, Section, Status

STATUSES = {
    Status.HELD: gettext_lazy("held"),
    Status.ATTESTED: gettext_lazy("attested"),
    Status.OPEN: gettext_lazy("open"),
}
CELL, PITCH = 6, 7
"""Pixels of a promise in a section's picture, and from one to the next."""


@dataclass(frozen=True)
class Line:
    """A promise, in the reader's language."""

    promise: Promise
    words: str
    state: str
    note: str
    why: str
    work: str


@dataclass(frozen=True)
class Part:
    """A section with those of its promises that are asked for."""

    key: str
    title: str
    lines: tuple[Line, ...]
    total: int
    held: int
    width: int
    cells: Mapping[str, str]
    """By status, the path that draws its promises: one cell each, in their order."""


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    told = promises.current()
    wanted = next((status for status in Status if status == request.GET.get("status")), None)
    counts = told.count()
    parts = [_part(section, wanted, told.works) for section in told.sections]
    return render(request, "promises.html", {
        "parts": [part for part in parts if part.lines],
        "wanted": wanted,
        "total": counts.total(),
        "counts": [(status, STATUSES[status], counts[status], sum(counts[before] for before in _before(status))) for status in Status],
        "held": counts[Status.HELD],
    })  # fmt: skip


def _before(status: Status) -> Iterable[Status]:
    return tuple(Status)[: tuple(Status).index(status)]


def _part(section: Section, wanted: Status | None, works: Mapping[str, Mapping[str, str]]) -> Part:
    of_all = [promise.status for promise in section.promises]
    return Part(
        section.key,
        said(section.title),
        tuple(_line(one, works) for one in section.promises if wanted in (None, one.status)),
        total=len(of_all),
        held=of_all.count(Status.HELD),
        width=len(of_all) * PITCH - (PITCH - CELL),
        cells={status: path for status in Status if (path := drawn(of_all, status))},
    )


def drawn(statuses: list[Status], status: Status) -> str:
    """One path for all promises of a status; its stroke is as high as the cells."""
    return "".join(f"M{place * PITCH} 7h{CELL}" for place, one in enumerate(statuses) if one is status)


def _line(promise: Promise, works: Mapping[str, Mapping[str, str]]) -> Line:
    return Line(
        promise,
        said(promise.words),
        str(STATUSES[promise.status]),
        note=said(promise.note),
        why=said(promise.why),
        work=said(works.get(promise.work)),
    )


def said(words: Mapping[str, str] | None) -> str:
    """In the reader's language; empty where nothing is said."""
    return words.get(get_language() or "en", words["en"]) if words else ""
