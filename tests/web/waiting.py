"""Waiting for something to become true, in the page or behind it. Playwright's own way is an `eval`, which the content policy refuses."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

PATIENCE_S = 20


def until(page: Page, true: Callable[[], bool], *, seconds: int = PATIENCE_S) -> None:
    for _ in range(seconds * 10):
        if true():
            return
        page.wait_for_timeout(100)
    pytest.fail(f"It did not come about within {seconds} s.")


def until_page(page: Page, expression: str, *, seconds: int = PATIENCE_S) -> None:
    until(page, lambda: bool(page.evaluate(expression)), seconds=seconds)
