"""One-time sign-in links: 128 random bits, good once and for a short while."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import transaction

from vidarium.accounts.errors import LinkIsSpent
from vidarium.accounts.models import Person, SignInLink
from vidarium.accounts.tokens import digest
from vidarium.foundation import clock, ids

LIFE = timedelta(minutes=15)
PREFIX = "sil"


def issue(person: Person, *, life: timedelta = LIFE) -> str:
    """A complete address that signs this person in once."""
    secret = ids.show(PREFIX, ids.unguessable())
    SignInLink.objects.create(person=person, digest=digest(secret), expires_at=clock.now() + life)
    return f"{settings.ENVIRONMENT.public_url}/sign-in/{secret}"


def use(secret: str) -> Person:
    """The person whom this secret signs in; from now on it is spent. Raises `LinkIsSpent`."""
    with transaction.atomic():
        link = (
            SignInLink.objects.select_for_update(of=("self",))
            .select_related("person")
            .filter(digest=digest(secret), used_at=None, expires_at__gt=clock.now(), person__is_active=True)
            .first()
        )
        if link is None:
            raise LinkIsSpent
        link.used_at = clock.now()
        link.save(update_fields=["used_at"])
        person: Person = link.person
    return person
