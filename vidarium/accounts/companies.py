"""Companies: founded, found by their short name."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from django.utils.translation import gettext as _

from vidarium.accounts import activity, places, staff
from vidarium.accounts.activity import Act
from vidarium.accounts.callers import Caller
from vidarium.accounts.errors import DoesNotFit, NoSuchCompany, NotAMember, PlaceIsUnknown, SlugIsTaken
from vidarium.accounts.lookups import COMPANY_OF_SLUG
from vidarium.accounts.models import Company, Membership, Person
from vidarium.foundation import ids, tenancy, writing

LONGEST_NAME = 200


def found(slug: str, *, name: str, owner: str) -> Company:
    """A new company with its first member, who owns it. Raises `SlugIsTaken`, `IsStaff`."""
    company = Company(id=ids.sortable(), slug=slug, name=name)
    company.clean_fields()
    with tenancy.within(company.id):
        if COMPANY_OF_SLUG.ask(slug):
            raise SlugIsTaken
        person = Person.objects.known_as(owner)
        staff.keep_out(person)
        company.save(force_insert=True)
        Membership.objects.create(company=company, person=person, role=Membership.OWNER)
        activity.of_the_house(company.id, Act.COMPANY_OPENED, target=company.public_id, words=name)
    return company


def id_of(slug: str) -> uuid.UUID:
    """The company's id by its short name. Raises `NoSuchCompany`."""
    rows = COMPANY_OF_SLUG.ask(slug)
    if not rows:
        raise NoSuchCompany(f"There is no company “{slug}” here.")
    found_id: uuid.UUID = rows[0][0]
    return found_id


def member(slug: str, *, email: str) -> Person:
    """The member of this company with this address. Raises `NoSuchCompany`, `NotAMember`."""
    company_id = id_of(slug)
    with tenancy.within(company_id):
        person = Person.objects.filter(memberships__company_id=company_id, email=email.strip().lower()).first()
    if person is None:
        raise NotAMember(f"{email} is no member of “{slug}”.")
    return person


def named(company_ids: Iterable[uuid.UUID]) -> list[Company]:
    """These companies, each seen from within; one that is gone meanwhile is left out."""
    found: list[Company] = []
    for company_id in company_ids:
        with tenancy.within(company_id):
            found += Company.objects.filter(id=company_id)
    return found


def amend(*, by: Caller, name: str, country: str, time_zone: str, second_factor: bool) -> Company:
    """Change the settings, all of them or none. Inside `tenancy.within(by.company_id)`. Raises `DoesNotFit` with each that is refused."""
    company = Company.objects.select_for_update(no_key=True).get(id=by.company_id)
    before = _facts(company)
    words, misfits = writing.one_line(name), _misplaced(country, time_zone)
    if not words or len(words) > LONGEST_NAME:
        misfits["name"] = _("A company has a name, of at most %(n)d characters.") % {"n": LONGEST_NAME}
    if misfits:
        raise DoesNotFit(misfits)
    company.name, company.country, company.time_zone, company.second_factor = words, country, time_zone, second_factor
    company.save(update_fields=["name", "country", "time_zone", "second_factor"])
    after = _facts(company)
    changed = [field for field in before if before[field] != after[field]]
    if changed:
        was, now = ({field: facts[field] for field in changed} for facts in (before, after))
        activity.record(by, Act.COMPANY_CHANGED, target=company.public_id, words=company.name, before=was, after=now)
    return company


def _misplaced(country: str, time_zone: str) -> dict[str, str]:
    """By field, what is on none of our lists. A company that was founded by command may go on without a country."""
    found = {}
    for field, text, known in (("country", country, places.country), ("time_zone", time_zone, places.zone)):
        try:
            if text or field != "country":
                known(text)
        except PlaceIsUnknown as error:
            found[field] = _(error.detail)
    return found


def _facts(company: Company) -> dict[str, object]:
    return {field: getattr(company, field) for field in ("name", "country", "time_zone", "second_factor")}
