"""The addresses of a person's own pages."""

from __future__ import annotations

from django.urls import path

from vidarium.console import closing, moving, passkey, second_step, you

urlpatterns = [
    path("you", you.page, name="you"),
    path("you/words", you.save, name="you-save"),
    path("you/sessions/others", you.end_others, name="you-others"),
    path("you/sessions/<uuid:session_id>", you.end_session, name="you-session"),
    path("you/remembered/<uuid:browser_id>", you.forget, name="you-remembered"),
    path("you/address", moving.address, name="you-address"),
    path("you/password", moving.password, name="you-password"),
    path("you/app", you.app, name="you-app"),
    path("you/recovery", you.recovery, name="you-recovery"),
    path("you/codes", passkey.codes, name="you-codes"),
    path("you/factors/<int:factor_id>", you.remove_factor, name="you-factor"),
    path("you/passkeys", passkey.add, name="you-passkey"),
    path("you/passkeys/new", passkey.begin_adding, name="you-passkey-begin"),
    path("sign-in/second", second_step.page, name="second-step"),
    path("sign-in/passkey", second_step.use, name="passkey-use"),
    path("sign-in/passkey/new", second_step.begin, name="passkey-begin"),
    path("company/closing", closing.page, name="company-closing"),
    path("company/<uuid:company_id>/restoration", closing.restore, name="company-restoration"),
    path("confirm", you.step_up, name="confirm"),
]
