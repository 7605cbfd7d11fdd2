"""Keys: nobody gives one more than they have, its secret is kept by nobody, and two are alive while one follows the other."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.cast import Cast
from vidarium.accounts import callers, keys
from vidarium.accounts.activity import Act
from vidarium.accounts.authority import Permission
from vidarium.accounts.callers import Caller
from vidarium.accounts.errors import KeyDoesNotFit, KeyIsOver, NoSuchKey, NotAllowed
from vidarium.accounts.models import Activity, Membership, Person, Token
from vidarium.foundation import clock, ids, tenancy

READ = ["assets:read"]


def caller(person: Person) -> Caller:
    found = callers.by_person(person.id)
    assert found
    return found


def made(company: Cast, *, name: str = "Import", scopes: list[str] | None = None, days: int | None = 90) -> tuple[Token, str]:
    with tenancy.within(company.id):
        return keys.make_for_company(caller(company.owner), name=name, scopes=scopes or READ, days=days)


def own(company: Cast, person: Person, *, scopes: list[str] | None = None) -> tuple[Token, str]:
    with tenancy.within(company.id):
        return keys.make_for_oneself(caller(person), name="Mine", scopes=scopes or READ, days=None)


def acts(company: Cast) -> list[str]:
    with tenancy.within(company.id):
        return list(Activity.objects.order_by("id").values_list("act", flat=True))


def test_a_key_opens_what_it_was_made_for_and_nothing_else(company: Cast) -> None:
    _, secret = made(company)
    found = callers.by_token(secret)
    assert found
    assert found.permissions == {Permission.SEE_ASSETS}


def test_its_secret_is_nowhere_in_the_row(company: Cast) -> None:
    """A-10."""
    key, secret = made(company)
    assert secret.startswith("vdt_")
    assert secret[-4:] == key.hint
    assert secret not in repr(vars(key))


def test_its_term_is_kept(company: Cast) -> None:
    key, _ = made(company, days=30)
    assert key.expires_at
    assert abs(key.expires_at - clock.now() - timedelta(days=30)) < timedelta(minutes=1)


def test_an_expired_key_opens_nothing(company: Cast) -> None:
    """A-10."""
    key, secret = made(company)
    with tenancy.within(company.id):
        Token.objects.filter(id=key.id).update(expires_at=clock.now() - timedelta(seconds=1))
    assert callers.by_token(secret) is None


@pytest.mark.promise("I.A.1.1-m")
def test_nobody_gives_a_key_more_than_they_have(company: Cast) -> None:
    with pytest.raises(NotAllowed):
        own(company, company.teammate, scopes=["people:write"])


@pytest.mark.parametrize("scope", sorted(keys.FOR_PEOPLE_ALONE))
def test_no_key_makes_keys_or_closes_the_company(company: Cast, scope: str) -> None:
    with pytest.raises(NotAllowed):
        made(company, scopes=[scope])


def test_the_companys_own_keys_are_made_by_those_who_manage_keys(company: Cast) -> None:
    with pytest.raises(NotAllowed), tenancy.within(company.id):
        keys.make_for_company(caller(company.teammate), name="Import", scopes=READ, days=None)


def test_a_persons_key_shrinks_with_their_role(company: Cast) -> None:
    """A-07."""
    _, secret = own(company, company.teammate, scopes=["assets:read", "assets:delete"])
    with tenancy.within(company.id):
        Membership.objects.filter(person=company.teammate).update(role="viewer")
    found = callers.by_token(secret)
    assert found
    assert found.permissions == {Permission.SEE_ASSETS}


def test_a_persons_key_ends_with_their_place(company: Cast) -> None:
    """A-07."""
    _, secret = own(company, company.teammate)
    with tenancy.within(company.id):
        Membership.objects.filter(person=company.teammate).delete()
    assert callers.by_token(secret) is None


@pytest.mark.parametrize(
    ("field", "changed"),
    [
        ("name", {"name": " "}),
        ("name", {"name": "a" * 81}),
        ("scopes", {"scopes": []}),
        ("scopes", {"scopes": ["all"]}),
        ("days", {"days": 7}),
    ],
)
def test_what_does_not_fit_is_told_by_field(company: Cast, field: str, changed: dict[str, object]) -> None:
    wanted = {"name": "Import", "scopes": READ, "days": 90, **changed}
    with pytest.raises(KeyDoesNotFit) as refused, tenancy.within(company.id):
        keys.make_for_company(caller(company.owner), **wanted)  # type: ignore[arg-type]  # mixed on purpose
    assert list(refused.value.fields) == [field]


def test_a_form_that_is_sent_twice_makes_one_key(company: Cast) -> None:
    made(company)
    with pytest.raises(KeyDoesNotFit):
        made(company)


def test_a_rotated_key_and_its_successor_work_side_by_side(company: Cast) -> None:
    key, old = made(company)
    with tenancy.within(company.id):
        _, new = keys.rotate(caller(company.owner), key)
    assert old != new
    assert callers.by_token(old) == callers.by_token(old)
    assert callers.by_token(old) is not None
    assert callers.by_token(new) is not None


def test_the_old_secret_ends_after_a_day(company: Cast) -> None:
    key, old = made(company)
    with tenancy.within(company.id):
        keys.rotate(caller(company.owner), key)
        ends = Token.objects.get(id=key.id).revoked_at
        assert ends
        assert abs(ends - clock.now() - keys.BOTH_ALIVE) < timedelta(minutes=1)
        Token.objects.filter(id=key.id).update(revoked_at=clock.now() - timedelta(seconds=1))
    assert callers.by_token(old) is None


def test_a_successor_lives_as_long_as_the_key_before_it(company: Cast) -> None:
    key, _ = made(company, days=365)
    with tenancy.within(company.id):
        fresh, _ = keys.rotate(caller(company.owner), key)
    assert fresh.expires_at
    assert abs(fresh.expires_at - clock.now() - timedelta(days=365)) < timedelta(minutes=1)
    assert (fresh.name, fresh.scopes, fresh.membership) == (key.name, key.scopes, None)


def test_a_key_is_rotated_once(company: Cast) -> None:
    key, _ = made(company)
    with tenancy.within(company.id):
        keys.rotate(caller(company.owner), key)
        with pytest.raises(KeyIsOver):
            keys.rotate(caller(company.owner), key)


def test_nobody_rotates_a_colleagues_key_and_reads_its_secret(company: Cast) -> None:
    key, _ = own(company, company.teammate)
    with pytest.raises(NotAllowed), tenancy.within(company.id):
        keys.rotate(caller(company.owner), key)


def test_nobody_gains_by_rotating_a_key_that_can_do_more(company: Cast) -> None:
    key, _ = made(company, scopes=["assets:delete"])
    narrow = Caller(company.id, company.owner.id, frozenset({Permission.MANAGE_KEYS}))
    with pytest.raises(NotAllowed), tenancy.within(company.id):
        keys.rotate(narrow, key)


def test_a_revoked_key_opens_nothing(company: Cast) -> None:
    """A-07, A-10."""
    key, secret = made(company)
    with tenancy.within(company.id):
        keys.revoke(caller(company.owner), key)
    assert callers.by_token(secret) is None


def test_a_rotated_key_is_ended_before_its_day_is_over(company: Cast) -> None:
    key, secret = made(company)
    with tenancy.within(company.id):
        keys.rotate(caller(company.owner), key)
        keys.revoke(caller(company.owner), key)
    assert callers.by_token(secret) is None


def test_those_who_manage_keys_end_anybodys(company: Cast) -> None:
    key, secret = own(company, company.teammate)
    with tenancy.within(company.id):
        keys.revoke(caller(company.owner), key)
    assert callers.by_token(secret) is None


def test_others_see_their_own_keys_alone(company: Cast) -> None:
    key, _ = made(company)
    mine, _ = own(company, company.teammate)
    with tenancy.within(company.id):
        assert list(keys.of(caller(company.teammate))) == [mine]
        with pytest.raises(NoSuchKey):
            keys.by_public_id(caller(company.teammate), key.public_id)


def test_a_strangers_key_is_one_that_never_was(company: Cast, stranger: Cast) -> None:
    """A-10."""
    key, _ = made(company)
    for number in (key.public_id, ids.show("key", ids.sortable())):
        with pytest.raises(NoSuchKey), tenancy.within(stranger.id):
            keys.by_public_id(caller(stranger.owner), number)


def test_a_key_that_ended_long_ago_is_no_longer_listed(company: Cast) -> None:
    key, _ = made(company)
    with tenancy.within(company.id):
        Token.objects.filter(id=key.id).update(revoked_at=clock.now() - keys.REMEMBERED - timedelta(days=1))
        assert key not in keys.of(caller(company.owner))


def test_each_change_is_written_down_without_the_secret(company: Cast) -> None:
    key, secret = made(company)
    with tenancy.within(company.id):
        fresh, other = keys.rotate(caller(company.owner), key)
        keys.revoke(caller(company.owner), fresh)
        keys.revoke(caller(company.owner), fresh)
        lines = list(Activity.objects.values())
    assert acts(company)[-3:] == [Act.KEY_MADE, Act.KEY_ROTATED, Act.KEY_REVOKED]
    assert not any(word in repr(lines) for word in (secret, other))
