"""Fields that several forms share, and the sentences for what can't be read."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vidarium.accounts.errors import AccountsError

LONGEST_ADDRESS, LONGEST_NAME, LONGEST_SECRET = 254, 200, 4096
"""A password may be longer than we take: then the sentence about passwords says so."""
plain = RegexValidator(r"^[^\x00-\x1f\x7f]*\Z", gettext_lazy("A character in it can’t be seen. Type it again."))


def address() -> forms.EmailField:
    wrong = gettext_lazy("This is no e-mail address. One looks like name@company.example.")
    missing = gettext_lazy("The address is missing.")
    return forms.EmailField(max_length=LONGEST_ADDRESS, error_messages={"required": missing, "invalid": wrong, "max_length": wrong})


def words(missing: Any = "", *, longest: int = LONGEST_NAME) -> forms.CharField:
    """A name; optional where nothing is said of its absence."""
    long = gettext_lazy("At most %(limit_value)d characters fit.")
    errors = {"required": missing, "max_length": long}
    return forms.CharField(max_length=longest, required=bool(missing), validators=[plain], error_messages=errors)


def choice(missing: Any) -> forms.CharField:
    """One of a list, as the room that has the list reads it."""
    return forms.CharField(max_length=64, error_messages={"required": missing, "max_length": missing})


def secret() -> forms.CharField:
    """A password, to the letter: spaces around it are a part of it."""
    return forms.CharField(max_length=LONGEST_SECRET, strip=False, error_messages={"required": gettext_lazy("The password is missing.")})


def digits() -> forms.CharField:
    return forms.CharField(max_length=100, required=False)


def said(error: AccountsError) -> str:
    """The sentence, in the reader's language."""
    return _(error.detail)


def only(form: forms.Form, name: str) -> None:
    """Of what is wrong, keep what is wrong with this field: the others are not finished yet."""
    form.full_clean()
    for other in form.errors.keys() - {name}:
        del form.errors[other]
