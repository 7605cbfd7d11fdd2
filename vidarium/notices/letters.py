"""What our letters say, in the reader's language: what happened, what to do, and what if it was not you.

Plain text: no picture, no counter, nothing that is fetched.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from datetime import datetime

from django.conf import settings
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from vidarium.accounts import doors
from vidarium.accounts.doors import Door
from vidarium.accounts.events import AccountTouched, CodeIssued, MemberInvited, OwnershipHandedOver, TakenBack, WayBackOffered
from vidarium.accounts.models import Code, Person
from vidarium.notices import mail, sms

Letter = tuple[str, str]
"""Subject and text."""


def code(fact: CodeIssued) -> None:
    """The code to its address; to one where the code would open nothing, a letter of the same kind that says so."""
    if fact.purpose == Code.Purpose.PHONE:
        with translation.override(fact.language or settings.LANGUAGE_CODE):
            sms.post(fact.to, text=_("%(code)s is your code for Vidarium, good for ten minutes.") % {"code": fact.code})
        return
    write = BY_PURPOSE.get(Code.Purpose(fact.purpose))
    if write:
        known = Person.objects.filter(email=fact.to, is_active=True).exists()
        if fact.purpose in PUBLIC and doors.known(fact.to, at=Door.DESK):
            write = _at_the_wrong_door
        post(fact.to, fact.language, lambda: write(fact.code, known=known))


def touched(fact: AccountTouched) -> None:
    """Something about how they come in has changed: told at every address that they had."""
    for to in fact.to:
        post(to, fact.language, lambda: _touched(fact))


def invitation(fact: MemberInvited) -> None:
    """Somebody is asked to join a company."""
    post(fact.to, fact.language, lambda: _invitation(fact))


def ownership(fact: OwnershipHandedOver) -> None:
    """A company has another owner: told to both."""
    for to, language in zip((fact.giver, fact.taker), fact.languages, strict=True):
        post(to, language, lambda: _ownership(fact))


def way_back(fact: WayBackOffered) -> None:
    """What was given away can be taken back: told to the side that gave it."""
    post(fact.to, fact.language, lambda: _way_back(fact))


def taken_back(fact: TakenBack) -> None:
    """It was taken back: told to both sides, one by one."""
    post(fact.to, fact.language, lambda: _taken_back(fact))


def post(to: str, language: str, write: Callable[[], Letter]) -> None:
    """Write a letter in the reader's language."""
    with translation.override(language or settings.LANGUAGE_CODE):
        subject, text = write()
        mail.post(to, subject=subject, text=f"{text}\n\n{_signature()}\n")


def _signature() -> str:
    # An address stands at the end of its line: a full stop behind it would be taken for a part of it.
    return _("Nobody reads answers to this letter.\nVidarium, at %(address)s") % {"address": settings.ENVIRONMENT.public_url}


def at(path: str) -> str:
    """The complete address of a page."""
    return f"{settings.ENVIRONMENT.public_url}{path}"


def _to_open(digits: str, *, known: bool) -> Letter:
    if known:
        return _("You have an account already"), _(
            "Somebody, probably you, wants to open an account with this address. It has one.\n\n"
            "Sign in: %(sign_in)s\nPassword forgotten: %(forgotten)s\n\n"
            "To open a second account, sign in first, then go to %(open)s\n\n"
            "If it was not you: nothing has changed, and nothing needs to be done."
        ) % {"sign_in": at("/sign-in"), "forgotten": at("/forgotten"), "open": at("/open")}
    return _("%(code)s is your code") % {"code": digits}, _(
        "Your code to open an account: %(code)s\n\n"
        "Type it on the page that asked for it. It is good for ten minutes and for one use.\n\n"
        "If it was not you: somebody typed your address, perhaps by mistake. Without the code nothing is opened."
    ) % {"code": digits}


def _to_sign_in(digits: str, *, known: bool) -> Letter:
    if not known:
        return _no_account()
    return _("%(code)s is your code") % {"code": digits}, _(
        "Your code to sign in: %(code)s\n\n"
        "Type it on the page that asked for it. It is good for ten minutes and for one use. "
        "Give it to nobody: we never ask for it by phone or in a letter.\n\n"
        "If it was not you: somebody typed your address. Without the code they don’t come in."
    ) % {"code": digits}


