"""`/mailbox`: the letters that a development start would have sent, newest first. Nowhere else is there such a page."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from vidarium.notices.models import Message

MOST = 50


def is_open() -> bool:
    """Only on one's own machine, and while no mail server takes the letters."""
    return bool(settings.ENVIRONMENT.development and not settings.ENVIRONMENT.email_url)


@require_safe
@never_cache
def page(request: HttpRequest) -> HttpResponse:
    if not is_open():
        raise Http404
    return render(request, "mailbox.html", {"letters": Message.objects.order_by("-id")[:MOST]})
