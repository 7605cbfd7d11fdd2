"""Receipts: written when somebody acts beneath the notice, read by that person, changed by nobody.

No login of the application may do more than add them and read them; what is older than its term goes by a function of the database.
"""

from __future__ import annotations

from django.db import connection
from django.db.models import QuerySet

from vidarium.accounts.events import CompanyOpened
from vidarium.accounts.models import Person
from vidarium.accounts.opening import public_id
from vidarium.foundation import ids
from vidarium.foundation.datamap import register
from vidarium.privacy.labels import RECEIPT
from vidarium.privacy.models import Receipt, Subject

TRUE_AND_LAWFUL = {"what is entered is true and lawful": True}
"""What the words above the button say (clause I.A.1.1-o)."""
FORGET = "forget_old_receipts"
PUBLIC_ID = (
    f"SELECT 'cmp_' || string_agg(substr('{ids.ALPHABET}', substring(B'00' || ('x' || replace(c.id::text, '-', ''))::bit(128) "  # noqa: S608 - of constants of ours
    f"FROM 5 * place + 1 FOR 5)::bit(5)::int + 1, 1), '' ORDER BY place) FROM generate_series(0, {ids.LENGTH - 1}) place"
)
"""What a receipt names a company by, out of that company's own number: `ids.show` in SQL."""
STATEMENTS = (
    (
        f"CREATE OR REPLACE FUNCTION {FORGET}() RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $body$ "  # noqa: S608 - of constants of ours
        f"DELETE FROM privacy_receipt WHERE about IN (SELECT ({PUBLIC_ID}) FROM accounts_company c "
        f"WHERE c.closed_at <= now() - interval '{RECEIPT.keep.after.days} days') $body$"
    ),
)
"""Run by the schema's owner. The function takes no argument: nobody can use it to forget a receipt whose account is open."""


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


def forget_old() -> None:
    """Remove the receipts whose account was closed for as long as they are kept."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {FORGET}()")