def _to_reset(digits: str, *, known: bool) -> Letter:
    if not known:
        return _no_account()
    return _("%(code)s is your code") % {"code": digits}, _(
        "Your code for a new password: %(code)s\n\n"
        "Type it on the page that asked for it. It is good for ten minutes and for one use. "
        "With the new password every other session ends.\n\n"
        "If it was not you: somebody typed your address. Without the code your password stays as it is."
    ) % {"code": digits}


def _to_move(digits: str, *, known: bool) -> Letter:
    return _("%(code)s is your code") % {"code": digits}, _(
        "Your code to use this address for your account: %(code)s\n\n"
        "Type it on the page that asked for it. It is good for ten minutes and for one use.\n\n"
        "If it was not you: somebody typed your address, perhaps by mistake. Without the code it is not used."
    ) % {"code": digits}


def _to_leave(digits: str, *, known: bool) -> Letter:
    return _("%(code)s is your code") % {"code": digits}, _(
        "Your account is to move to another e-mail address. Your code to agree: %(code)s\n\n"
        "Type it on the page that asked for it. It is good for ten minutes and for one use.\n\n"
        "If it was not you: somebody is in your account. Choose a new password now, which ends every session: %(forgotten)s"
    ) % {"code": digits, "forgotten": at("/forgotten")}


def _to_be_sure(digits: str, *, known: bool) -> Letter:
    return _("%(code)s is your code") % {"code": digits}, _(
        "Your code to show that it is you: %(code)s\n\n"
        "Type it on the page that asked for it. It is good for ten minutes and for one use.\n\n"
        "If it was not you: somebody is in your account. Choose a new password now, which ends every session: %(forgotten)s"
    ) % {"code": digits, "forgotten": at("/forgotten")}


def _at_the_wrong_door(digits: str, *, known: bool) -> Letter:
    """To service staff: the public door does not know them, and no code opens it."""
    return _("This address comes in at the service desk"), _(
        "Somebody, probably you, typed this address at the door for everybody else. It belongs to service staff, "
        "whom that door does not know.\n\n"
        "Come in here: %(desk)s\n\n"
        "If it was not you: somebody typed your address, perhaps by mistake. Nothing needs to be done."
    ) % {"desk": at("/desk/sign-in")}


def _no_account() -> Letter:
    return _("There is no account with this address"), _(
        "Somebody, probably you, wants to sign in with this address. It has no account here.\n\n"
        "Perhaps it is another address of yours: %(sign_in)s\nOpen an account: %(open)s\n\n"
        "If it was not you: somebody typed your address, perhaps by mistake. Nothing needs to be done."
    ) % {"sign_in": at("/sign-in"), "open": at("/open")}


BY_PURPOSE: Mapping[Code.Purpose, Callable[..., Letter]] = {
    Code.Purpose.OPEN: _to_open,
    Code.Purpose.SIGN_IN: _to_sign_in,
    Code.Purpose.RESET: _to_reset,
    Code.Purpose.NEW_ADDRESS: _to_move,
    Code.Purpose.OLD_ADDRESS: _to_leave,
    Code.Purpose.SURE: _to_be_sure,
}
"""A code that goes to a phone is no letter."""
PUBLIC = {Code.Purpose.OPEN, Code.Purpose.SIGN_IN, Code.Purpose.RESET}
"""For those who are not signed in yet."""


def _touched(fact: AccountTouched) -> Letter:
    subject, what = _what(fact.what)
    known = _("What is known of it: %(about)s.") % {"about": fact.about} if fact.about else ""
    help_ = (
        _help_at_desk()
        if _is_staff(fact.person_id)
        else _(
            "If it was you, there is nothing to do.\n\n"
            "If it was not you: choose a new password now, which ends every session: %(forgotten)s\n"
            "Then tell your administrator, if you have one."
        )
        % {"forgotten": at("/forgotten")}
    )
    return subject, "\n\n".join(part for part in (what, known, help_) if part)


