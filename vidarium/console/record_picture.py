"""The record of processing as a picture: purposes, kinds of facts, and where those live and who gets them, in three columns with lines.

Drawn from the record alone. The numbers count kinds of facts; so does the width of a line.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise as Lazy
from django.utils.text import capfirst
from django.utils.translation import gettext, gettext_lazy

from vidarium.console.privacy import PURPOSES
from vidarium.foundation.datamap import Kept, Personal, Purpose, Store
from vidarium.privacy.record import Record

STORES = {
    Store.DATABASE: gettext_lazy("database"),
    Store.OBJECTS: gettext_lazy("object store"),
    Store.DISK: gettext_lazy("disks of our machines"),
    Store.COOKIE: gettext_lazy("cookies"),
    Store.BROWSER: gettext_lazy("browser storage"),
    Store.LOG: gettext_lazy("logs"),
    Store.RECIPIENT: gettext_lazy("handed over outside"),
}
GROUPS: Mapping[str, str | Lazy] = {
    "identity": gettext_lazy("name and position"),
    "contact": gettext_lazy("addresses and messages"),
    "account": gettext_lazy("the account"),
    "preference": gettext_lazy("what you prefer"),
    "consent": gettext_lazy("what was agreed to"),
    "security": gettext_lazy("passwords and codes"),
    "device": gettext_lazy("devices and browsers"),
    "use": gettext_lazy("what is done, and when"),
    "content": gettext_lazy("videos and their words"),
}
"""First words of the categories, in the order in which they are drawn."""
CARRIERS: Mapping[str, str | Lazy] = {
    "mail": gettext_lazy("mail service"),
    "sms": gettext_lazy("carrier of text messages"),
}
SELF, COMPANY, NOBODY = gettext_lazy("yourself"), gettext_lazy("people of the company"), gettext_lazy("nobody")
AUDIENCES: Mapping[str, str | Lazy] = {
    "you": SELF,
    "you, and whoever else uses this browser": SELF,
    "your colleagues": COMPANY,
    "your administrator": COMPANY,
    "your company’s owner": COMPANY,
    "those who manage people in that company": COMPANY,
    "those who manage keys in your company": COMPANY,
    "those who may see your company’s activity": COMPANY,
    "those who may see the activity of that company": COMPANY,
    "the program that asked": gettext_lazy("programs of the company"),
    "the video’s viewers": gettext_lazy("viewers"),
    "whoever runs this service": gettext_lazy("whoever runs this service"),
    "nobody": NOBODY,
    "nobody; only its hash is kept": NOBODY,
    "nobody; it is kept encrypted": NOBODY,
}
"""Who sees something, as the labels say it, and the group in which the picture has them; whoever is not here stands alone."""
NODE, HIGH, PITCH, HEAD, TOP = 216, 26, 36, 32, 20
"""Width and height of a node, from one node to the next, from the last of a column to a second head, and below the first head."""
COLUMNS = (1, 322, 643)
WIDTH, THICKEST = 860, 8
Key = tuple[str, str]
"""Of a node: which part of which column it stands in, and its words."""


@dataclass(frozen=True)
class Node:
    """A box with words, and a number at its end."""

    words: str
    count: int
    x: int
    y: int

    @property
    def middle(self) -> int:
        return self.y + HIGH // 2

    @property
    def line(self) -> int:
        """Where its words stand."""
        return self.middle + 4

    @property
    def end(self) -> int:
        return self.x + NODE


@dataclass(frozen=True)
class Flow:
    path: str
    width: int


@dataclass(frozen=True)
class Head:
    words: str
    x: int
    y: int


@dataclass(frozen=True)
class Picture:
    height: int
    heads: tuple[Head, ...]
    nodes: tuple[Node, ...]
    flows: tuple[Flow, ...]
    purposes: int
    groups: int
    stores: int
    outside: int
    width: int = WIDTH
    node: int = NODE
    high: int = HIGH


def drawn(record: Record) -> Picture:
    """The picture, in the reader's language."""
    columns = _columns(record)
    lines = Counter(_lines(record))
    at = list(zip(COLUMNS, columns, strict=True))
    nodes = {key: node for x, column in at for key, node in _placed(column, x)}
    heads = [Head(words, x, y) for x, column in at for words, y in _heads(column)]
    most = max(lines.values(), default=1)
    flows = [Flow(_curve(nodes[start], nodes[end]), max(1, round(THICKEST * n / most))) for (start, end), n in sorted(lines.items())]
    purposes, groups, (places, carriers, _seen) = columns[0][0], columns[1][0], columns[2]
    return Picture(
        max(_height(column) for column in columns),
        tuple(heads),
        tuple(nodes.values()),
        tuple(flows),
        *(len(stack.keys) for stack in (purposes, groups, places, carriers)),
    )


