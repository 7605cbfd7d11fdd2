"""The public page on privacy: what is kept about people, why, until when and who sees it, read from the data map alone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.text import slugify
from django.utils.translation import gettext, gettext_lazy, ngettext
from django.views.decorators.http import require_safe

from vidarium.foundation import writing
from vidarium.foundation.datamap import Ground, Kept, Personal, Purpose, Store, Term, lock, register
from vidarium.foundation.datamap.promises import PROMISES

BROWSER = frozenset({Store.COOKIE, Store.BROWSER})
PURPOSES = {
    Purpose.ACCOUNT: gettext_lazy("signing in and your account"),
    Purpose.SERVICE: gettext_lazy("storing and playing videos"),
    Purpose.SECURITY: gettext_lazy("safety"),
    Purpose.OPERATION: gettext_lazy("running and mending the machines"),
}
GROUNDS = {
    Ground.CONTRACT: gettext_lazy("the contract under which you use the service"),
    Ground.CONSENT: gettext_lazy("your consent"),
    Ground.LEGAL_DUTY: gettext_lazy("a duty by law"),
    Ground.LEGITIMATE_INTEREST: gettext_lazy("a legitimate interest"),
}


ABOUT = (
    "contact.email", "identity.name", "contact.phone", "contact.country", "preference.time-zone", "identity.position", "contact.invitation",
    "contact.left-address", "account.standing", "account.staff", "account.opened",
    "consent.subject", "consent.receipt", "security.password", "security.code",
    "security.second-factor", "contact.message",
)  # fmt: skip
USE = (
    "use.session", "use.sign-in", "use.author", "use.keys", "use.activity", "use.answer", "device.address", "device.browser",
    "device.system", "device.kind", "device.language", "security.attempts", "use.presence", "use.staff-access",
)  # fmt: skip
CONTENT = (
    "content.video", "content.words", "content.collection", "content.file-name", "content.rendition", "content.picture", "content.upload",
    "content.work",
)  # fmt: skip
"""Categories of each part of the page, in the order in which they are told."""


@dataclass(frozen=True)
class Fact:
    """One line of the page: a label, in the reader's language, and where what it labels is kept."""

    id: str
    """Of the slip that answers why, on whatever page."""
    words: str
    purpose: str
    until: str
    seen_by: str
    clause: str
    promise: str
    """The clause's sentence."""
    names: tuple[str, ...]
    """Names of cookies and keys, so that a reader finds them in the browser; empty for what is kept with us."""


@dataclass(frozen=True)
class Part:
    """Facts that a reader looks for together."""

    title: str
    note: str
    facts: tuple[Fact, ...]


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """`/privacy`, for everyone."""
    kept = register.current()
    labels = [label for _, label in kept.personal()]
    return render(request, "privacy.html", {
        "parts": parts(kept),
        "kinds": len(register.together(kept.personal())),
        "grounds": writing.listed(str(GROUNDS[ground]) for ground in Ground if any(ground in label.uses.values() for label in labels)),
        "rules": [(clause, gettext(PROMISES[clause])) for clause in sorted({label.clause for label in labels})],
        "map": kept,
        "personal": len(labels),
        "others": len(kept.kept) - len(labels),
    })  # fmt: skip


@require_safe
def data_map(request: HttpRequest) -> HttpResponse:
    """`/privacy/data-map.json`: the whole map, for programs and auditors."""
    kept = register.current()
    body = lock.text_of({"version": kept.version, "digest": kept.digest, "kept": kept.data()})
    return HttpResponse(body, content_type="application/json", headers={"ETag": f'"{kept.digest}"'})


def parts(kept: register.Register) -> list[Part]:
    """The page's four parts."""
    browser = [(one, label) for one, label in kept.personal() if one.store in BROWSER]
    return [
        Part(gettext("About you"), gettext("You, or your company, told us."), facts(of(kept, ABOUT))),
        Part(gettext("While you use it"), gettext("The service notes it by itself."), facts(of(kept, USE))),
        Part(gettext("What a company uploads"), gettext("The company decides about it. We carry out."), facts(of(kept, CONTENT))),
        Part(gettext("In your browser"), gettext("You can remove it there at any time."), facts(browser)),
    ]


def of(kept: register.Register, categories: tuple[str, ...]) -> list[tuple[Kept, Personal]]:
    """What we keep of these categories, in their order."""
    mine = [(one, label) for one, label in kept.personal() if one.store not in BROWSER and label.category in categories]
    return sorted(mine, key=lambda pair: categories.index(pair[1].category))


def facts(kept: Iterable[tuple[Kept, Personal]]) -> tuple[Fact, ...]:
    return tuple(fact(label, ones) for label, ones in register.together(kept))


def fact(label: Personal, kept: list[Kept]) -> Fact:
    return Fact(
        id=f"why-{slugify(kept[0].name.replace('.', '-'))}",
        words=gettext(label.words),
        purpose=writing.listed(str(PURPOSES[purpose]) for purpose in Purpose if purpose in label.uses),
        until=until(label.keep),
        seen_by=writing.listed(gettext(who) for who in label.seen_by),
        clause=label.clause,
        promise=gettext(PROMISES[label.clause]),
        names=tuple(one.name for one in kept if one.store in BROWSER),
    )


def until(term: Term) -> str:
    """The end of the time for which something is kept: an event, or so many days after it."""
    event = gettext(term.event)
    if not term.after:
        return event
    return ngettext("%(days)d day after %(event)s", "%(days)d days after %(event)s", term.after.days) % {
        "days": term.after.days,
        "event": event,
    }
