"""A label on every field, or the class refuses to load.

    title = labelled(models.CharField(max_length=300), TITLE)

`labelled` gives the very field back, so migrations and type checkers see Django's own.
"""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models.base import ModelBase

from vidarium.foundation.datamap.words import Label


class Unlabelled(TypeError):
    """A field of a model says nothing about privacy."""


def labelled[Field: models.Field[Any, Any]](field: Field, label: Label) -> Field:
    """The field, with its place in the data map."""
    field.privacy = label  # type: ignore[attr-defined]  # Django's field has no slot for it; the register reads it back
    return field


def label_of(field: models.Field[Any, Any]) -> Label | None:
    """The label that `labelled` put on a field, None where there is none."""
    found: Label | None = getattr(field, "privacy", None)
    return found


class Labelled(ModelBase):
    """The metaclass that refuses a model with an unlabelled field."""

    def __new__(cls, name: str, bases: tuple[type, ...], attrs: dict[str, Any], **kwargs: Any) -> type:
        made: type = super().__new__(cls, name, bases, attrs, **kwargs)
        options: Any = getattr(made, "_meta", None)
        bare = [field.name for field in options.local_fields if label_of(field) is None] if options else []
        if bare:
            raise Unlabelled(
                f"{name}.{bare[0]} has no label in the data map. Say on the field what it is: labelled(…, Personal(…)), "
                f"or labelled(…, NotPersonal('why it is about nobody'))."
            )
        return made


class Row(models.Model, metaclass=Labelled):
    """The base of every model of ours."""

    class Meta:
        abstract = True
