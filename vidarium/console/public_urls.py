"""The addresses of the pages by which people come in."""

from __future__ import annotations

from django.urls import path

from vidarium.console import code_door, forgotten, mailbox, opening, phone, take_back

urlpatterns = [
    path("open", opening.page, name="open"),
    path("sign-in/code", code_door.page, name="sign-in-code"),
    path("forgotten", forgotten.page, name="forgotten"),
    path("take-back/<slug:secret>", take_back.page, name="take-back"),
    path("you/phone", phone.page, name="you-phone"),
    path("mailbox", mailbox.page, name="mailbox"),
]
