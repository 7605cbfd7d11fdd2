"""The why mark: the word `why` beside a personal field, and the slip that answers it from the field's label."""

from __future__ import annotations

from django import template
from django.apps import apps
from django.urls import reverse

from vidarium.console import privacy
from vidarium.foundation.datamap import Kept, Personal, Store, label_of

register = template.Library()


@register.inclusion_tag("why.html")
def why(name: str) -> dict[str, object]:
    """`{% why "library.Asset.added_by" %}`. Raises `LookupError` where that field is about nobody: then there is nothing to answer."""
    model = apps.get_model(name.rpartition(".")[0])
    field = model._meta.get_field(name.rpartition(".")[2])
    label = label_of(field)
    if not isinstance(label, Personal):
        raise LookupError(f"{name} is not about a person, so it has no why.")
    kept = Kept(Store.DATABASE, f"{model._meta.db_table}.{field.column}", label)
    return {"fact": privacy.fact(label, [kept]), "rules": reverse("privacy")}
