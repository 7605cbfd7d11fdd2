"""The why mark: the word `why` beside a personal field, and the slip that answers it from the field's label."""

from __future__ import annotations

from dataclasses import replace

from django import template
from django.apps import apps
from django.urls import reverse

from vidarium.console import privacy
from vidarium.foundation.datamap import Kept, Personal, Store, label_of

register = template.Library()


@register.inclusion_tag("why.html")
def why(name: str, place: str = "") -> dict[str, object]:
    """`{% why "library.Asset.added_by" %}`; a second mark of a field says where it stands: `{% why "accounts.Person.email" "list" %}`.

    Raises `LookupError` where that field is about nobody: then there is nothing to answer.
    """
    model = apps.get_model(name.rpartition(".")[0])
    field = model._meta.get_field(name.rpartition(".")[2])
    label = label_of(field)
    if not isinstance(label, Personal):
        raise LookupError(f"{name} is not about a person, so it has no why.")
    kept = Kept(Store.DATABASE, f"{model._meta.db_table}.{field.column}", label)
    fact = privacy.fact(label, [kept])
    return {"fact": replace(fact, id=f"{fact.id}-{place}") if place else fact, "rules": reverse("privacy")}
