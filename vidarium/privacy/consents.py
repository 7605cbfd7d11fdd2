"""Receipts: written when somebody acts beneath the notice, read by that person, changed by nobody."""

from __future__ import annotations

from django.db.models import QuerySet

from vidarium.accounts.events import CompanyOpened
from vidarium.accounts.models import Person
from vidarium.accounts.opening import public_id
from vidarium.foundation.datamap import register
from vidarium.privacy.models import Receipt, Subject

TRUE_AND_LAWFUL = {"what is entered is true and lawful": True}
"""What the words above the button say (clause I.A.1.1-o)."""


def opened(fact: CompanyOpened) -> None:
    """Somebody pressed “Open the account” beneath the notice: that was an act of their own."""
    notice = register.current()
    subject, _ = Subject.objects.get_or_create(person_id=fact.person_id)
    Receipt.objects.create(
        subject_id=subject.id, about=public_id(fact.company_id), notice_version=notice.version, notice_digest=notice.digest,
        language=fact.language, mode=Receipt.Mode.EXPRESS, choices=TRUE_AND_LAWFUL,
    )  # fmt: skip


def of(person: Person) -> QuerySet[Receipt]:
    """This person's receipts, the newest first."""
    return Receipt.objects.filter(subject_id__in=Subject.objects.filter(person=person).values("id")).order_by("-id")
