"""What is taken from a request about a device: these items, coarse, and nothing else."""

from __future__ import annotations

import pytest

from vidarium.accounts import devices
from vidarium.accounts.models import SignedIn

Kind = SignedIn.Kind
LINUX = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.7122.3 Safari/537.36"
APPLE = "AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1"
IPHONE = f"Mozilla/5.0 (iPhone; CPU iPhone OS 18_1_2 like Mac OS X) {APPLE}"
IPAD = f"Mozilla/5.0 (iPad; CPU OS 17_5 like Mac OS X) {APPLE}"
PIXEL = "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Mobile Safari/537.36"
SLATE = "Mozilla/5.0 (Linux; Android 14; SM-X710) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36"
MAC = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:156.0) Gecko/20100101 Firefox/156.0"


def seen(text: str) -> devices.About:
    return devices.about({"User-Agent": text, "X-Canary": "canary", "Referer": "canary"}, language="en", address="203.0.113.9")


@pytest.mark.promise("I.A.2.1-b")
@pytest.mark.promise("I.A.2.1-c")
@pytest.mark.parametrize(
    ("text", "browser", "system"),
    [(LINUX, "Chrome 156", "Linux"), (IPHONE, "Mobile Safari 18", "iOS 18"), (MAC, "Firefox 156", "Mac OS X 10"), ("", "", "")],
)
def test_of_a_browser_its_family_and_major_version_are_kept(text: str, browser: str, system: str) -> None:
    assert (seen(text).browser, seen(text).system) == (browser, system)


@pytest.mark.promise("IX-e")
@pytest.mark.promise("I.A.2.1-e")
@pytest.mark.promise("I.A.2.1-f")
@pytest.mark.parametrize(
    ("text", "kind", "model"),
    [
        (LINUX, Kind.COMPUTER, ""), (MAC, Kind.COMPUTER, "Mac"), (IPHONE, Kind.PHONE, "iPhone"), (PIXEL, Kind.PHONE, "Pixel 9"),
        (IPAD, Kind.TABLET, "iPad"), (SLATE, Kind.TABLET, "SM-X710"), ("curl/8.1", Kind.OTHER, ""), ("", Kind.OTHER, ""),
    ],
)  # fmt: skip
def test_of_a_device_its_kind_is_kept_and_its_model_where_it_tells(text: str, kind: str, model: str) -> None:
    assert (seen(text).kind, seen(text).model) == (kind, model)


@pytest.mark.promise("I.A.2-a")
def test_no_other_header_is_taken() -> None:
    assert "canary" not in repr(seen(LINUX))


@pytest.mark.parametrize("text", ["\x00" * 9000, "Mozilla/5.0 " * 900, "(" * 5000, "💥 " * 400])
def test_a_header_that_is_no_browsers_is_short_work(text: str) -> None:
    found = seen(text)
    assert max(len(found.browser), len(found.system), len(found.model)) <= 60
