"""What the product promises, in our own words, keyed by the clauses of the source document.

Only clauses that some label names stand here; more come with the rooms that keep them.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_noop as _

PROMISES: Mapping[str, str] = {
    "I.A.1.1-a": _("An account is opened with an e-mail address."),
    "I.A.1.1-b": _("A country or region is asked for, because it decides which law protects you."),
    "I.A.1.1-c": _("A phone number may be asked for, for the safety of the account."),
    "I.A.1.1-d": _("You may give a name, so that colleagues know who you are."),
    "I.A.1.1-f": _("A time zone is asked for, to show times as you read them."),
    "I.A.1.1-g": _("A code or a link that works once proves that an address is yours."),
    "I.A.1.1-h": _("A password is kept in a form that can’t be turned back."),
    "I.A.1.1-l": _("A company may give us a colleague’s address, to invite them."),
    "I.A.1.1-m": _("A company decides what each of its people may do."),
    "I.A.1.1-n": _("A company may say which position a colleague has."),
    "I.A.1.1-o": _("Whoever opens an account answers for what they enter; that they did, and beneath which notice, is written down."),
    "I.A.1.1-q": _("What is given when an account is opened also keeps it safe."),
    "I.A.1.2-d": _("Pictures that a company gives us, or that we take from its videos, are kept for that company."),
    "I.A.1.2-e": _("Videos that a company uploads are kept for that company."),
    "I.A.1.2-g": _("What a company uploads is handled as the company says. It decides; we carry out."),
    "I.A.2.1-a": _("The internet address that you come from is kept while you are signed in."),
    "I.A.2.1-b": _("The name and version of your browser are kept while you are signed in."),
    "I.A.2.1-c": _("The name and version of your operating system are kept while you are signed in."),
    "I.A.2.1-d": _("The language that you read is kept, so that pages and mails are in it."),
    "I.A.2.1-e": _("The kind of your device is kept while you are signed in."),
    "I.A.2.2-a": _("The time at which an account was opened is kept."),
    "I.A.2.3-a": _("What is done with the service is written down, to answer for it and to mend it."),
    "I.B-f5": _("We write to you about your account by mail: codes, invitations, and what changes about your sign-in."),
    "I.C-d": _("What a page leaves in the browser may spare you a step, such as signing in again."),
    "I.C-e": _("What a page leaves in the browser may protect your account."),
    "III.B.1-e": _("Who looks into an account as service staff is written down: who, how they came in, why, and at how much."),
    "III.B.2-c": _("Service staff may see what a case needs, for as long as it needs it, and no more."),
}
