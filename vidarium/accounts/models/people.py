"""People who sign in, the links and codes by which they do, and the sessions that follow."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _

from vidarium.accounts.labels import (
    ADDRESS,
    BROWSER,
    CODE,
    DEVICE,
    EMAIL,
    KEY,
    LANGUAGE,
    LAST_SEEN,
    LEFT_ADDRESS,
    LINK,
    MOMENT,
    NAME,
    OPENED,
    PASSWORD,
    PHONE,
    REMEMBERED,
    SECRET,
    SESSION,
    SYSTEM,
    ZONE,
)
from vidarium.foundation import clock, ids
from vidarium.foundation.datamap import Labelled, Row, labelled


class People(BaseUserManager["Person"]):
    """Where people are found; e-mail addresses are compared in lower case."""

    def known_as(self, email: str) -> Person:
        """The person with this address, made if there is none yet (no password: they come by link)."""
        person, made = self.get_or_create(email=email.strip().lower())
        if made:
            person.set_unusable_password()
            person.save(update_fields=["password"])
        return person


class Person(AbstractBaseUser, metaclass=Labelled):
    """Someone who signs in. Which companies they work in, their memberships say."""

    id = labelled(models.UUIDField(primary_key=True, default=ids.sortable, editable=False), KEY)
    email = labelled(models.EmailField(max_length=254, unique=True), EMAIL)
    name = labelled(models.CharField(max_length=200, blank=True), NAME)
    phone = labelled(models.CharField(max_length=16, blank=True), PHONE)
    """E.164: a plus sign and 15 digits at most."""
    phone_verified_at = labelled(models.DateTimeField(null=True), PHONE)
    language = labelled(models.CharField(max_length=10, blank=True), LANGUAGE)
    time_zone = labelled(models.CharField(max_length=64, blank=True), ZONE)
    """By its IANA name; empty where the company's is theirs, too."""
    password = labelled(models.CharField(max_length=128), PASSWORD)
    last_login = labelled(models.DateTimeField(blank=True, null=True), LAST_SEEN)
    is_active = labelled(models.BooleanField(default=True), OPENED)
    created_at = labelled(models.DateTimeField(default=clock.now, editable=False), OPENED)
    moved_from = labelled(models.EmailField(max_length=254, blank=True, default=""), LEFT_ADDRESS)
    """While it can be taken back; empty otherwise."""
    moved_at = labelled(models.DateTimeField(null=True), LEFT_ADDRESS)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects: ClassVar[People] = People()

    def __str__(self) -> str:
        return self.name or self.email


class SignInLink(Row):
    """A link that signs a person in once. Only its keyed hash is kept."""

    id = labelled(models.UUIDField(primary_key=True, default=ids.sortable, editable=False), KEY)
    person = labelled(models.ForeignKey(Person, on_delete=models.CASCADE, related_name="sign_in_links"), LINK)
    digest = labelled(models.BinaryField(max_length=32, unique=True), LINK)
    expires_at = labelled(models.DateTimeField(), MOMENT)
    used_at = labelled(models.DateTimeField(null=True), LINK)
    created_at = labelled(models.DateTimeField(default=clock.now, editable=False), MOMENT)

    def __str__(self) -> str:
        return f"link for {self.person_id}"


class Code(Row):
    """Six digits by mail that prove an address. Only keyed hashes are kept, of the address too: it may be nobody's yet."""

    class Purpose(models.TextChoices):
        OPEN = "open"
        SIGN_IN = "sign-in"
        RESET = "reset"
        NEW_ADDRESS = "new-address"
        OLD_ADDRESS = "old-address"
        SURE = "sure"
        PHONE = "phone"

    id = labelled(models.UUIDField(primary_key=True, default=ids.sortable, editable=False), KEY)
    purpose = labelled(models.CharField(max_length=12, choices=Purpose.choices), CODE)
    to = labelled(models.BinaryField(max_length=32), CODE)
    digest = labelled(models.BinaryField(max_length=32), CODE)
    tries = labelled(models.SmallIntegerField(default=0), CODE)
    expires_at = labelled(models.DateTimeField(), MOMENT)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["purpose", "to"], name="one_code_each")]

    def __str__(self) -> str:
        return f"code to {self.purpose}"


class SignedIn(Row):
    """One session of a person in one browser, and what is known of it (clauses I.A.2.1). Its key is kept as a keyed hash."""

    class Kind(models.TextChoices):
        COMPUTER = "computer", _("Computer")
        PHONE = "phone", _("Phone")
        TABLET = "tablet", _("Tablet")
        OTHER = "other", _("Other device")

    id = labelled(models.UUIDField(primary_key=True, default=ids.sortable, editable=False), KEY)
    person = labelled(models.ForeignKey(Person, on_delete=models.CASCADE, related_name="sessions"), SESSION)
    digest = labelled(models.BinaryField(max_length=32, unique=True), SESSION)
    browser = labelled(models.CharField(max_length=60, blank=True), BROWSER)
    """Family and major version, never the header itself."""
    system = labelled(models.CharField(max_length=60, blank=True), SYSTEM)
    kind = labelled(models.CharField(max_length=10, choices=Kind.choices, default=Kind.OTHER), DEVICE)
    model = labelled(models.CharField(max_length=60, blank=True), DEVICE)
    language = labelled(models.CharField(max_length=10, blank=True), LANGUAGE)
    address = labelled(models.GenericIPAddressField(null=True), ADDRESS)
    """Whole while the session lives."""
    started_at = labelled(models.DateTimeField(default=clock.now, editable=False), SESSION)
    seen_at = labelled(models.DateTimeField(default=clock.now), SESSION)
    """To the minute."""

    def __str__(self) -> str:
        return f"{self.browser} of {self.person_id}"


class RememberedBrowser(Row):
    """A browser in which a person is not asked for their second step. Its number is kept as a keyed hash."""

    id = labelled(models.UUIDField(primary_key=True, default=ids.sortable, editable=False), KEY)
    person = labelled(models.ForeignKey(Person, on_delete=models.CASCADE, related_name="remembered_browsers"), REMEMBERED)
    digest = labelled(models.BinaryField(max_length=32, unique=True), SECRET)
    browser = labelled(models.CharField(max_length=60, blank=True), REMEMBERED)
    """Family and major version, as the next."""
    system = labelled(models.CharField(max_length=60, blank=True), REMEMBERED)
    expires_at = labelled(models.DateTimeField(), MOMENT)

    def __str__(self) -> str:
        return f"{self.browser} of {self.person_id}"
