"""Companies, people, memberships, one-time sign-in links and API tokens."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models

from vidarium.accounts.labels import EMAIL, KEY, LAST_SEEN, LINK, MOMENT, NAME, OF_COMPANY, OPENED, PASSWORD, STANDING
from vidarium.foundation import clock, ids
from vidarium.foundation.datamap import Labelled, NotPersonal, Row, labelled

TERABYTE = 10**12


class Company(Row):
    """A client: its slug is for people, its public id is `cmp_…`."""

    id = labelled(models.UUIDField(primary_key=True, default=ids.sortable, editable=False), KEY)
    slug = labelled(models.SlugField(max_length=63, unique=True), OF_COMPANY)
    name = labelled(models.CharField(max_length=200), OF_COMPANY)
    quota_bytes = labelled(models.BigIntegerField(default=10 * TERABYTE), NotPersonal("a limit of the company's"))
    max_upload_bytes = labelled(models.BigIntegerField(default=TERABYTE), NotPersonal("a limit of the company's"))
    created_at = labelled(models.DateTimeField(default=clock.now, editable=False), MOMENT)

    def __str__(self) -> str:
        return self.name

    @property
    def public_id(self) -> str:
        return ids.show("cmp", self.id)


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
    password = labelled(models.CharField(max_length=128), PASSWORD)
    last_login = labelled(models.DateTimeField(blank=True, null=True), LAST_SEEN)
    is_active = labelled(models.BooleanField(default=True), OPENED)
    created_at = labelled(models.DateTimeField(default=clock.now, editable=False), OPENED)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects: ClassVar[People] = People()

    def __str__(self) -> str:
        return self.name or self.email


class Membership(Row):
    """A person's place in a company."""

    OWNER = "owner"

    id = labelled(models.UUIDField(primary_key=True, default=ids.sortable, editable=False), KEY)
    company = labelled(models.ForeignKey(Company, on_delete=models.CASCADE, related_name="memberships"), OF_COMPANY)
    person = labelled(models.ForeignKey(Person, on_delete=models.CASCADE, related_name="memberships"), STANDING)
    role = labelled(models.CharField(max_length=40, default=OWNER), STANDING)
    created_at = labelled(models.DateTimeField(default=clock.now, editable=False), STANDING)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["company", "person"], name="one_membership_each")]

    def __str__(self) -> str:
        return f"{self.person} in {self.company}"


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


class Token(Row):
    """An API token of a company. Shown once; only its keyed hash is kept."""

    id = labelled(models.UUIDField(primary_key=True, default=ids.sortable, editable=False), KEY)
    company = labelled(models.ForeignKey(Company, on_delete=models.CASCADE, related_name="tokens"), OF_COMPANY)
    digest = labelled(models.BinaryField(max_length=32, unique=True), NotPersonal("a program's credential, in one-way form"))
    scopes = labelled(ArrayField(models.CharField(max_length=40)), NotPersonal("what the program may do"))
    created_at = labelled(models.DateTimeField(default=clock.now, editable=False), MOMENT)
    revoked_at = labelled(models.DateTimeField(null=True), MOMENT)

    def __str__(self) -> str:
        return f"token of {self.company_id}"
