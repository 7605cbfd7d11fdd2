"""Cells for spreadsheets: what a person wrote must stay words there, and never become a formula."""

from __future__ import annotations

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for the beginning of one (OWASP, CSV injection)."""


class Line:
    """What `csv.writer` writes to; gives the line back."""

    def write(self, text: str) -> str:
        return text


def harmless(cell: str) -> str:
    """The cell with an apostrophe in front where it would be a formula."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell
