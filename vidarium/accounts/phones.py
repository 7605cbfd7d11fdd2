"""Phone numbers, as people write them and as they are kept: E.164, a plus sign and 15 digits at most."""

from __future__ import annotations

import phonenumbers
from django.utils.translation import gettext as _
from phonenumbers import NumberParseException, PhoneNumberFormat, ValidationResult

from vidarium.accounts.errors import PhoneIsWrong

LONGEST = 40
"""Characters that anybody writes a number with."""


def read(text: str, *, region: str) -> str:
    """The number in E.164; without a country code it is one of `region` (ISO 3166). Raises `PhoneIsWrong`."""
    if len(text) > LONGEST:
        raise PhoneIsWrong
    try:
        number = phonenumbers.parse(text, region.upper() or None)
    except NumberParseException as trouble:
        raise _too_long() if trouble.error_type == NumberParseException.TOO_LONG else PhoneIsWrong() from None
    match phonenumbers.is_possible_number_with_reason(number):
        case ValidationResult.IS_POSSIBLE:
            return phonenumbers.format_number(number, PhoneNumberFormat.E164)
        case ValidationResult.TOO_SHORT | ValidationResult.IS_POSSIBLE_LOCAL_ONLY:
            raise PhoneIsWrong(_("This number is too short: digits are missing, or the area code is."))
        case ValidationResult.TOO_LONG:
            raise _too_long()
        case _other:
            raise PhoneIsWrong


def _too_long() -> PhoneIsWrong:
    return PhoneIsWrong(_("This number has too many digits."))
