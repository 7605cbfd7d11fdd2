"""Service staff, as tests meet them: set up, signed in at the desk, and looking into a company."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.test import Client

from tests.accounts.test_factors import code_of
from tests.cast import Cast
from vidarium.accounts import accesses, factors, staff
from vidarium.accounts.accesses import Wish
from vidarium.accounts.authority import Permission
from vidarium.accounts.models import Activity, Person, Staff, StaffAccess
from vidarium.foundation import tenancy

PASSWORD = "corduroy lighthouse mango drum"
REASON = "Their uploads stop half way"
SEEING = (Permission.SEE_ASSETS, Permission.SEE_PEOPLE, Permission.SEE_ACTIVITY)


@dataclass(frozen=True)
class Deskmate:
    """One of the staff, and the secret of their app."""

    member: Staff
    secret: str

    @property
    def person(self) -> Person:
        person: Person = self.member.person
        return person

    @property
    def email(self) -> str:
        return self.person.email


def hired(email: str = "mei@service.example", *, name: str = "Mei Tan") -> Deskmate:
    """Somebody who has set themselves up."""
    member = staff.add(email, name=name)
    member.person.set_password(PASSWORD)
    member.person.save()
    secret = factors.new_secret()
    factors.add_app(member.person, secret, code_of(secret, steps=-1))
    return Deskmate(staff.by_email(email), secret)


def come_in(mate: Deskmate, client: Client | None = None) -> Client:
    """Through the desk's door, by both steps."""
    browser = client or Client()
    browser.post("/desk/sign-in", {"email": mate.email, "password": PASSWORD})
    there = browser.post("/desk/sign-in/second", {"code": code_of(mate.secret)})
    assert there.headers["Location"] == "/desk"
    return browser


def wish(*permissions: Permission, reason: str = REASON, case: str = "C-17", minutes: str = "30") -> Wish:
    return Wish(reason, case, tuple(permissions or SEEING), minutes)


def looking(mate: Deskmate, company: Cast, *permissions: Permission) -> StaffAccess:
    """From now on they look into this company."""
    return accesses.begin(mate.member, company.id, wish(*permissions), factor="app", address="203.0.113.9")


def give_reason(client: Client, company: Cast, *permissions: Permission, **more: Any) -> Any:
    """On the page."""
    said = {"reason": REASON, "case": "C-17", "permissions": list(permissions or SEEING), "minutes": "30", **more}
    return client.post(f"/desk/companies/{company.company.slug}", said)


def lines(company: Cast, acts: Iterable[str] = ()) -> list[Activity]:
    """What staff did there, the oldest first."""
    with tenancy.within(company.id):
        found = Activity.objects.filter(by=Activity.By.STAFF).order_by("id")
        return [line for line in found if not acts or line.act in acts]
