"""Entries of the files in `promised/`: read with the line where each stands, so that what is wrong can be found."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[2]
"""The checkout; where the product is installed, the folder that the package lies in."""
LANGUAGES = ("en", "zh-hans")
Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""libyaml's own where the wheel brings it: thirty times as fast."""


class Broken(ValueError):
    """A file of `promised/` can't be believed; the message has a line for each thing that is wrong."""


@dataclass(frozen=True)
class Entry:
    """One key of a file, with what stands beneath it."""

    file: str
    line: int
    key: str
    value: object

    def wrong(self, said: str) -> str:
        """What is wrong with it, and where it stands."""
        return f"{self.file}:{self.line}: {self.key} {said}"

    def names(self, name: str) -> tuple[str, ...]:
        """A list of names beneath it; empty where it says none."""
        listed = self.value.get(name) if isinstance(self.value, dict) else None
        return tuple(map(str, listed)) if isinstance(listed, list) else ()

    def unsaid(self, name: str) -> Iterator[str]:
        """What is missing of words beneath it, in each language."""
        said = self.value.get(name) if isinstance(self.value, dict) else None
        try:
            in_each_language(self, said, name)
        except Broken as broken:
            yield str(broken)


def read(file: Path) -> Iterator[Entry]:
    """The entries of a file, in its order."""
    loader = Loader(file.read_text(encoding="utf-8"))
    try:
        node = loader.get_single_node()
        if not isinstance(node, yaml.MappingNode):
            raise Broken(f"{file.name}:1: says nothing under any key.")
        for key, value in node.value:
            yield Entry(file.name, key.start_mark.line + 1, str(key.value), loader.construct_object(value, deep=True))
    except yaml.YAMLError as error:
        raise Broken(f"{file.name}: {error}") from error
    finally:
        loader.dispose()


def in_each_language(entry: Entry, said: object, name: str = "words") -> Mapping[str, str]:
    """Words in each language of the pages. Raises `Broken`."""
    if not isinstance(said, dict) or set(said) != set(LANGUAGES):
        raise Broken(entry.wrong(f"needs its `{name}` in {' and '.join(LANGUAGES)}, and in nothing else."))
    for language in LANGUAGES:
        if not isinstance(said[language], str) or not said[language].strip():
            raise Broken(entry.wrong(f"leaves its `{name}` in {language} empty."))
    return said
