"""Addresses that were proved, in the table where allauth looks for them."""

from __future__ import annotations

from allauth.account.models import EmailAddress
from django.db import transaction

from vidarium.accounts.models import Person


def proved(person: Person) -> None:
    """This person has shown that their address is theirs: by a code, or by a link that went there."""
    with transaction.atomic():
        # Whoever had it before has another now, or the address would not be this person's.
        EmailAddress.objects.filter(email=person.email).exclude(user=person).delete()
        EmailAddress.objects.filter(user=person).exclude(email=person.email).delete()
        EmailAddress.objects.update_or_create(user=person, email=person.email, defaults={"verified": True, "primary": True})


def is_proved(person: Person) -> bool:
    return bool(EmailAddress.objects.filter(user=person, email=person.email, verified=True).exists())
