"""The little Markdown that our own texts are written in: headings, paragraphs, lists and `code`. It never becomes markup by itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["title", "heading", "paragraph", "item"]
MARKS: dict[str, Kind] = {"# ": "title", "## ": "heading", "- ": "item"}


@dataclass(frozen=True)
class Piece:
    """Some words of a block."""

    text: str
    code: bool


@dataclass(frozen=True)
class Block:
    """One heading, paragraph or item of a list."""

    kind: Kind
    pieces: tuple[Piece, ...]

    @property
    def text(self) -> str:
        """The block without its marks."""
        return "".join(piece.text for piece in self.pieces)


def read(text: str) -> list[Block]:
    """The blocks of a text, in order. Blocks are parted by an empty line; each line of a list is a block."""
    return [block(line) for part in text.strip().split("\n\n") for line in lines_of(part)]


def lines_of(part: str) -> list[str]:
    lines = part.splitlines()
    return lines if part.startswith("- ") else [" ".join(lines)]


def block(line: str) -> Block:
    mark = next((mark for mark in MARKS if line.startswith(mark)), "")
    # Marks of code come in pairs: what stands between two is every second piece.
    words = line.removeprefix(mark).split("`")
    pieces = tuple(Piece(words_here, code=place % 2 == 1) for place, words_here in enumerate(words) if words_here)
    return Block(MARKS.get(mark, "paragraph"), pieces)
