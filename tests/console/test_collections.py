"""Collections on the pages: looked through, kept, filled; and people, invitations and keys limited to some."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.test import Client

from tests import piles, places
from tests.api.test_assets import made
from tests.cast import Cast
from tests.console.conftest import signed_in_as
from tests.console.test_keys import sure
from vidarium.accounts.activity import Act
from vidarium.accounts.models import Activity, Invitation, Membership, Person, Token
from vidarium.foundation import ids, tenancy
from vidarium.library.models import Collection


@pytest.fixture
def manager(company: Cast, mine: Collection) -> Client:
    """An administrator who is limited."""
    return signed_in_as(piles.limited(company, "manager@acme.example", mine, role="administrator"))


def shown(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, answer
    return answer.content.decode()


def names(company: Cast) -> list[str]:
    with tenancy.within(company.id):
        return sorted(Collection.objects.values_list("name", flat=True))


def limit_of(company: Cast, person: Person) -> list[object]:
    with tenancy.within(company.id):
        return list(Membership.objects.get(person=person).collections)


def ticked(words: str) -> list[str]:
    return re.findall(r'name="collections" value="(\w+)" checked', words)


# -- looking -----------------------------------------------------------------------------------------------------------
def test_without_collections_the_library_offers_to_keep_some(visitor: Client, company: Cast) -> None:
    piles.film(company, "Dune")
    words = shown(visitor, "/library")
    assert ('href="/collections"' in words, "library-collection" in words) == (True, False)


def test_the_library_is_narrowed_and_the_choice_stays_in_the_address(visitor: Client, company: Cast, mine: Collection) -> None:
    piles.film(company, "Dune", into=mine)
    piles.film(company, "Dune grass")
    at = f"/library?collection={mine.public_id}"
    words = shown(visitor, at)
    assert ("Dune</a>" in words, "Dune grass</a>" in words) == (True, False)
    assert f'<option value="{mine.public_id}" selected>Trailers</option>' in words
    assert f'data-upload-into="{mine.public_id}"' in words
    assert f'<input type="hidden" name="collection" value="{mine.public_id}" form="search">' in words
    assert f'href="?view=attention&amp;collection={mine.public_id}"' in words
    assert "Dune grass</a>" not in shown(visitor, f"{at}&q=dune")


def test_what_lies_in_none_can_be_looked_for(visitor: Client, company: Cast, mine: Collection) -> None:
    piles.film(company, "Dune", into=mine)
    piles.film(company, "Solaris")
    words = shown(visitor, "/library?collection=none")
    assert ("Solaris</a>" in words, "Dune</a>" in words, "data-upload-into" in words) == (True, False, False)


def test_an_empty_collection_says_how_it_is_filled(visitor: Client, company: Cast, mine: Collection) -> None:
    piles.film(company, "Dune")
    assert "Nothing lies here" in shown(visitor, f"/library?collection={mine.public_id}")


def test_whoever_is_limited_has_a_library_of_their_own(manager: Client, company: Cast, mine: Collection, beyond: Collection) -> None:
    piles.film(company, "Dune", into=mine, size_bytes=1000)
    piles.film(company, "Alien", into=beyond, size_bytes=5_000_000)
    words = shown(manager, "/library")
    assert ("Dune</a>" in words, "Alien" in words, "1 video ·" in words, "5 MB" in words, "Dailies" in words) == (
        True,
        False,
        True,
        False,
        False,
    )


def test_whoever_is_limited_is_told_the_seconds_of_their_own(
    visitor: Client, manager: Client, company: Cast, mine: Collection, tmp_path: Path
) -> None:
    piles.film(company, "Dune", into=mine)
    made(company, tmp_path)
    assert ("· 16 s ·" in shown(visitor, "/library"), "· 0 s ·" in shown(manager, "/library")) == (True, True)


# -- keeping -----------------------------------------------------------------------------------------------------------
def test_one_is_made_renamed_and_deleted(visitor: Client, company: Cast) -> None:
    assert visitor.post("/collections", {"name": "Trailers"}).status_code == 302
    (at,) = re.findall(r'href="(/collections/col_\w+)"', shown(visitor, "/collections"))
    assert visitor.post(at, {"name": "Teasers"}).status_code == 302
    assert names(company) == ["Teasers"]
    assert "Its videos stay" in shown(visitor, at)
    assert visitor.post(f"{at}/removal").status_code == 302
    assert (names(company), visitor.get(at).status_code) == ([], 404)


@pytest.mark.parametrize(("name", "status", "words"), [("", 422, "A collection needs a name"), ("TRAILERS", 409, "has this name already")])
def test_a_name_that_does_not_fit_is_told_beside_it(
    visitor: Client, company: Cast, mine: Collection, beyond: Collection, name: str, status: int, words: str
) -> None:
    for at in ("/collections", f"/collections/{beyond.public_id}"):
        answer = visitor.post(at, {"name": name})
        assert (answer.status_code, words in answer.content.decode()) == (status, True)
    assert names(company) == ["Dailies", "Trailers"]


def test_a_viewer_sees_the_list_and_no_form(company: Cast, mine: Collection) -> None:
    viewer = signed_in_as(places.added(company, "viewer@acme.example"))
    words = shown(viewer, "/collections")
    assert ("Trailers" in words, "<h2>Make a collection</h2>" in words, "/collections/col_" in words) == (True, False, False)
    assert viewer.post("/collections", {"name": "Mine"}).status_code == 403


def test_whoever_is_limited_keeps_none(manager: Client, company: Cast, mine: Collection, beyond: Collection) -> None:
    assert "Dailies" not in shown(manager, "/collections")
    assert manager.post("/collections", {"name": "Mine"}).status_code == 403
    assert manager.post(f"/collections/{mine.public_id}/removal").status_code == 403


# -- moving ------------------------------------------------------------------------------------------------------------
def test_a_video_is_moved_on_its_page(visitor: Client, company: Cast, mine: Collection) -> None:
    film = piles.film(company, "Dune")
    at = f"/assets/{film.public_id}"
    assert visitor.post(f"{at}/collection", {"collection": mine.public_id}).status_code == 302
    assert f'<option value="{mine.public_id}" selected>' in shown(visitor, at)
    assert visitor.post(f"{at}/collection", {"collection": ""}).status_code == 302
    assert piles.place_of(company, film) is None


def test_several_are_moved_at_once(visitor: Client, company: Cast, mine: Collection, beyond: Collection) -> None:
    films = [piles.film(company, f"Film {n}") for n in range(3)]
    assert shown(visitor, "/library").count('name="assets"') == 3
    sent = {"collection": mine.public_id, "assets": [one.public_id for one in films[:2]]}
    assert visitor.post("/library/collection", sent).headers["Location"] == f"/library?collection={mine.public_id}"
    assert [piles.place_of(company, one) for one in films] == ["Trailers", "Trailers", None]
    assert visitor.post("/library/collection", {**sent, "collection": ""}).headers["Location"] == "/library?collection=none"
    assert [piles.place_of(company, one) for one in films] == [None, None, None]


def test_of_several_all_are_moved_or_none(manager: Client, company: Cast, mine: Collection, beyond: Collection) -> None:
    other = piles.made(company, "Other")
    films = [piles.film(company, "Dune", into=mine), piles.film(company, "Alien", into=beyond)]
    never = ids.show("ast", ids.sortable())
    for second, there in ((films[1].public_id, mine), (never, mine), (films[0].public_id, other)):
        sent = {"collection": there.public_id, "assets": [films[0].public_id, second]}
        assert manager.post("/library/collection", sent).status_code == 404
    assert [piles.place_of(company, one) for one in films] == ["Trailers", "Dailies"]


def test_a_row_that_is_read_anew_can_be_chosen_still(visitor: Client, company: Cast) -> None:
    film = piles.film(company, "Dune")
    at = f"/assets/{film.public_id}/row"
    assert 'name="assets"' not in shown(visitor, at)
    piles.made(company, "Trailers")
    assert 'name="assets"' in shown(visitor, at)


def test_whoever_may_not_change_videos_is_not_offered_it(company: Cast, mine: Collection) -> None:
    film = piles.film(company, "Dune", into=mine)
    viewer = signed_in_as(places.added(company, "viewer@acme.example"))
    words = shown(viewer, f"/assets/{film.public_id}")
    assert ("Trailers" in words, "Move this video" in words) == (True, False)
    assert viewer.post(f"/assets/{film.public_id}/collection", {"collection": ""}).status_code == 403


def test_a_move_is_read_in_the_log(visitor: Client, company: Cast, mine: Collection) -> None:
    film = piles.film(company, "Dune")
    visitor.post(f"/assets/{film.public_id}/collection", {"collection": mine.public_id})
    assert re.search(r"moved “<a[^>]*>Dune</a>”", shown(visitor, "/activity?kind=videos"))


# -- limits ------------------------------------------------------------------------------------------------------------
@pytest.mark.promise("I.A.1.1-m")
def test_a_colleague_is_limited_and_let_to_everything_again(visitor: Client, company: Cast, mine: Collection, beyond: Collection) -> None:
    at = f"/people/{places.place(company, company.teammate).public_id}"
    sent = {"role": "editor", "position": "", "reach": "some", "collections": [mine.public_id]}
    assert ticked(shown(visitor, at)) == []
    assert visitor.post(at, sent).status_code == 302
    words = shown(visitor, at)
    assert (limit_of(company, company.teammate), ticked(words)) == ([mine.id], [mine.public_id])
    assert '<li class="not"><svg class="icon" aria-hidden="true"><use href' in words
    assert visitor.post(at, {"role": "editor", "position": "Cutter"}).status_code == 302
    assert limit_of(company, company.teammate) == [mine.id]
    assert visitor.post(at, {"role": "editor", "position": "", "reach": "all"}).status_code == 302
    assert limit_of(company, company.teammate) == []


def test_a_limit_to_nothing_is_told_beside_it(visitor: Client, company: Cast, mine: Collection) -> None:
    at = f"/people/{places.place(company, company.teammate).public_id}"
    answer = visitor.post(at, {"role": "editor", "position": "", "reach": "some"})
    assert (answer.status_code, "Choose at least one collection" in answer.content.decode()) == (422, True)
    assert limit_of(company, company.teammate) == []


def test_one_that_was_deleted_is_named_so_and_stays(visitor: Client, company: Cast, mine: Collection, beyond: Collection) -> None:
    mei = piles.limited(company, "mei@acme.example", mine)
    at = f"/people/{places.place(company, mei).public_id}"
    piles.deleted(company, mine)
    words = shown(visitor, at)
    assert ("a deleted collection" in words, ticked(words)) == (True, [mine.public_id])
    both = {"role": "editor", "position": "", "reach": "some", "collections": ticked(words)}
    assert visitor.post(at, both).status_code == 302
    assert limit_of(company, mei) == [mine.id]


def test_before_and_after_stand_in_the_log_by_their_names(visitor: Client, company: Cast, mine: Collection, beyond: Collection) -> None:
    at = f"/people/{places.place(company, company.teammate).public_id}"
    for one in (mine, beyond):
        visitor.post(at, {"role": "editor", "position": "", "reach": "some", "collections": [one.public_id]})
    piles.deleted(company, mine)
    with tenancy.within(company.id):
        line = Activity.objects.filter(act=Act.MEMBER_CHANGED).latest("id")
    assert (line.before["collections"], line.after["collections"]) == ([mine.public_id], [beyond.public_id])
    words = shown(visitor, "/activity?kind=people")
    assert ("Dailies" in words, "a deleted collection" in words, mine.public_id in words) == (True, True, False)


def test_whoever_is_limited_offers_their_own_and_can_not_widen(
    manager: Client, company: Cast, mine: Collection, beyond: Collection
) -> None:
    mei = piles.limited(company, "mei@acme.example", mine, role="viewer")
    at = f"/people/{places.place(company, mei).public_id}"
    words = shown(manager, at)
    assert ("Trailers" in words, "Dailies" in words, 'value="all"' in words) == (True, False, False)
    said = {"role": "viewer", "position": ""}
    assert manager.post(at, {**said, "reach": "all"}).status_code == 403
    assert manager.post(at, {**said, "reach": "some", "collections": [beyond.public_id]}).status_code == 404
    assert limit_of(company, mei) == [mine.id]


def test_of_a_wider_limit_they_read_what_they_see(manager: Client, company: Cast, mine: Collection, beyond: Collection) -> None:
    wide = piles.limited(company, "wide@acme.example", mine, beyond, role="viewer")
    words = shown(manager, f"/people/{places.place(company, wide).public_id}")
    assert ("Trailers, others: 1" in words, "Dailies" in words) == (True, False)


def test_somebody_is_invited_to_a_limit(visitor: Client, company: Cast, mine: Collection) -> None:
    said = {"email": "new@acme.example", "role": "viewer", "reach": "some"}
    assert "Choose at least one collection" in visitor.post("/people/invite", said).content.decode()
    assert visitor.post("/people/invite", {**said, "collections": [mine.public_id]}).status_code == 302
    with tenancy.within(company.id):
        assert Invitation.objects.get().collections == [mine.id]


def test_who_is_limited_to_what_stands_with_who_may_do_what(visitor: Client, company: Cast, mine: Collection) -> None:
    assert "limited-h" not in shown(visitor, "/people/roles")
    piles.limited(company, "mei@acme.example", mine)
    assert re.search(r"mei@acme\.example</a><span class=\"note\">Trailers</span>", shown(visitor, "/people/roles"))
    assert "limited to 1 collection" in shown(visitor, "/people")


def test_a_key_is_limited(company: Cast, mine: Collection) -> None:
    visitor = sure(company.owner)
    said = {"name": "Robot", "whose": "company", "scopes": ["assets:read"], "days": "30", "reach": "some"}
    assert "Choose at least one collection" in visitor.post("/keys", said).content.decode()
    assert visitor.post("/keys", {**said, "collections": [mine.public_id]}).status_code == 200
    with tenancy.within(company.id):
        assert Token.objects.get(name="Robot").collections == [mine.id]
    assert "Limited to Trailers" in shown(visitor, "/keys")


def test_a_strangers_collection_is_as_one_that_never_was(visitor: Client, stranger: Cast) -> None:
    theirs = piles.made(stranger, "Theirs")
    for number in (theirs.public_id, ids.show("col", ids.sortable())):
        assert visitor.get(f"/collections/{number}").status_code == 404
