"""The addresses of the service desk."""

from __future__ import annotations

from django.urls import path

from vidarium.accounts.doors import Door
from vidarium.console import desk, desk_door, second_step

DESK = {"door": Door.DESK}

urlpatterns = [
    path("desk", desk.page, name="desk"),
    path("desk/accesses", desk.accesses_page, name="desk-accesses"),
    path("desk/companies/<slug:slug>", desk.company, name="desk-company"),
    path("desk/departure", desk.leave, name="desk-departure"),
    path("desk/setup", desk_door.setup, name="desk-setup"),
    path("desk/sign-in", desk_door.door, name="desk-sign-in"),
    path("desk/sign-in/second", second_step.page, DESK, name="desk-second-step"),
    path("desk/sign-in/passkey", second_step.use, DESK, name="desk-passkey-use"),
    path("desk/sign-in/passkey/new", second_step.begin, DESK, name="desk-passkey-begin"),
    path("desk/sign-in/<slug:secret>", desk_door.by_link, name="desk-sign-in-link"),
]
