"""Companies, the places that people have in them, and the invitations that lead there."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from vidarium.accounts.labels import COUNTRY, HERE, INVITED, KEY, MOMENT, OF_COMPANY, POSITION, SECRET, STANDING
from vidarium.accounts.models.people import Person
from vidarium.foundation import clock, ids
from vidarium.foundation.datamap import NotPersonal, Row, labelled

TERABYTE = 10**12
LIMIT = NotPersonal("a limit of the company's")


class Company(Row):
    """A client: its slug is for people, its public id is `cmp_…`. A natural person may be one, too (clause P-b)."""

    class Kind(models.TextChoices):
        ORGANISATION = "organisation", _("A company or another organisation")
        INDIVIDUAL = "individual", _("A person")

    id = labelled(models.UUIDField(primary_key=True, default=ids.sortable, editable=False), KEY)
    slug = labelled(models.SlugField(max_length=63, unique=True), OF_COMPANY)
    name = labelled(models.CharField(max_length=200), OF_COMPANY)
    kind = labelled(
        models.CharField(max_length=20, choices=Kind.choices, default=Kind.ORGANISATION),
        NotPersonal("which kind of client it is"),
    )
    country = labelled(models.CharField(max_length=2, blank=True), COUNTRY)
    """ISO 3166-1 alpha-2; empty where the operator founded the company by command."""
    time_zone = labelled(models.CharField(max_length=64, default="UTC"), NotPersonal("the company's time zone, by its IANA name"))
    second_factor = labelled(models.BooleanField(default=False), NotPersonal("whether the company asks its people for a second factor"))
    quota_bytes = labelled(models.BigIntegerField(default=10 * TERABYTE), LIMIT)
    max_upload_bytes = labelled(models.BigIntegerField(default=TERABYTE), LIMIT)
    quota_seconds = labelled(models.BigIntegerField(default=36_000_000), LIMIT)
    """Of film, all together; 10,000 hours by default."""
    max_members = labelled(models.IntegerField(default=1000), LIMIT)
    calls_a_minute = labelled(models.IntegerField(default=600), LIMIT)
    """Of the API, for each of its keys."""
    created_at = labelled(models.DateTimeField(default=clock.now, editable=False), MOMENT)
    disabled_at = labelled(models.DateTimeField(null=True, blank=True), MOMENT)
    """From now on nothing of it works; it can be restored until it is closed (clause IV.5)."""
    handed_over_at = labelled(models.DateTimeField(null=True, blank=True), MOMENT)
    """For three days from then on its former owner can take it back."""
    closed_at = labelled(models.DateTimeField(null=True, blank=True), MOMENT)
    """From now on it can't be restored: what is kept of it goes."""

    def __str__(self) -> str:
        return self.name

    @property
    def public_id(self) -> str:
        return ids.show("cmp", self.id)


class CustomRole(Row):
    """A role that a company made for itself. Public id `rol_…`."""

    id = labelled(models.UUIDField(primary_key=True, default=ids.sortable, editable=False), KEY)
    company = labelled(models.ForeignKey(Company, on_delete=models.CASCADE, related_name="roles"), OF_COMPANY)
    name = labelled(models.CharField(max_length=80), OF_COMPANY)
    permissions = labelled(ArrayField(models.CharField(max_length=40)), NotPersonal("what a role may do"))
    created_at = labelled(models.DateTimeField(default=clock.now, editable=False), MOMENT)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["company", "name"], name="one_role_of_a_name")]

    def __str__(self) -> str:
        return self.name

    @property
    def public_id(self) -> str:
        return ids.show("rol", self.id)


class Membership(Row):
    """A person's place in a company: a sub-account. Public id `mem_…`."""

    OWNER = "owner"

    id = labelled(models.UUIDField(primary_key=True, default=ids.sortable, editable=False), KEY)
    company = labelled(models.ForeignKey(Company, on_delete=models.CASCADE, related_name="memberships"), OF_COMPANY)
    person = labelled(models.ForeignKey(Person, on_delete=models.CASCADE, related_name="memberships"), STANDING)
    role = labelled(models.CharField(max_length=40), STANDING)
    """A name of `authority.ROLES`; ignored where there is a custom role."""
    custom_role = labelled(models.ForeignKey(CustomRole, null=True, on_delete=models.PROTECT, related_name="memberships"), STANDING)
    collections = labelled(ArrayField(models.UUIDField(), default=list), STANDING)
    """The collections of videos that they are limited to, as numbers of the library's; none of them means every video."""
    position = labelled(models.CharField(max_length=120, blank=True), POSITION)
    suspended_at = labelled(models.DateTimeField(null=True), STANDING)
    seen_on = labelled(models.DateField(null=True), HERE)
    """The day, in UTC, on which they last opened a page of this company's."""
    created_at = labelled(models.DateTimeField(default=clock.now, editable=False), STANDING)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["company", "person"], name="one_membership_each"),
            models.CheckConstraint(condition=~models.Q(role="owner") | models.Q(collections=[]), name="an_owner_is_not_limited"),
        ]

    def __str__(self) -> str:
        return f"{self.person} in {self.company}"

    @property
    def public_id(self) -> str:
        return ids.show("mem", self.id)


class Invitation(Row):
    """Somebody is asked to join. Public id `inv_…`; the link's secret is kept as a keyed hash."""

    id = labelled(models.UUIDField(primary_key=True, default=ids.sortable, editable=False), KEY)
    company = labelled(models.ForeignKey(Company, on_delete=models.CASCADE, related_name="invitations"), OF_COMPANY)
    email = labelled(models.EmailField(max_length=254), INVITED)
    name = labelled(models.CharField(max_length=200, blank=True), INVITED)
    position = labelled(models.CharField(max_length=120, blank=True), INVITED)
    role = labelled(models.CharField(max_length=40), INVITED)
    custom_role = labelled(models.ForeignKey(CustomRole, null=True, on_delete=models.PROTECT, related_name="invitations"), INVITED)
    collections = labelled(ArrayField(models.UUIDField(), default=list), INVITED)
    """As a member's."""
    language = labelled(models.CharField(max_length=10, default="en"), NotPersonal("the language that the invitation is written in"))
    digest = labelled(models.BinaryField(max_length=32, unique=True), SECRET)
    invited_by = labelled(models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+"), INVITED)
    sent_at = labelled(models.DateTimeField(default=clock.now), MOMENT)
    expires_at = labelled(models.DateTimeField(), MOMENT)
    created_at = labelled(models.DateTimeField(default=clock.now, editable=False), MOMENT)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["company", "email"], name="one_invitation_each")]

    def __str__(self) -> str:
        return self.public_id

    @property
    def public_id(self) -> str:
        return ids.show("inv", self.id)
