"""Service staff: people of whoever runs the service. They work in no company, and look into one for a reason, for a while."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from vidarium.accounts.labels import KEY, LOOKED_INTO, MOMENT, OF_COMPANY, STAFF
from vidarium.accounts.models.companies import Company
from vidarium.accounts.models.people import Person
from vidarium.foundation import clock, ids
from vidarium.foundation.datamap import NotPersonal, Row, labelled

LONGEST = timedelta(hours=1)
UNREVIEWED = timedelta(days=90)
"""So long somebody is staff without being looked at again."""
GIVEABLE = ["activity:read", "assets:read", "people:read"]
"""What staff may be given: to see, and nothing else. By name: `authority` stands above the models."""


def lapse() -> datetime:
    """When whoever is looked at now is staff no longer."""
    return clock.now() + UNREVIEWED


class Staff(Row):
    """A person who is service staff. They are a Person for the sake of passwords, second factors, sessions and devices alone."""

    id = labelled(models.UUIDField(primary_key=True, default=ids.sortable, editable=False), KEY)
    person = labelled(models.OneToOneField(Person, on_delete=models.CASCADE, related_name="staff"), STAFF)
    since = labelled(models.DateTimeField(default=clock.now), STAFF)
    lapses_at = labelled(models.DateTimeField(default=lapse), STAFF)
    """Unless whoever runs the service looks at it again, and lets it stand."""
    warned_at = labelled(models.DateTimeField(null=True), MOMENT)
    """When they were told of that."""
    ended_at = labelled(models.DateTimeField(null=True), STAFF)

    def __str__(self) -> str:
        return str(self.person_id)


class StaffAccess(Row):
    """One look of one staff member into one company: why, at what, from when until when. Public id `sta_…`."""

    id = labelled(models.UUIDField(primary_key=True, default=ids.sortable, editable=False), KEY)
    company = labelled(models.ForeignKey(Company, on_delete=models.CASCADE, related_name="staff_accesses"), OF_COMPANY)
    staff = labelled(models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="accesses"), LOOKED_INTO)
    reason = labelled(models.CharField(max_length=200), LOOKED_INTO)
    case = labelled(models.CharField(max_length=40, blank=True), LOOKED_INTO)
    """The number of the case that it serves, where there is one."""
    factor = labelled(models.CharField(max_length=10), NotPersonal("which kind of second step they had come in by"))
    permissions = labelled(ArrayField(models.CharField(max_length=40)), NotPersonal("what may be seen"))
    people_listed = labelled(models.IntegerField(default=0), NotPersonal("how many rows about people were shown, all together"))
    began_at = labelled(models.DateTimeField(default=clock.now), MOMENT)
    ends_at = labelled(models.DateTimeField(), MOMENT)
    ended_at = labelled(models.DateTimeField(null=True), MOMENT)
    """When it was over, whichever way: left, renewed, taken away, or run out."""

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("began_at"), ends_at__lte=F("began_at") + LONGEST), name="an_hour_at_most"),
            models.CheckConstraint(condition=Q(permissions__contained_by=GIVEABLE), name="staff_only_see"),
            models.UniqueConstraint(fields=["staff"], condition=Q(ended_at=None), name="one_access_at_a_time"),
        ]

    def __str__(self) -> str:
        return self.public_id

    @property
    def public_id(self) -> str:
        return ids.show("sta", self.id)
