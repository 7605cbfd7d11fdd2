"""The poster: bright, sharp, in the film's own shape, and silent about its maker."""

from __future__ import annotations

import struct
import time
from fractions import Fraction
from pathlib import Path

import pytest

from tests import films
from tests.production import numbered
from vidarium.production import poster, probe

SCENE = "testsrc2=size=320x180:rate=25"
TAGS = ("-metadata", "location=+27.5916-153.0169/", "-metadata", "comment=shot-by-nobody-42", "-movflags", "use_metadata_tags")


def still(media: Path, into: Path) -> Path:
    made = poster.make(probe.source(media), media, into)
    assert made == into / "poster.jpg"
    return made


def film(path: Path, graph: str, *, seconds: float, codec: tuple[str, ...] = ("-g", "25")) -> Path:
    words = ["-f", "lavfi", "-i", graph, "-t", str(seconds), "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p"]
    numbered.run([*words, *codec, str(path)])
    return path


def size(jpeg: Path) -> tuple[int, int]:
    """Width and height from the JPEG's frame header (ITU-T T.81, B.2.2)."""
    data = jpeg.read_bytes()
    at = 2
    while data[at + 1] not in {0xC0, 0xC1, 0xC2}:
        at += 2 + struct.unpack_from(">H", data, at + 2)[0]
    height, width = struct.unpack_from(">HH", data, at + 5)
    return width, height


def luma(jpeg: Path) -> float:
    """Mean brightness, 0 to 255."""
    grey = numbered.run(["-i", str(jpeg), "-vf", "scale=16:16:flags=area,format=gray", "-f", "rawvideo", "-"]).stdout
    return sum(grey) / len(grey)


def sharpness(jpeg: Path) -> float:
    """Mean difference between neighbours in a row."""
    width, _ = size(jpeg)
    grey = numbered.run(["-i", str(jpeg), "-vf", "format=gray", "-f", "rawvideo", "-"]).stdout
    steps = [abs(grey[at] - grey[at + 1]) for at in range(0, len(grey) - 1, 3) if (at + 1) % width]
    return sum(steps) / len(steps)


@pytest.mark.promise("P-e")
@pytest.mark.parametrize(
    ("name", "shape"),
    [
        ("plain", (320, 180)),
        ("upright", (180, 320)),
        ("anamorphic", (384, 288)),
        ("odd", (320, 180)),
        ("broadcast", (512, 288)),
        ("theora", (320, 180)),
        ("brief", (320, 180)),
        ("single", (320, 180)),
        ("tiny", (64, 36)),
    ],
)
def test_a_poster_has_the_shape_that_a_viewer_sees(name: str, shape: tuple[int, int], tmp_path: Path) -> None:
    made = still(films.make(name, into=tmp_path), tmp_path)
    assert size(made) == shape
    assert luma(made) > 40


def test_a_large_film_has_a_poster_of_1280(tmp_path: Path) -> None:
    large = film(tmp_path / "film.mp4", "testsrc2=size=1920x1080:rate=25", seconds=1)
    assert size(still(large, tmp_path)) == (1280, 720)


def test_sound_alone_has_no_poster(tmp_path: Path) -> None:
    media = films.make("sound_only", into=tmp_path)
    assert poster.make(probe.source(media), media, tmp_path) is None


def test_a_poster_carries_no_word_of_the_source_nor_of_the_encoder(tmp_path: Path) -> None:
    tagged = film(tmp_path / "film.mp4", SCENE, seconds=2, codec=TAGS)
    content = still(tagged, tmp_path).read_bytes()
    assert b"shot-by-nobody" in tagged.read_bytes()
    assert not [word for word in (b"nobody", b"27.59", b"Lav", b"Exif") if word in content]


@pytest.mark.parametrize("gop", ["25", "500"])
def test_a_film_that_fades_in_has_a_bright_poster(gop: str, tmp_path: Path) -> None:
    fading = film(tmp_path / "film.mp4", f"{SCENE},fade=in:st=2:d=1", seconds=8, codec=("-g", gop))
    assert luma(still(fading, tmp_path)) > 60


def test_a_film_that_is_black_has_a_poster_all_the_same(tmp_path: Path) -> None:
    black = film(tmp_path / "film.mp4", "color=black:s=320x180:r=25", seconds=2)
    assert luma(still(black, tmp_path)) < 5


def test_a_blurred_stretch_is_passed_over(tmp_path: Path) -> None:
    blurred = film(tmp_path / "film.mp4", f"{SCENE},gblur=sigma=12:enable='mod(floor(t/4),2)'", seconds=12)
    sharp = film(tmp_path / "sharp.mp4", SCENE, seconds=2)
    (tmp_path / "sharp").mkdir()
    assert sharpness(still(blurred, tmp_path)) > 0.8 * sharpness(still(sharp, tmp_path / "sharp"))


def test_the_poster_of_an_hdr_film_is_as_bright_as_one_without(tmp_path: Path) -> None:
    # The test picture's codes mean more light as PQ than as BT.709: tone mapping must bring that into range, not cut it.
    made = still(films.make("hdr", into=tmp_path), tmp_path)
    assert 60 < luma(made) < 215


def test_a_damaged_film_has_a_poster_of_what_is_whole(tmp_path: Path) -> None:
    assert luma(still(films.make("broken_off_mkv", into=tmp_path), tmp_path)) > 60


def test_a_film_of_two_hours_has_its_poster_at_once(tmp_path: Path) -> None:
    short, long = film(tmp_path / "short.mp4", SCENE, seconds=10), tmp_path / "long.mp4"
    numbered.run(["-stream_loop", "719", "-i", str(short), "-c", "copy", str(long)])
    source = probe.source(long)
    begun = time.monotonic()
    assert poster.make(source, long, tmp_path)
    # About 0.2 s on a quiet machine; decoding the whole would take minutes.
    assert time.monotonic() - begun < 10
    assert source.duration > Fraction(7190)
