"""Look-ups of this room that are made before the company is known."""

from vidarium.foundation.lookups import Lookup

LOOKUPS: tuple[Lookup, ...] = ()
