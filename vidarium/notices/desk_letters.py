"""What our letters say about service staff: to the owners of a company that they look into, to whoever runs the service, to themselves."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext as _

from vidarium.accounts import accesses
from vidarium.accounts.events import StaffEntered, StaffLapses, StaffReadMuch
from vidarium.foundation import writing
from vidarium.notices import letters
from vidarium.notices.letters import Letter

THEIRS = "/activity?who=staff"
"""The company's page of what service staff did."""


def entered(fact: StaffEntered) -> None:
    """Service staff look into a company: its owners hear why, at what and until when."""
    for to, language in fact.to:
        letters.post(to, language, lambda: _entered(fact))


def read_much(fact: StaffReadMuch) -> None:
    """They were shown unusually much about people: its owners hear how much, and whoever runs the service hears why."""
    for to, language in fact.to:
        letters.post(to, language, lambda: _read_much(fact))
    operator = settings.ENVIRONMENT.operator_email
    if operator:
        letters.post(operator, settings.LANGUAGE_CODE, lambda: _of_your_staff(fact))


def lapses(fact: StaffLapses) -> None:
    """Their standing ends soon: they hear when, and who can let it stand."""
    letters.post(fact.to, fact.language, lambda: _lapses(fact))


def _entered(fact: StaffEntered) -> Letter:
    case = _("Case: %(case)s\n") % {"case": fact.case} if fact.case else ""
    return _("Service staff look into %(company)s") % {"company": fact.company}, _(
        "%(who)s, of the staff of this service, looks into %(company)s.\n\n"
        "Reason: %(reason)s\n%(case)sTo see: %(permissions)s\nUntil: %(until)s\n\n"
        "They can change nothing. Each page that they open stands in your activity: %(page)s\n\n"
        "If you don’t know of this, ask whoever runs the service for you."
    ) % {
        "who": fact.who, "company": fact.company, "reason": fact.reason, "case": case,
        "permissions": writing.listed(accesses.names(fact.permissions)), "until": letters.moment(fact.ends_at), "page": letters.at(THEIRS),
    }  # fmt: skip


def _read_much(fact: StaffReadMuch) -> Letter:
    return _("Service staff read much about people of %(company)s") % {"company": fact.company}, _(
        "%(who)s, of the staff of this service, was shown %(people)d rows about people of %(company)s within one look. That is unusual.\n\n"
        "Each page that they opened stands in your activity: %(page)s\n\n"
        "If you don’t know why, ask whoever runs the service for you."
    ) % {"who": fact.who, "people": fact.people, "company": fact.company, "page": letters.at(THEIRS)}


def _of_your_staff(fact: StaffReadMuch) -> Letter:
    case = _("Case: %(case)s\n") % {"case": fact.case} if fact.case else ""
    return _("Your staff read much about people of %(company)s") % {"company": fact.company}, _(
        "%(who)s, of your service staff, was shown %(people)d rows about people of %(company)s within one look. That is unusual.\n\n"
        "Reason: %(reason)s\n%(case)sAccess: %(access)s\n\n"
        "The company’s owners have a letter, too. Ask %(who)s what it was for.\n\n"
        "If you don’t like the answer, this command ends everything of theirs at once: vidarium staff remove %(email)s"
    ) % {
        "who": fact.who, "email": fact.email, "people": fact.people, "company": fact.company, "reason": fact.reason, "case": case,
        "access": fact.access,
    }  # fmt: skip


def _lapses(fact: StaffLapses) -> Letter:
    return _("Your standing as service staff ends soon"), _(
        "Your standing as service staff of this service ends on %(until)s. Everybody’s does after 90 days, "
        "unless whoever runs the service looks at it again.\n\n"
        "If you still need it, ask them now. If you don’t, there is nothing to do: it ends by itself."
    ) % {"until": letters.moment(fact.lapses_at)}
