"""One-time sign-in links: 128 random bits, good once and for a short while."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import transaction

from vidarium.accounts.doors import Door
from vidarium.accounts.errors import LinkIsSpent
from vidarium.accounts.models import Person, SignInLink
from vidarium.accounts.tokens import digest
from vidarium.foundation import clock, ids

LIFE = timedelta(minutes=15)
PREFIX = "sil"
PATHS = {Door.PUBLIC: "/sign-in", Door.DESK: "/desk/sign-in"}


def issue(person: Person, *, life: timedelta = LIFE, door: Door = Door.PUBLIC) -> str:
    """A complete address that signs this person in once, by the door that is theirs."""
    secret = ids.show(PREFIX, ids.unguessable())
    SignInLink.objects.create(person=person, digest=digest(secret), expires_at=clock.now() + life)
    return f"{settings.ENVIRONMENT.public_url}{PATHS[door]}/{secret}"


def use(secret: str, *, door: Door = Door.PUBLIC) -> Person:
    """The person whom this secret signs in by this door; from now on it is spent. Raises `LinkIsSpent`."""
    with transaction.atomic():
        link = (
            SignInLink.objects.select_for_update(of=("self",))
            .select_related("person")
            .filter(door.lets("person_id"), digest=digest(secret), used_at=None, expires_at__gt=clock.now(), person__is_active=True)
            .first()
        )
        if link is None:
            raise LinkIsSpent
        link.used_at = clock.now()
        link.save(update_fields=["used_at"])
        person: Person = link.person
    return person
