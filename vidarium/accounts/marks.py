"""What a browser keeps of the people who use it: a random number for each, and our seal on it. Bound to whatever a seal is made of."""

from __future__ import annotations

import hmac
from dataclasses import dataclass

from django.conf import settings

MOST = 4
"""People of one browser."""
LONGEST = 600


@dataclass(frozen=True)
class Marks:
    """Marks for one purpose, sealed with a key of their own."""

    purpose: str

    def add(self, number: str, *, bound: str, among: str) -> str:
        """What the browser keeps from now on: this mark, beside those of others who use it."""
        others = [one for one in among[:LONGEST].split(".") if not self._fits(one, bound)]
        return ".".join([f"{number}-{self._seal(number, bound)}", *others][:MOST])

    def number(self, *, bound: str, among: str) -> str | None:
        """The number that this browser keeps for what is bound so, None where it keeps none."""
        return next((one.partition("-")[0] for one in among[:LONGEST].split(".") if self._fits(one, bound)), None)

    def _fits(self, one: str, bound: str) -> bool:
        number, _, seal = one.partition("-")
        return hmac.compare_digest(seal.encode(), self._seal(number, bound).encode())

    def _seal(self, number: str, bound: str) -> str:
        return str(settings.ENVIRONMENT.key(self.purpose).mac(f"{number}\0{bound}".encode(), size=16).hex())
