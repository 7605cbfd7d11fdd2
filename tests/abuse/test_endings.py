"""What is dead, and within a minute, once something happens to somebody's account (A-07): an editor, who is at work in many ways at once.

Web asks with every request, whatever the way in. The edge asks the same verbs again while a stream or an upload is under way.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.conf import settings
from django.test import Client

from tests import browsers
from tests.cast import Cast
from tests.library import filming
from tests.places import caller
from vidarium.accounts import accesses, callers, closing, coming_in, factors, keys, members, roles, sessions
from vidarium.accounts.authority import VIEWER, Permission
from vidarium.accounts.callers import Caller
from vidarium.accounts.models import Company, CustomRole, Membership, Person, Token
from vidarium.console.persons import CONFIRMED
from vidarium.delivery import playback
from vidarium.edge import events, files
from vidarium.foundation import tenancy
from vidarium.library.models import Asset

TABLE = """
                       page  api   stream  upload  own key  company's  film
nothing                in    in    in      in      in       in         plays
signs out              out   out   out     out     in       in         plays
is signed out          out   out   out     out     in       in         plays
new password           out   out   out     out     in       in         plays
factor taken away      out   out   out     out     in       in         plays
account is shut        out   out   out     out     out      in         plays
another session        in    in    in      in      in       in         plays
less of a role         in    in    in      less    less     in         plays
less in their role     in    in    in      less    less     in         plays
second step is asked   out   less  out     less    in       in         plays
suspended              out   out   out     out     out      in         plays
removed                out   out   out     out     out      in         plays
leaves                 out   out   out     out     out      in         plays
own key revoked        in    in    in      in      out      in         plays
company's key revoked  in    in    in      in      in       out        plays
film withdrawn         in    in    in      in      in       in         shut
company disabled       out   out   out     out     out      out        shut
"""
"""`less`: they may see, and upload no more. A key has an end and a page of its own: it ends with its person's place, not with how they
come in. A film's link is the company's, whoever asked for it."""
HEAD, *LINES = TABLE.strip("\n").splitlines()
NAMED = len("company's key revoked  ")


@dataclass
class Scene:
    """The editor, and all ways in which they are at work."""

    company: Cast
    browser: Client
    session: str
    key: Token
    secret: str
    asset: Asset

    @property
    def person(self) -> Person:
        return self.company.teammate

    @property
    def place(self) -> Membership:
        found: Membership = Membership.objects.get(company=self.company.company, person=self.person)
        return found

    @property
    def boss(self) -> Caller:
        return caller(self.company, self.company.owner)


@pytest.fixture
def scene(company: Cast, collected: None) -> Scene:
    TOTP.activate(company.teammate, factors.new_secret())
    with tenancy.within(company.id):
        role = CustomRole.objects.create(company=company.company, name="Cutter", permissions=["assets:read", "uploads:write"])
        Membership.objects.filter(person=company.teammate).update(role="", custom_role=role)
        key, secret = keys.make_for_oneself(
            caller(company, company.teammate), name="Mine", scopes=[Permission.SEE_ASSETS, Permission.UPLOAD], days=30
        )
        asset = filming.begun(company, length=3, filename="film.mp4").asset
        playback.door(asset)
    browser = browsers.signed_in(company.teammate)
    return Scene(company, browser, browser.cookies[settings.SESSION_COOKIE_NAME].value, key, secret, asset)


# -- what happens ------------------------------------------------------------------------------------------------------
def take_the_app_away(scene: Scene) -> None:
    (app,) = [one for one in factors.of(scene.person) if one.type == factors.Type.TOTP]
    coming_in.take_away(app.pk, of=scene.person, but="")


def ask_for_second_steps(scene: Scene) -> None:
    """They have none any more."""
    Authenticator.objects.filter(user_id=scene.person.id).delete()
    Company.objects.filter(id=scene.company.id).update(second_factor=True)


def narrow_their_role(scene: Scene) -> None:
    role = scene.place.custom_role
    assert role
    roles.change(role, by=scene.boss, name="Cutter", permissions=["assets:read"])


def shut_the_account(scene: Scene) -> None:
    Person.objects.filter(id=scene.person.id).update(is_active=False)


HAPPENS: dict[str, Callable[[Scene], object]] = {
    "nothing": lambda scene: None,
    "signs out": lambda scene: scene.browser.post("/sign-out"),
    "is signed out": lambda scene: sessions.end_others(scene.person),
    "new password": lambda scene: coming_in.set_password(scene.person, "lantern orbit velvet soup", about=""),
    "factor taken away": take_the_app_away,
    "account is shut": shut_the_account,
    "another session": lambda scene: browsers.signed_in(scene.person).post("/sign-out"),
    "less of a role": lambda scene: members.change(scene.place, by=scene.boss, role=roles.chosen(scene.boss, VIEWER.name), position=""),
    "less in their role": narrow_their_role,
    "second step is asked": ask_for_second_steps,
    "suspended": lambda scene: members.suspend(scene.place, by=scene.boss),
    "removed": lambda scene: members.remove(scene.place, by=scene.boss),
    "leaves": lambda scene: members.leave(by=caller(scene.company, scene.person)),
    "own key revoked": lambda scene: keys.revoke(scene.boss, scene.key),
    "company's key revoked": lambda scene: keys.revoke(scene.boss, Token.objects.get(membership=None)),
    "film withdrawn": lambda scene: playback.revoke(scene.asset),
    "company disabled": lambda scene: closing.disable(scene.boss),
}


# -- what is still open ------------------------------------------------------------------------------------------------
def state(scene: Scene) -> list[str]:
    with tenancy.within(scene.company.id):
        door = playback.door(scene.asset).id
    return [
        "in" if scene.browser.get("/library").status_code == 200 else "out",
        api(scene.browser),
        open_for(lambda: accesses.onlooker(scene.session), Permission.SEE_ASSETS, otherwise="out"),
        open_for(lambda: callers.by_session(scene.session), Permission.UPLOAD, otherwise="less"),
        of_key(scene.secret),
        of_key(scene.company.token),
        "shut" if door in playback.revoked() else "plays",
    ]


def api(client: Client) -> str:
    return {200: "in", 403: "less", 401: "out"}[client.get("/api/v1/assets").status_code]


def open_for(find: Callable[[], Caller | None], permission: Permission, *, otherwise: str) -> str:
    found = find()
    return "out" if found is None else "in" if found.may(permission) else otherwise


def of_key(secret: str) -> str:
    seen = api(Client(headers={"Authorization": f"Bearer {secret}"}))
    return open_for(lambda: callers.by_token(secret), Permission.UPLOAD, otherwise="less") if seen == "in" else seen


def test_the_table_has_a_line_for_all_that_happens() -> None:
    assert [line[:NAMED].strip() for line in LINES] == list(HAPPENS)


@pytest.mark.parametrize("line", LINES, ids=list(HAPPENS))
def test_what_happens_ends_what_it_should_and_no_more(scene: Scene, line: str) -> None:
    """A-07."""
    with tenancy.within(scene.company.id):
        HAPPENS[line[:NAMED].strip()](scene)
    assert state(scene) == line[NAMED:].split()


def test_who_takes_their_app_away_stays_where_they_do_it_and_nowhere_else(scene: Scene) -> None:
    """A-07."""
    here = browsers.signed_in(scene.person)
    session = here.session
    session[CONFIRMED] = time.time()
    session.save()
    (app,) = [one for one in factors.of(scene.person) if one.type == factors.Type.TOTP]
    assert here.post(f"/you/factors/{app.pk}").headers["Location"] == "/you"
    assert (here.get("/library").status_code, scene.browser.get("/library").status_code) == (200, 302)


def test_whatever_goes_on_at_the_edge_is_asked_again_within_a_minute() -> None:
    """A-07."""
    assert max(events.SESSION_SECONDS, files.ALLOWED_SECONDS) < 60
