"""What is taken from a request about a device (clauses I.A.2.1): exactly these items, coarsened before anything is kept.

A browser says of itself what it likes. Family and major version are kept, never the header; nothing else of a request is read.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ua_parser import Result, parse

from vidarium.accounts.models import SignedIn

LONGEST_HEADER = 500
"""Letters of a header that are looked at: a longer one is no browser's, and costs the more the longer it is."""
FAMILY = 40
Kind = SignedIn.Kind
PHONES, TABLETS = ("iPhone", "Mobile", "Phone"), ("iPad", "Tablet")
COMPUTERS = ("Windows", "Mac OS X", "Linux", "Ubuntu", "Chrome OS", "Fedora", "Debian")


@dataclass(frozen=True)
class About:
    """A device as it shows itself; empty where it tells nothing."""

    browser: str = ""
    system: str = ""
    kind: Kind = Kind.OTHER
    model: str = ""
    language: str = ""
    address: str | None = None

    def __str__(self) -> str:
        """“Firefox 156, Mac OS X 15”."""
        return ", ".join(part for part in (self.browser, self.system) if part)


def about(headers: Mapping[str, str], *, language: str, address: str | None) -> About:
    """What these headers tell of a device."""
    text = headers.get("User-Agent", "")[:LONGEST_HEADER]
    found = parse(text)
    model = found.device.model if found.device and found.device.model else ""
    browser = found.user_agent
    return About(
        browser=named(browser.family, browser.major) if browser else "",
        system=named(found.os.family, found.os.major) if found.os else "",
        kind=kind_of(found, text),
        model=model[:FAMILY],
        language=language,
        address=address,
    )


def named(family: str, major: str | None) -> str:
    """A family and its major version, and nothing finer."""
    return f"{family[:FAMILY]} {major[:6]}" if major else family[:FAMILY]


def kind_of(found: Result, text: str) -> Kind:
    """Computer, phone, tablet, or what tells nothing. An Android that is no phone says so by leaving “Mobile” out."""
    system = found.os.family if found.os else ""
    if any(word in text for word in TABLETS) or (system == "Android" and "Mobile" not in text):
        return Kind.TABLET
    if any(word in text for word in PHONES):
        return Kind.PHONE
    return Kind.COMPUTER if system in COMPUTERS else Kind.OTHER
