"""What was done, and how often somebody tried."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from vidarium.accounts.labels import ACTED, ATTEMPTS, KEY, MOMENT, OF_COMPANY
from vidarium.accounts.models.companies import Company
from vidarium.foundation import clock, ids
from vidarium.foundation.datamap import NotPersonal, Row, labelled


class Activity(Row):
    """One line of a company's activity log. The application's login can write and read it, and nothing else."""

    class By(models.TextChoices):
        PERSON = "person"
        PROGRAM = "program"
        STAFF = "staff"
        HOUSE = "house"

    id = labelled(models.UUIDField(primary_key=True, default=ids.sortable, editable=False), KEY)
    company = labelled(models.ForeignKey(Company, on_delete=models.CASCADE, related_name="activities"), OF_COMPANY)
    at = labelled(models.DateTimeField(default=clock.now, editable=False), MOMENT)
    by = labelled(models.CharField(max_length=10, choices=By.choices), NotPersonal("whether a person or a program did it"))
    actor_id = labelled(models.UUIDField(null=True), ACTED)
    """The person's id, or the key's: no foreign key, for the line outlives both."""
    act = labelled(models.CharField(max_length=60), NotPersonal("the name of an act, as the code lists them"))
    target = labelled(models.CharField(max_length=40, blank=True), NotPersonal("the public id of what it was done to"))
    words = labelled(models.CharField(max_length=200, blank=True), ACTED)
    """What people call the target: a title, a name."""
    before = labelled(models.JSONField(default=dict), ACTED)
    after = labelled(models.JSONField(default=dict), ACTED)
    address = labelled(models.GenericIPAddressField(null=True), ACTED)
    """Where from; the network alone (IPv4 /24, IPv6 /48)."""

    class Meta:
        indexes: ClassVar = [models.Index(fields=["company", "-id"], name="activity_newest_first")]

    def __str__(self) -> str:
        return f"{self.act} {self.target}"


class Attempt(Row):
    """How often something was tried lately: the theoretical arrival time of the generic cell rate algorithm (ITU-T I.371)."""

    digest = labelled(models.BinaryField(primary_key=True, max_length=32), ATTEMPTS)
    arrival = labelled(models.DateTimeField(), ATTEMPTS)

    def __str__(self) -> str:
        return str(self.arrival)


class Undeclared(Row):
    """How often something came by a name that we read nothing of. Its value is nowhere."""

    class Kind(models.TextChoices):
        HEADER = "header"
        KEY = "key"
        """Of a form, or of a body in JSON."""
        PARAMETER = "parameter"

    id = labelled(models.BigAutoField(primary_key=True), KEY)
    kind = labelled(models.CharField(max_length=10, choices=Kind.choices), NotPersonal("whether it is a header, a parameter or a key"))
    name = labelled(models.CharField(max_length=32), NotPersonal("the name of a header, parameter or key, among others of its kind"))
    times = labelled(models.BigIntegerField(default=0), NotPersonal("how often it came, from all clients together"))
    seen_on = labelled(models.DateField(), MOMENT)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["kind", "name"], name="one_count_each")]

    def __str__(self) -> str:
        return f"{self.kind} {self.name}"
