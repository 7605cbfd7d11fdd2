"""Nothing in the repository knows the machine that it was written on."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tools.house.checkout import Checkout, Finding

ELSEWHERE = re.compile(r"(?<![\w.])/(?:work|farm|home/\w+|Users/\w+|root/\.\w+)/|\.\./shared\b")
PATTERNS = ("*.py", "*.html", "*.md", "*.toml", "*.sh")


def breaches(checkout: Checkout) -> Iterator[Finding]:
    for pattern in PATTERNS:
        for path, text in checkout.files(pattern):
            for number, line in enumerate(text.splitlines(), 1):
                if ELSEWHERE.search(line) and not path.startswith(("tools/house/", "tests/house/")):
                    yield Finding(path, number, "A path of one machine. Ask the environment, or make it relative to the file.")
