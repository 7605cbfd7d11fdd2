"""The record of processing activities (GDPR, article 30): the data map, told by what each thing is used for.

Everything about people that the register names stands here once for each of its uses, and nothing else does. What the program can't
know is said in `NOT_TOLD`; whoever runs the service adds it to their own record.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.utils.translation import gettext_noop as _

from vidarium.foundation.datamap import Ground, Kept, Owner, Personal, Purpose, Role, Store, lock
from vidarium.foundation.datamap.register import Register, together
from vidarium.privacy import promises
from vidarium.privacy.promises import Promise, Status

SCHEMA = "vidarium.record/1"
SAFETY = ("I.A.1.1-h", "I.A.1.1-q")
"""Promises outside the policy's part on security that are measures of security as well."""
NOT_TOLD = (
    _("Who runs this service: its name, its seat, whom to write to, its data protection officer."),
    _("On whose machines it runs, in which countries, and by which contract."),
    _("Who carries its letters and text messages, by name, and in which country."),
)
"""What article 30 asks for and no map of a program can tell."""


@dataclass(frozen=True)
class Use:
    """One kind of fact in one activity."""

    label: Personal
    ground: Ground
    places: tuple[Kept, ...]
    """Everything that bears the label, in the register's order."""


@dataclass(frozen=True)
class Outside:
    """Somebody outside who is handed something."""

    key: str
    """What the names of `places` begin with: `mail`."""
    words: str
    places: tuple[Kept, ...]


@dataclass(frozen=True)
class Activity:
    """What is done for one purpose."""

    purpose: Purpose
    uses: tuple[Use, ...]

    @property
    def categories(self) -> tuple[str, ...]:
        return tuple(sorted({use.label.category for use in self.uses}))

    @property
    def subjects(self) -> tuple[Owner, ...]:
        """Whose data it is."""
        return tuple(owner for owner in Owner if any(use.label.owner is owner for use in self.uses))

    @property
    def grounds(self) -> tuple[Ground, ...]:
        return tuple(ground for ground in Ground if any(use.ground is ground for use in self.uses))

    @property
    def roles(self) -> tuple[Role, ...]:
        """What the operator is in it."""
        return tuple(role for role in Role if any(use.label.role is role for use in self.uses))

    @property
    def seen_by(self) -> tuple[str, ...]:
        """Who can see any of it, in the order in which they come first; those outside are in `outside`."""
        inside = (use for use in self.uses if not _handed_over(use.places))
        return tuple(dict.fromkeys(who for use in inside for who in use.label.seen_by))

    @property
    def outside(self) -> tuple[Outside, ...]:
        """Who outside is handed some of it."""
        return tuple(outside((place, use.label) for use in self.uses for place in use.places))


@dataclass(frozen=True)
class Record:
    """All activities, in the order of `Purpose`; one for which nothing is kept is left out."""

    version: int
    digest: str
    """Of the data map that it is read from."""
    activities: tuple[Activity, ...]
    measures: tuple[Promise, ...]
    """What is done for safety: promises of security that tests hold."""
    outside: tuple[Outside, ...]


def of(register: Register) -> Record:
    """The record that the register makes."""
    kinds = together(register.personal())
    activities = (Activity(purpose, tuple(_uses(kinds, purpose))) for purpose in Purpose)
    return Record(
        register.version,
        register.digest,
        tuple(activity for activity in activities if activity.uses),
        tuple(_measures()),
        tuple(outside(register.personal())),
    )


def _uses(kinds: Iterable[tuple[Personal, list[Kept]]], purpose: Purpose) -> Iterator[Use]:
    """By category; those of one category in the register's order."""
    for label, places in sorted(kinds, key=lambda kind: kind[0].category):
        if purpose in label.uses:
            yield Use(label, label.uses[purpose], tuple(places))


def _measures() -> Iterator[Promise]:
    for section in promises.current().sections:
        for promise in section.promises:
            if promise.status is Status.HELD and (section.key.startswith("III.B") or promise.clause in SAFETY):
                yield promise


def _handed_over(places: Iterable[Kept]) -> bool:
    return all(place.store is Store.RECIPIENT for place in places)


def outside(kept: Iterable[tuple[Kept, Personal]]) -> Iterator[Outside]:
    """Those outside who are handed any of this."""
    handed = sorted((pair for pair in kept if pair[0].store is Store.RECIPIENT), key=lambda pair: pair[0].name)
    for key, pairs in groupby(handed, lambda pair: pair[0].name.partition(".")[0]):
        places = list(pairs)
        yield Outside(key, places[0][1].seen_by[-1], tuple(place for place, _label in places))


def data(record: Record) -> dict[str, Any]:
    """The record as plain data, ready for JSON; `docs/record.md` explains each field."""
    return {
        "schema": SCHEMA,
        "map": {"version": record.version, "digest": record.digest},
        "activities": [_activity(one) for one in record.activities],
        "outside": [_outside(one) for one in record.outside],
        "measures": [{"clause": promise.clause, "words": promise.words["en"]} for promise in record.measures],
        "not_told": list(NOT_TOLD),
    }


def _activity(activity: Activity) -> dict[str, Any]:
    return {
        "purpose": activity.purpose,
        "roles": list(activity.roles),
        "grounds": list(activity.grounds),
        "subjects": list(activity.subjects),
        "categories": list(activity.categories),
        "seen_by": list(activity.seen_by),
        "outside": [one.key for one in activity.outside],
        "uses": [_use(use) for use in activity.uses],
    }


def _use(use: Use) -> dict[str, Any]:
    """The label as the data map tells it, with the ground of this use alone, and where it is kept."""
    told = lock.data_of(use.label)
    del told["uses"]
    return {**told, "ground": use.ground, "kept_in": [{"store": place.store, "name": place.name} for place in use.places]}


def _outside(one: Outside) -> dict[str, Any]:
    return {"recipient": one.key, "words": one.words, "given": [place.name for place in one.places]}
