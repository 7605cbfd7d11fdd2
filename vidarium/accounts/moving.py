"""An account moves to another e-mail address: both must agree, so that nobody takes it by a stolen session, or gives it to a stranger."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from vidarium.accounts import addresses, codes, sessions, taking_back
from vidarium.accounts.errors import MailIsWrong
from vidarium.accounts.events import AccountTouched
from vidarium.accounts.models import Code, Person
from vidarium.foundation import events

TO, FROM = Code.Purpose.NEW_ADDRESS, Code.Purpose.OLD_ADDRESS


def ask(person: Person, to: str, *, language: str, address: str | None) -> str:
    """Send a code to the new address and one to the old; the new one as it will be kept. Raises `MailIsWrong`, `TooMany`.

    Whether somebody else has the new address is not told here, nor ever: then its code leads nowhere.
    """
    wanted = codes.known_as(to)
    try:
        validate_email(wanted)
    except ValidationError as wrong:
        raise MailIsWrong from wrong
    if wanted == person.email:
        raise MailIsWrong(_("This is the address that you have already."))
    codes.issue(TO, wanted, language=language, address=address)
    codes.issue(FROM, person.email, language=language, address=address)
    return wanted


def move(person: Person, to: str, *, new_code: str, old_code: str, mark: str) -> None:
    """Both codes are right: from now on this is their address, and every other session has ended.

    Raises `CodeIsWrong`, `CodeIsVoid`. Call it outside a transaction: tries are counted. `mark` is the session that stays.
    """
    codes.check(TO, to, new_code)
    codes.check(FROM, person.email, old_code)
    before = person.email
    try:
        with transaction.atomic():
            person.email = to
            person.save(update_fields=["email"])
            addresses.proved(person)
            sessions.end_others(person, but=mark)
            events.announce(AccountTouched("address", person.id, (before, to), "", person.language))
            taking_back.offer_address(person, before)
    except IntegrityError as taken:
        person.email = before
        raise MailIsWrong(_("This address can’t be used.")) from taken
