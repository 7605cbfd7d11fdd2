"""Static files are collected when they changed, and not otherwise."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytest_django import Settings

from vidarium.project import static


@pytest.fixture
def root(tmp_path: Path, settings: Settings) -> Path:
    """One static file, and an empty place to collect it into."""
    for name in ("from", "into"):
        (tmp_path / name).mkdir()
    (tmp_path / "from" / "page.css").write_text("a{}")
    settings.STATICFILES_DIRS = [tmp_path / "from"]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STATIC_ROOT = tmp_path / "into"
    return tmp_path


def names(root: Path) -> set[str]:
    return {path.name for path in (root / "into").iterdir()}


def test_a_file_is_kept_under_the_name_of_its_content(root: Path) -> None:
    static.collect()
    assert {"page.css", "staticfiles.json"} < names(root)
    assert any(name.startswith("page.") and name.count(".") == 2 for name in names(root))


def test_what_has_not_changed_is_not_collected_again(root: Path) -> None:
    static.collect()
    (root / "into" / "page.css").unlink()
    static.collect()
    assert "page.css" not in names(root)


def test_a_change_is_collected(root: Path) -> None:
    static.collect()
    before = names(root)
    (root / "from" / "page.css").write_text("b{color:red}")
    static.collect()
    assert names(root) != before