def _is_staff(person_id: uuid.UUID) -> bool:
    return Person.objects.filter(Door.DESK.lets(), id=person_id).exists()


def _help_at_desk() -> str:
    return _(
        "If it was you, there is nothing to do.\n\n"
        "If it was not you: tell whoever runs the service at once. They end your sessions, and let you begin anew."
    )


def _what(happened: str) -> Letter:
    match happened:
        case "new-device":
            return _("A new device has signed in"), _(
                "Somebody, probably you, has signed in to your account on a device that was not seen before."
            )
        case "password":
            return _("Your password was changed"), _("The password of your account was changed. Every other session has ended.")
        case "address":
            return _("Your e-mail address was changed"), _(
                "The e-mail address of your account was changed. Letters go to the new one from now on."
            )
        case "second-factor":
            return _("Your second step was changed"), _("The second step of your account was changed.")
        case _other:
            return _("Your account was changed"), _("Something about how you sign in was changed.")


def _ownership(fact: OwnershipHandedOver) -> Letter:
    return _("%(company)s has another owner") % {"company": fact.company}, _(
        "%(giver)s has handed %(company)s over to %(taker)s, who may now do everything there: hand it on, disable and close it. "
        "%(giver)s is an administrator from now on.\n\n"
        "If you did not want that, talk to each other: the new owner can hand it back at %(page)s"
    ) % {"giver": fact.giver, "taker": fact.taker, "company": fact.company, "page": at("/company")}


def _way_back(fact: WayBackOffered) -> Letter:
    words = {"words": fact.words, "link": fact.link, "until": moment(fact.ends_at)}
    if fact.what == "company":
        return _("If you did not hand %(words)s over") % words, _(
            "You have handed %(words)s over. If that was you, there is nothing to do.\n\n"
            "If it was not you, or a mistake, take it back: %(link)s\nThe link works once, until %(until)s."
        ) % words
    return _("If you did not move your account"), _(
        "Your account has moved from this address to %(words)s. If that was you, there is nothing to do.\n\n"
        "If it was not you, or a mistake, take it back: %(link)s\nThe link works once, until %(until)s. Every session ends with it."
    ) % words


def _taken_back(fact: TakenBack) -> Letter:
    if fact.what == "company":
        return _("%(company)s was taken back") % {"company": fact.words}, _(
            "Whoever handed %(company)s over has taken it back, by the link in our letter, and owns it again. "
            "Whoever owned it since is an administrator."
        ) % {"company": fact.words}
    return _("An account has returned to its address"), _(
        "An account has returned to %(address)s, by the link in our letter. Every session has ended, and its password no longer works: "
        "a new one is set at %(forgotten)s"
    ) % {"address": fact.words, "forgotten": at("/forgotten")}


def _invitation(fact: MemberInvited) -> Letter:
    who = {"who": fact.inviter, "inviter": fact.inviter, "company": fact.company}
    if fact.inviter:
        subject = _("%(inviter)s invites you to %(company)s") % who
        asked = _("%(who)s invites you to work with %(company)s on its videos.") % who
    else:
        subject = _("%(company)s invites you") % who
        asked = _("%(company)s invites you to work on its videos.") % who
    return subject, _(
        "%(hello)s\n\n%(asked)s\n\n"
        "Join: %(link)s\nThe link is good until %(until)s.\n\n"
        "Your address was given to us by %(company)s, for this invitation alone. "
        "If you don’t join, it is removed a month after the invitation has ended. What is kept of those who join: %(privacy)s\n\n"
        "If you don’t know them, ignore this letter: without you nothing happens."
    ) % {
        "hello": _("Good day, %(name)s,") % {"name": fact.name} if fact.name else _("Good day,"),
        "asked": asked, "company": fact.company, "link": fact.link, "until": moment(fact.expires_at), "privacy": at("/privacy"),
    }  # fmt: skip


def moment(when: datetime) -> str:
    """A day and a time that need no guessing which zone is meant."""
    return f"{date_format(when, _('j M Y, H:i'))} UTC"
