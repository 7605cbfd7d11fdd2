"""What is typed on `/open`, read by the rooms whose rules it falls under."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from vidarium.accounts import codes, opening, passwords, phones, places
from vidarium.accounts.errors import AccountsError
from vidarium.accounts.models import Company
from vidarium.console import typed


class Account(forms.Form):
    """The account itself."""

    kind = typed.choice(gettext_lazy("Choose which of both it is."))
    company = typed.words(longest=typed.LONGEST_NAME)
    country = typed.choice(gettext_lazy("Choose your country or region."))
    zone = typed.choice(gettext_lazy("Choose your time zone."))

    def clean_kind(self) -> Company.Kind:
        kind: str = self.cleaned_data["kind"]
        if kind not in Company.Kind.values:
            raise forms.ValidationError(_("Choose which of both it is."))
        return Company.Kind(kind)

    def clean_country(self) -> str:
        return read(places.country, self.cleaned_data["country"])

    def clean_zone(self) -> str:
        return read(places.zone, self.cleaned_data["zone"])

    def clean(self) -> None:
        if not self.errors.get("company") and not self.title():
            self.add_error("company", _("The name is missing."))

    def title(self) -> str:
        """What the account is called: a person's own may go by their name."""
        return str(self.cleaned_data.get("company") or "")

    def wish(self, language: str, address: str | None) -> opening.Wish:
        """The account, as its room opens it."""
        cleaned = self.cleaned_data
        return opening.Wish(
            name=self.title(),
            kind=cleaned["kind"],
            country=cleaned["country"],
            time_zone=cleaned["zone"],
            language=language,
            address=address,
        )


class Newcomer(Account):
    """The account, and who opens it."""

    email = typed.address()
    code = typed.digits()
    name = typed.words(gettext_lazy("The name is missing."))
    phone = typed.words(longest=phones.LONGEST)
    password = typed.secret()

    def title(self) -> str:
        own = self.cleaned_data.get("name", "") if self.cleaned_data.get("kind") == Company.Kind.INDIVIDUAL else ""
        return super().title() or str(own)

    def clean(self) -> None:
        super().clean()
        cleaned = self.cleaned_data
        if cleaned.get("phone"):
            self._read("phone", lambda: phones.read(cleaned["phone"], region=cleaned.get("country", "")))
        if "password" in cleaned:
            self._read("password", self._weighed)
        if cleaned.get("code"):
            self._read("code", lambda: codes.read(cleaned["code"]))
        else:
            self.add_error("code", _("Press “Send the code”, then type the six digits of the letter."))

    def _weighed(self) -> str:
        """The password, where it is no weak one for this person."""
        cleaned: dict[str, Any] = self.cleaned_data
        passwords.check_new(cleaned["password"], about=[str(cleaned.get(name, "")) for name in ("email", "name", "company")])
        return str(cleaned["password"])

    def _read(self, name: str, reading: Callable[[], str]) -> None:
        try:
            self.cleaned_data[name] = reading()
        except AccountsError as error:
            self.add_error(name, typed.said(error))

    def owner(self) -> opening.Owner:
        """Who opens it, as the room writes them down."""
        cleaned: dict[str, Any] = self.cleaned_data
        return opening.Owner(email=cleaned["email"], name=cleaned["name"], password=cleaned["password"], phone=cleaned["phone"])


def read(reading: Callable[[str], str], text: str) -> str:
    """A value as a room reads it; its error becomes the field's."""
    try:
        return reading(text)
    except AccountsError as error:
        raise forms.ValidationError(typed.said(error)) from error
