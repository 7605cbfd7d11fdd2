"""`docs/map.md` is the map of the code."""

from __future__ import annotations

from pathlib import Path

from tools.map.chart import STOREYS, chart

ROOT = Path(__file__).resolve().parents[2]


def test_the_map_in_the_repository_is_the_map_of_the_code() -> None:
    assert (ROOT / "docs" / "map.md").read_text() == chart(ROOT), "Run `python -m tools.map` and commit docs/map.md."


def test_every_room_is_on_the_map() -> None:
    there = {folder.name for folder in (ROOT / "vidarium").iterdir() if (folder / "__init__.py").exists()}
    assert {room for names, _ in STOREYS for room in names} == there


def test_a_file_is_told_by_its_first_sentence(tmp_path: Path) -> None:
    for names, _ in STOREYS:
        for room in names:
            (tmp_path / "vidarium" / room).mkdir(parents=True)
    library = tmp_path / "vidarium" / "library"
    (library / "__init__.py").write_text('"""What a company keeps."""\n')
    (library / "assets.py").write_text('"""Assets: a | b.\n\nAnd more."""\n')
    (library / "silent.py").write_text("")
    drawn = chart(tmp_path)
    assert "| `assets.py` | Assets: a \\| b. |" in drawn
    assert "silent.py" not in drawn
