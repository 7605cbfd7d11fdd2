"""What pages for people who are not signed in need."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.translation import get_language

from vidarium.console import language
from vidarium.console.templatetags.why import why

register = template.Library()


@register.simple_tag(takes_context=True)
def other_languages(context: template.Context) -> list[tuple[str, str, str]]:
    """`{% other_languages as languages %}`: code, name and address of this page in each."""
    request = context.get("request")
    return language.others(request, than=get_language() or "en") if request else []


@register.inclusion_tag("why_note.html")
def why_note(name: str) -> dict[str, object]:
    """The why mark in a form: it follows the field, so that typing is not interrupted, and opens beside it where there is room."""
    return why(name)


@register.inclusion_tag("said.html")
def said(name: str, error: Any = "", hint: Any = "") -> dict[str, Any]:
    """The line below a field: what is wrong and what helps, else its hint. The field names it by `aria-describedby`."""
    return {"name": name, "error": error, "hint": hint}
