"""Who is to be invited, as it was typed or came as CSV: read and judged before anything is sent."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from vidarium.foundation import writing

COLUMNS = ("name", "email", "position", "role")
"""In this order where the first line does not name them."""
CALLED = {"e-mail": "email", "e-mail address": "email", "job title": "position", "title": "position"}
"""What else people write over a column."""
MOST = 100
"""In one list: as many as a company may invite in an hour."""
LONGEST_BYTES = 200_000
LONGEST = {"name": 200, "email": 254, "position": 120}
SEPARATORS = ",;\t"


@dataclass(frozen=True)
class Invitee:
    """Somebody who is to be invited. `role` is what was typed for it."""

    email: str
    name: str = ""
    position: str = ""
    role: str = ""

    def misfits(self) -> dict[str, str]:
        """What can't be kept as it is: by field, a sentence."""
        found = {field: too_long(most) for field, most in LONGEST.items() if len(getattr(self, field)) > most}
        try:
            validate_email(self.email)
        except ValidationError:
            found.setdefault("email", _("This is no e-mail address: it has a name, an @ and a host, such as lin@company.example."))
        return found


def too_long(most: int) -> str:
    return _("At most %(longest)d characters fit here.") % {"longest": most}


def typed(*, email: str, name: str = "", position: str = "", role: str = "") -> Invitee:
    """What was typed, on one line each; addresses are compared in lower case."""
    return Invitee(writing.one_line(email).lower(), writing.one_line(name), writing.one_line(position), role.strip())


class NotReadable(ValueError):
    """A list that can't be read; its words are for people."""


def decoded(content: bytes) -> str:
    """The text of a file, as spreadsheets write it. Raises `NotReadable`."""
    try:
        return content.decode("utf-16" if content[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise NotReadable(_("This file is not text in UTF-8. Save it from the spreadsheet as “CSV UTF-8”.")) from error


def read(text: str) -> list[Invitee]:
    """The people of a list, in its order. Raises `NotReadable`."""
    if len(text.encode(errors="replace")) > LONGEST_BYTES:
        raise NotReadable(_("This list is longer than %(kb)d kB. Send it in parts.") % {"kb": LONGEST_BYTES // 1000})
    rows = [row for row in _rows(text.lstrip("\ufeff")) if any(cell.strip() for cell in row)]
    columns = _columns(rows[0]) if rows else None
    people = [_person(row, columns or COLUMNS) for row in (rows[1:] if columns else rows)]
    if not people:
        raise NotReadable(_("There is nobody in this list. One line for each person: name, e-mail, job title, role."))
    if len(people) > MOST:
        raise NotReadable(_("There are %(n)d people in this list; %(most)d at once are the limit.") % {"n": len(people), "most": MOST})
    return people


def _rows(text: str) -> Iterator[list[str]]:
    first = text.partition("\n")[0]
    separator = max(SEPARATORS, key=first.count)
    try:
        yield from csv.reader(io.StringIO(text), delimiter=separator)
    except csv.Error as error:
        raise NotReadable(_("This is no CSV: a quotation mark is open, or a line can’t be read.")) from error


def _columns(first: Sequence[str]) -> tuple[str, ...] | None:
    """What the columns are called, where the first line says it."""
    words = tuple(CALLED.get(cell.strip().lower(), cell.strip().lower()) for cell in first)
    return words if "email" in words else None


def _person(row: Sequence[str], columns: Sequence[str]) -> Invitee:
    said = dict(zip(columns, row, strict=False))
    return typed(**{column: said.get(column, "") for column in COLUMNS})
