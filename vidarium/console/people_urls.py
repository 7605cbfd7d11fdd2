"""The addresses of a company's people, their roles, the company itself, and the way in by an invitation."""

from __future__ import annotations

from django.urls import path

from vidarium.console import company, invite, invite_many, join, people, person, roles

urlpatterns = [
    path("people", people.page, name="people"),
    path("people/invite", invite.page, name="invite"),
    path("people/invite-many", invite_many.page, name="invite-many"),
    path("people/roles", roles.page, name="roles"),
    path("people/roles/<slug:role_id>", roles.change, name="role"),
    path("people/roles/<slug:role_id>/removal", roles.remove, name="role-removal"),
    path("people/<slug:member_id>", person.page, name="person"),
    path("people/<slug:member_id>/suspension", person.suspend, name="person-suspension"),
    path("people/<slug:member_id>/restoration", person.restore, name="person-restoration"),
    path("people/<slug:member_id>/removal", person.remove, name="person-removal"),
    path("people/<slug:member_id>/handover", person.hand_over, name="person-handover"),
    path("invitations/<slug:invitation_id>/letter", invite.resend, name="invitation-letter"),
    path("invitations/<slug:invitation_id>/withdrawal", invite.withdraw, name="invitation-withdrawal"),
    path("company", company.page, name="company"),
    path("company/owner", company.hand_over, name="company-owner"),
    path("company/leave", company.leave, name="company-leave"),
    path("company/switch", company.switch, name="company-switch"),
    path("two-steps", company.two_steps, name="two-steps"),
    path("no-company", company.none, name="no-company"),
    path("join/<slug:secret>", join.page, name="join"),
]
