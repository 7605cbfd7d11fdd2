"""Public ids: a prefix and 26 characters of Crockford base 32, lower case (design: API conventions).

Ids that name a thing hold a UUIDv7 and sort by age; ids that open a door hold 128 random bits.
"""

from __future__ import annotations

import secrets
import time
import uuid

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
LENGTH = 26
NANOSECONDS = 1_000_000
"""In a millisecond."""
PLACES = {letter: place for place, letter in enumerate(ALPHABET)}


def sortable() -> uuid.UUID:
    """A UUIDv7 (RFC 9562 section 5.7): 48 bits of Unix milliseconds, 12 bits of what is left of the time, 62 random bits.

    Sorted, two that one process makes stand in the order in which it made them, but for those of the same quarter of a microsecond
    (section 6.2, method 3).
    """
    stamp, rest = divmod(time.time_ns(), NANOSECONDS)
    value = (stamp & (1 << 48) - 1) << 80 | 0x7 << 76 | (rest << 12) // NANOSECONDS << 64 | 0b10 << 62 | secrets.randbits(62)
    return uuid.UUID(int=value)


def unguessable() -> uuid.UUID:
    """128 random bits in the clothes of a UUID."""
    return uuid.UUID(bytes=secrets.token_bytes(16))


def show(prefix: str, value: uuid.UUID) -> str:
    """`ast` and a UUID give `ast_01j…`."""
    number, letters = value.int, []
    for _ in range(LENGTH):
        letters.append(ALPHABET[number & 31])
        number >>= 5
    return f"{prefix}_{''.join(reversed(letters))}"


def read(prefix: str, text: str) -> uuid.UUID | None:
    """The UUID behind a public id, or None where the text is not one of ours to the letter."""
    head, _, tail = text.partition("_")
    if head != prefix or len(tail) != LENGTH or any(letter not in PLACES for letter in tail):
        return None
    number = 0
    for letter in tail:
        number = number << 5 | PLACES[letter]
    return uuid.UUID(int=number) if number < 1 << 128 else None