@dataclass(frozen=True)
class Stack:
    """Nodes of a column that stand under one head."""

    head: str
    kind: str
    keys: Mapping[str, int]
    """Their words, and how many kinds of facts each has."""


def _columns(record: Record) -> tuple[Sequence[Stack], ...]:
    kinds = _kinds(record)
    purposes = {_big(PURPOSES[activity.purpose]): len(activity.uses) for activity in record.activities}
    return (
        [Stack(gettext("For what"), "purpose", purposes)],
        [Stack(gettext("What"), "group", _counted(kinds, "group", GROUPS))],
        [
            Stack(gettext("Where it lives"), "store", _counted(kinds, "store", STORES)),
            Stack(gettext("Who is handed it"), "outside", _counted(kinds, "outside", CARRIERS)),
            Stack(gettext("Who can see it"), "seen", _counted(kinds, "seen", AUDIENCES)),
        ],
    )


def _kinds(record: Record) -> list[tuple[Personal, tuple[Kept, ...]]]:
    """Each kind of fact once, whatever it is used for."""
    return list({id(use.label): (use.label, use.places) for activity in record.activities for use in activity.uses}.values())


def _counted(
    kinds: Sequence[tuple[Personal, tuple[Kept, ...]]], kind: str, order: Mapping[str, str | Lazy] | Mapping[Store, Lazy]
) -> dict[str, int]:
    """How many kinds of facts each node of a stack has: first those whose order is known, then any other."""
    found = Counter(words for label, places in kinds for which, words in {_group(label), *_ends(label, places)} if which == kind)
    known = [words for words in dict.fromkeys(_big(words) for words in order.values()) if words in found]
    return {words: found[words] for words in [*known, *sorted(found.keys() - set(known))]}


def _lines(record: Record) -> Iterator[tuple[Key, Key]]:
    """From a purpose to what is used for it, and from there to where it lives and who gets it: once for each kind of fact."""
    for activity in record.activities:
        yield from ((_purpose(activity.purpose), _group(use.label)) for use in activity.uses)
    for label, places in _kinds(record):
        yield from ((_group(label), end) for end in _ends(label, places))


def _purpose(purpose: Purpose) -> Key:
    return "purpose", _big(PURPOSES[purpose])


def _group(label: Personal) -> Key:
    first = label.category.partition(".")[0]
    return "group", _big(GROUPS.get(first, first))


def _ends(label: Personal, places: tuple[Kept, ...]) -> set[Key]:
    """Where a kind of fact lives, and who sees it; what is handed over is with whoever it is handed to."""
    handed = {place.name.partition(".")[0] for place in places if place.store is Store.RECIPIENT}
    stores = {place.store for place in places} - {Store.RECIPIENT}
    seen = () if handed else label.seen_by
    return {
        *(("store", _big(STORES[store])) for store in stores),
        *(("outside", _big(CARRIERS.get(key, key))) for key in handed),
        *(("seen", _big(AUDIENCES[who] if who in AUDIENCES else gettext(who))) for who in seen),
    }


def _big(words: str | Lazy) -> str:
    return str(capfirst(str(words)))


def _height(column: Sequence[Stack]) -> int:
    return sum(TOP + PITCH * len(stack.keys) for stack in column) + (HEAD - TOP) * (len(column) - 1)


def _placed(column: Sequence[Stack], x: int) -> Iterator[tuple[Key, Node]]:
    y = 0
    for stack in column:
        y += TOP
        for words, count in stack.keys.items():
            yield (stack.kind, words), Node(words, count, x, y)
            y += PITCH
        y += HEAD - TOP


def _heads(column: Sequence[Stack]) -> Iterator[tuple[str, int]]:
    y = 0
    for stack in column:
        yield stack.head, y + 12
        y += HEAD + PITCH * len(stack.keys)


def _curve(start: Node, end: Node) -> str:
    middle = (start.end + end.x) // 2
    return f"M{start.end} {start.middle}C{middle} {start.middle} {middle} {end.middle} {end.x} {end.middle}"
