"""A company's own roles: made, changed and removed, never more than one's own."""

from __future__ import annotations

import pytest

from tests import places
from tests.cast import Cast
from vidarium.accounts import invitations, invitees, roles
from vidarium.accounts.activity import Act
from vidarium.accounts.authority import Permission
from vidarium.accounts.callers import Caller
from vidarium.accounts.errors import DoesNotFit, LimitReached, MoreThanOnesOwn, NoSuchRole, RoleIsInUse, RoleNameTaken
from vidarium.accounts.models import Activity, CustomRole
from vidarium.foundation import ids, tenancy


@pytest.fixture
def owner_of(company: Cast) -> Caller:
    return places.caller(company, company.owner)


def made(company: Cast, by: Caller, *permissions: str, name: str = "Archivist") -> CustomRole:
    with tenancy.within(company.id):
        return roles.make(by=by, name=name, permissions=permissions or ["assets:read"])


@pytest.mark.promise("I.A.1.1-m")
def test_a_role_of_ones_own_allows_what_it_says_and_nothing_else(company: Cast, owner_of: Caller) -> None:
    person = places.added(company, "a@acme.example", custom=made(company, owner_of, "assets:read", "uploads:write"))
    assert places.caller(company, person).permissions == {Permission.SEE_ASSETS, Permission.UPLOAD}


@pytest.mark.promise("IV.2-c")
def test_a_role_that_is_narrowed_holds_for_everybody_at_once(company: Cast, owner_of: Caller) -> None:
    role = made(company, owner_of, "assets:read", "assets:delete")
    person = places.added(company, "a@acme.example", custom=role)
    with tenancy.within(company.id):
        roles.change(role, by=owner_of, name="Reader", permissions=["assets:read"])
    assert places.caller(company, person).permissions == {Permission.SEE_ASSETS}


def test_no_role_can_close_the_company(company: Cast, owner_of: Caller) -> None:
    with pytest.raises(MoreThanOnesOwn):
        made(company, owner_of, "assets:read", "company:close")


@pytest.mark.promise("I.A.1.1-m")
def test_nobody_makes_a_role_that_may_more_than_they(company: Cast, owner_of: Caller) -> None:
    keeper = places.caller(company, places.added(company, "k@acme.example", custom=made(company, owner_of, "roles:write", "assets:read")))
    with pytest.raises(MoreThanOnesOwn):
        made(company, keeper, "assets:delete", name="More")
    assert made(company, keeper, "assets:read", name="Less").name == "Less"


def test_nobody_changes_or_removes_a_role_that_may_more_than_they(company: Cast, owner_of: Caller) -> None:
    large = made(company, owner_of, "assets:read", "people:write", name="Large")
    keeper = places.caller(company, places.added(company, "k@acme.example", custom=made(company, owner_of, "roles:write", "assets:read")))
    with tenancy.within(company.id):
        with pytest.raises(MoreThanOnesOwn):
            roles.change(large, by=keeper, name="Large", permissions=["assets:read"])
        with pytest.raises(MoreThanOnesOwn):
            roles.remove(large, by=keeper)


def test_a_role_that_somebody_has_stays(company: Cast, owner_of: Caller) -> None:
    role = made(company, owner_of)
    places.added(company, "a@acme.example", custom=role)
    with tenancy.within(company.id), pytest.raises(RoleIsInUse):
        roles.remove(role, by=owner_of)


def test_a_role_that_somebody_is_invited_with_stays(company: Cast, owner_of: Caller) -> None:
    role = made(company, owner_of)
    invitations.invite(invitees.typed(email="a@acme.example", role=role.public_id), by=owner_of)
    with tenancy.within(company.id), pytest.raises(RoleIsInUse):
        roles.remove(role, by=owner_of)


def test_a_role_that_nobody_has_goes(company: Cast, owner_of: Caller) -> None:
    role = made(company, owner_of)
    number = role.public_id
    with tenancy.within(company.id):
        roles.remove(role, by=owner_of)
        with pytest.raises(NoSuchRole):
            roles.by_public_id(owner_of, number)


@pytest.mark.parametrize("name", ["archivist", "ARCHIVIST", " Archivist ", "Owner", "owner", "Support agent", "agent"])
def test_two_roles_never_share_a_name(company: Cast, owner_of: Caller, name: str) -> None:
    made(company, owner_of)
    with pytest.raises(RoleNameTaken):
        made(company, owner_of, name=name)


def test_a_role_may_keep_its_own_name(company: Cast, owner_of: Caller) -> None:
    role = made(company, owner_of)
    with tenancy.within(company.id):
        assert roles.change(role, by=owner_of, name="Archivist", permissions=["uploads:write"]).permissions == ["uploads:write"]


@pytest.mark.parametrize(
    ("name", "permissions"), [("", ["assets:read"]), ("x" * 81, ["assets:read"]), ("Nothing", []), ("Odd", ["moon:write"])]
)
def test_what_does_not_fit_is_refused(company: Cast, owner_of: Caller, name: str, permissions: list[str]) -> None:
    with tenancy.within(company.id), pytest.raises(DoesNotFit):
        roles.make(by=owner_of, name=name, permissions=permissions)


def test_a_company_has_fifty_roles_of_its_own(company: Cast, owner_of: Caller) -> None:
    with tenancy.within(company.id):
        CustomRole.objects.bulk_create(CustomRole(company=company.company, name=f"R{n}", permissions=["assets:read"]) for n in range(50))
    with pytest.raises(LimitReached):
        made(company, owner_of)


def test_each_is_written_down(company: Cast, owner_of: Caller) -> None:
    role = made(company, owner_of)
    with tenancy.within(company.id):
        roles.change(role, by=owner_of, name="Reader", permissions=["assets:read"])
        roles.remove(role, by=owner_of)
        written = Activity.objects.filter(act__startswith="role.").order_by("id")
        assert [(line.act, line.words) for line in written] == [
            (Act.ROLE_MADE, "Archivist"),
            (Act.ROLE_CHANGED, "Reader"),
            (Act.ROLE_REMOVED, "Reader"),
        ]


def test_within_reach_is_what_one_has(company: Cast, owner_of: Caller) -> None:
    administrator = places.caller(company, places.added(company, "admin@acme.example", role="administrator"))
    with tenancy.within(company.id):
        assert "owner" in {one.role for one in roles.within_reach(owner_of)}
        assert "owner" not in {one.role for one in roles.within_reach(administrator)}


def test_another_companys_role_is_not_found(company: Cast, stranger: Cast, owner_of: Caller) -> None:
    """T-03."""
    role, them = made(company, owner_of), places.caller(stranger, stranger.owner)
    for text in (role.public_id, ids.show("rol", ids.sortable()), "rol_"):
        with tenancy.within(stranger.id):
            with pytest.raises(NoSuchRole):
                roles.by_public_id(them, text)
            with pytest.raises(NoSuchRole):
                roles.chosen(them, text)


def test_how_many_have_each(company: Cast, owner_of: Caller) -> None:
    role = made(company, owner_of)
    places.added(company, "a@acme.example", custom=role)
    with tenancy.within(company.id):
        assert roles.holders(company.id) == {"owner": 1, "editor": 1, role.public_id: 1}
