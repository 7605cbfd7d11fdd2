"""`vidarium token`: what a key that the operator makes may do."""

from __future__ import annotations

import argparse

import pytest

from tests.cast import Cast
from vidarium.accounts import callers, tokens
from vidarium.accounts.authority import Permission
from vidarium.cli import token


def printed(capsys: pytest.CaptureFixture[str], *words: str) -> callers.Caller:
    parser = argparse.ArgumentParser()
    token.arguments(parser)
    token.run(parser.parse_args(["--company", "acme", *words]))
    found = callers.by_token(capsys.readouterr().out.splitlines()[-1])
    assert found
    return found


def test_without_a_word_it_may_do_everything_about_films(company: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    assert printed(capsys).permissions == set(tokens.FILMS)


def test_it_may_do_what_is_said(company: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    found = printed(capsys, "--may", "people:read", "--may", "activity:read")
    assert found.permissions == {Permission.SEE_PEOPLE, Permission.SEE_ACTIVITY}


@pytest.mark.parametrize("scope", ["all", "", "keys:write", "company:close"])
def test_what_no_program_has_is_refused(capsys: pytest.CaptureFixture[str], scope: str) -> None:
    with pytest.raises(SystemExit):
        printed(capsys, "--may", scope)
