"""A checkout made for one test: name the files, ask the law."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tools.house.checkout import Checkout

Lay = Callable[[dict[str, str]], Checkout]


@pytest.fixture
def lay(tmp_path: Path) -> Lay:
    """Write these files and give the checkout that they make."""

    def write(files: dict[str, str]) -> Checkout:
        for name, text in files.items():
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).write_text(text)
        return Checkout(tmp_path)

    return write
