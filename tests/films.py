"""Little films of every kind that people upload, made by ffmpeg as they are asked for, once a session.

    path = films.make("upright", into=tmp_path)

Each has a name, a licence line for the manifest and the facts that a probe must find. `KINDS` play; `HOSTILE` are
refused, each with its code.
"""

from __future__ import annotations

import atexit
import base64
import random
import shutil
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

from vidarium.foundation import process
from vidarium.foundation.process import Limits, Step

LIMITS = Limits(cpu_seconds=120, wall_seconds=240)
NTSC = Fraction(30000, 1001)
Command = tuple[str, ...]


@dataclass(frozen=True)
class Film:
    """How a film is made, and what it is."""

    file: str
    """Its file name."""
    commands: tuple[Command, ...] = ()
    """What ffmpeg is told, one run after the other; the last one writes the film, what the others made lies in `/out`."""
    after: Callable[[Path], None] | None = None
    """What is done to the file at last, or instead."""
    facts: Mapping[str, object] = field(default_factory=dict)
    """Names of `Source`'s and `Picture`'s fields, `display` for the size as seen, `sounds` for codec, channels and rate."""
    code: str = ""
    """Of the error with which it is refused."""
    licence: str = "made by the tests"


def picture(size: str = "320x180", rate: str = "30", seconds: float = 2) -> Command:
    return ("-f", "lavfi", "-i", f"testsrc2=size={size}:rate={rate}:duration={seconds}")


def tone(seconds: float = 2, rate: int = 48000, layout: str = "stereo") -> Command:
    return ("-f", "lavfi", "-i", f"sine=sample_rate={rate}:duration={seconds},aformat=channel_layouts={layout}")


X264 = ("-c:v", "libx264", "-preset", "ultrafast", "-bf", "2", "-g", "30", "-pix_fmt", "yuv420p")
AAC = ("-c:a", "aac", "-b:a", "96k")
SUBTITLES = base64.b64encode(b"1\n00:00:00,000 --> 00:00:02,000\nword\n").decode()
VP9 = ("-c:v", "libvpx-vp9", "-deadline", "realtime", "-cpu-used", "8")
MPEG2 = ("-c:v", "mpeg2video", "-bf", "2", "-c:a", "mp2")
STEREO = (("aac", 2, 48000),)
SECONDS = (Fraction(0), Fraction(1))
SD = {"codec": "h264", "display": (320, 180), "rate": Fraction(30), "variable": False, "duration": Fraction(2), "bit_depth": 8}
TEN_BIT = {"codec": "hevc", "bit_depth": 10, "hdr": True, "pixel_format": "yuv420p10le"}


def hdr(transfer: str) -> Command:
    master = "master-display=G(13250,34500)B(7500,3000)R(34000,16000)WP(15635,16450)L(10000000,1):max-cll=1000,400"
    tags = f"setparams=range=tv:color_primaries=bt2020:color_trc={transfer}:colorspace=bt2020nc"
    words = ("-vf", tags, "-c:v", "libx265", "-preset", "ultrafast", "-pix_fmt", "yuv420p10le")
    return (*words, "-x265-params", f"log-level=error:hdr10=1:{master}")


def one(file: str, *command: str, **facts: object) -> Film:
    return Film(file, (command,), facts=facts)


def two(file: str, first: Command, *command: str, **facts: object) -> Film:
    return Film(file, (first, command), facts=facts)


KINDS: dict[str, Film] = {
    "plain": one(
        "plain.mp4", *picture(), *tone(), *X264, *AAC, "-metadata", "title=<script>alert(1)</script>",
        **SD | {"sounds": STEREO, "keyframes": SECONDS, "zero": Fraction(0), "container": "mov,mp4,m4a,3gp,3g2,mj2"},
    ),
    "upright": two(
        "upright.mov", (*picture(), *tone(), *X264, *AAC, "/out/lying.mov"),
        "-display_rotation", "-90", "-i", "/out/lying.mov", "-c", "copy",
        **SD | {"rotation": 90, "display": (180, 320), "sounds": STEREO},
    ),
    "upside_down": two(
        "upside_down.mp4", (*picture(), *X264, "/out/standing.mp4"),
        "-display_rotation", "180", "-i", "/out/standing.mp4", "-c", "copy", **SD | {"rotation": 180, "sounds": ()},
    ),
    "variable": one(
        "variable.mp4", *picture(rate="60"), *tone(), *X264, *AAC,
        "-vf", "select='lt(n,60)*not(mod(n,2))+gte(n,60)*not(mod(n,6))'", "-fps_mode", "vfr",
        variable=True, rate=Fraction(30), sounds=STEREO,
    ),
    "silent": one("silent.mp4", *picture(), *X264, **SD | {"sounds": ()}),
    "sound_only": one(
        "sound_only.m4a", *tone(3), *AAC, "-metadata:s:a:0", "language=ger",
        picture=None, duration=Fraction(3), sounds=STEREO, languages=("de",), zero=Fraction(0),
    ),
    "song": two(
        "song.mp3", (*picture(seconds=0.04), "-frames:v", "1", "/out/cover.png"),
        *tone(3, 44100), "-i", "/out/cover.png", "-map", "0", "-map", "1", "-c:v", "copy", "-disposition:v", "attached_pic",
        picture=None, sounds=(("mp3", 2, 44100),),
    ),
    "surround": one(
        "surround.mkv", *picture(), *tone(layout="5.1"), *X264, "-c:a", "ac3",
        **SD | {"sounds": (("ac3", 6, 48000),), "container": "matroska,webm"},
    ),
    "compact_disc": one("compact_disc.mp4", *picture(), *tone(rate=44100), *X264, *AAC, **SD | {"sounds": (("aac", 2, 44100),)}),
    "hdr": one(
        "hdr.mp4", *picture(), *tone(), *hdr("smpte2084"), "-tag:v", "hvc1", *AAC,
        **SD | TEN_BIT | {"color_transfer": "smpte2084", "color_primaries": "bt2020", "color_space": "bt2020nc"},
    ),
    "hlg": one("hlg.mkv", *picture(), *hdr("arib-std-b67"), **SD | TEN_BIT | {"color_transfer": "arib-std-b67"}),
    "vp9": one("vp9.webm", *picture(), *tone(), *VP9, "-c:a", "libopus", **SD | {"codec": "vp9", "sounds": (("opus", 2, 48000),)}),
    "av1": one("av1.mp4", *picture(), "-c:v", "libsvtav1", "-preset", "12", "-svtav1-params", "lp=1", **SD | {"codec": "av1"}),
    "broadcast": one(
        "broadcast.ts", *picture("352x288", "25"), *tone(), "-vf", "setfield=tff,setsar=16/11",
        *MPEG2, "-g", "12", "-flags", "+ildct+ilme", container="mpegts", codec="mpeg2video", interlaced=True,
        rate=Fraction(25), variable=False, duration=Fraction(2), display=(512, 288), sounds=(("mp2", 2, 48000),),
    ),
    "disc": one(
        "disc.mpg", *picture("352x240", "30000/1001"), *tone(), *MPEG2, "-f", "vob",
        container="mpeg", codec="mpeg2video", rate=NTSC, variable=False, sounds=(("mp2", 2, 48000),),
    ),
    # The muxer leaves out a frame beside MP3, so the picture is not quite regular.
    "avi": one(
        "old.avi", *picture(), *tone(rate=44100), "-c:v", "msmpeg4", "-c:a", "libmp3lame",
        container="avi", codec="msmpeg4v3", rate=Fraction(30), display=(320, 180), sounds=(("mp3", 2, 44100),),
    ),
    "theora": one(
        "theora.ogv", *picture(), *tone(), "-c:v", "libtheora", "-c:a", "libvorbis",
        **SD | {"codec": "theora", "sounds": (("vorbis", 2, 48000),), "container": "ogg"},
    ),
    "odd": one(
        "odd.webm", *picture(), "-vf", "scale=321:181,setsar=1", *VP9,
        **SD | {"codec": "vp9", "width": 321, "height": 181, "display": (321, 181)},
    ),
    "anamorphic": one(
        "anamorphic.mp4", *picture("360x288", "25"), "-vf", "setsar=16/15", *X264,
        width=360, height=288, display=(384, 288), pixel_aspect=Fraction(16, 15), rate=Fraction(25),
    ),
    "late_sound": one(
        "late_sound.mp4", *picture(), "-itsoffset", "0.7", *tone(1.3), *X264, *AAC,
        **SD | {"zero": Fraction(0), "start": Fraction(0), "sound_start": Fraction(7, 10), "sounds": STEREO},
    ),
    "late_picture": one(
        "late_picture.mkv", "-itsoffset", "0.5", *picture(), *tone(2.5), *X264, *AAC,
        zero=Fraction(0), start=Fraction(1, 2), sound_start=Fraction(0), duration=Fraction(5, 2), sounds=STEREO,
    ),
    "brief": one("brief.mp4", *picture(seconds=0.4), *tone(0.4), *X264, *AAC, **SD | {"duration": Fraction(2, 5)}),
    "single": one("single.mp4", *picture(seconds=1), "-frames:v", "1", *X264, duration=Fraction(1, 30), variable=False),
    "tiny": one("tiny.mp4", *picture("64x36"), *tone(), *X264, *AAC, **SD | {"display": (64, 36)}),
    "seventeen": one(
        "seventeen.mkv", *picture(rate="17"), *tone(), *X264, *AAC, rate=Fraction(17), variable=False, duration=Fraction(2)
    ),
    "ntsc": one("ntsc.mkv", *picture(rate="30000/1001"), *X264, rate=NTSC, variable=False, duration=60 / NTSC),
    "cinema": one(
        "cinema.webm", *picture(rate="24000/1001"), "-c:v", "libvpx", "-deadline", "realtime",
        codec="vp8", rate=Fraction(24000, 1001), variable=False,
    ),
    "open_gop": one(
        "open_gop.mp4", *picture(), "-c:v", "libx265", "-preset", "ultrafast",
        "-x265-params", "log-level=error:open-gop=1:keyint=15:min-keyint=15:bframes=3",
        **SD | {"codec": "hevc", "keyframes": (Fraction(0),)},
    ),
    "fragmented": one(
        "fragmented.mp4", *picture(), *tone(), *X264, *AAC, "-movflags", "+frag_keyframe+empty_moov", **SD | {"sounds": STEREO}
    ),
    "two_languages": one(
        "two_languages.mkv", *picture(), *tone(), *tone(), "-map", "0", "-map", "1", "-map", "2", *X264, *AAC,
        "-metadata:s:a:0", "language=eng", "-metadata:s:a:1", "language=fre", **SD | {"languages": ("en", "fr")},
    ),
    "million": one(
        "million.mp4", *picture(), "-vf", "settb=1/1000000,setpts=N", "-fps_mode", "passthrough",
        "-enc_time_base", "1/1000000", *X264, "-video_track_timescale", "1000000", rate=Fraction(1000000),
    ),
}  # fmt: skip


def written(content: bytes) -> Callable[[Path], None]:
    def write(path: Path) -> None:
        path.write_bytes(content)

    return write


def cut_to(share: float) -> Callable[[Path], None]:
    def cut(path: Path) -> None:
        path.write_bytes(path.read_bytes()[: int(path.stat().st_size * share)])

    return cut


LONG = (*picture(seconds=8), *tone(8), *X264, *AAC)
M3U8 = b"#EXTM3U\n#EXT-X-TARGETDURATION:4\n#EXTINF:4,\nneighbour.ts\n#EXT-X-ENDLIST\n"
SDP = b"v=0\no=- 0 0 IN IP4 127.0.0.1\nc=IN IP4 127.0.0.1\nm=video 9 RTP/AVP 96\n"
MPD = b'<?xml version="1.0"?>\n<MPD><Period/></MPD>'
FOUR_HUNDRED = ("-i", "/out/one.m4a", *("-map", "0") * 400, "-c", "copy")
TEN_HOURS = ("-vf", "setpts=N*36000/TB", "-fps_mode", "passthrough")
WORDS = ("-f", "srt", "-i", f"data:text/plain;base64,{SUBTITLES}")
HOSTILE: dict[str, Film] = {
    "empty": Film("empty.mp4", after=written(b""), code="source.empty"),
    "noise": Film("noise.mp4", after=written(random.Random(7).randbytes(100_000)), code="source.unreadable"),
    "text": Film("text.mp4", after=written(b"Dear diary,\n" * 500), code="source.unreadable"),
    "ffconcat": Film("ffconcat.mp4", after=written(b"ffconcat version 1.0\nfile neighbour.mp4\n"), code="source.playlist"),
    "m3u8": Film("m3u8.mp4", after=written(M3U8), code="source.playlist"),
    "dash": Film("dash.mp4", after=written(MPD), code="source.playlist"),
    "sdp": Film("sdp.mp4", after=written(SDP), code="source.playlist"),
    "no_moov": Film("no_moov.mp4", (LONG,), after=cut_to(0.5), code="source.unreadable"),
    "header_only": Film("header_only.mkv", (LONG,), after=cut_to(0.002), code="source.truncated"),
    "magicyuv": Film("magicyuv.avi", ((*picture(seconds=0.2), "-c:v", "magicyuv"),), code="source.codec"),
    "four_hundred": Film("many.mp4", ((*tone(0.1), *AAC, "/out/one.m4a"), FOUR_HUNDRED), code="source.too_large"),
    "huge": Film("huge.avi", ((*picture("8192x8192", "1", 1), "-frames:v", "1", "-c:v", "mjpeg"),), code="source.too_large"),
    "gap": Film("gap.mkv", ((*picture("64x36", "1", 2), *TEN_HOURS, *X264),), code="source.bomb"),
    "subtitles": Film("subtitles.mkv", (WORDS,), code="source.no_streams"),
}
BROKEN_OFF: dict[str, Film] = {
    "broken_off": Film("broken_off.mp4", ((*LONG, "-movflags", "+faststart"),), after=cut_to(0.5)),
    "broken_off_mkv": Film("broken_off.mkv", (LONG,), after=cut_to(0.5)),
}
"""They promise eight seconds and hold about four."""
ALL = KINDS | HOSTILE | BROKEN_OFF
_workshop = Path(tempfile.mkdtemp(prefix="vidarium-films-"))
_workshop.chmod(0o755)
atexit.register(shutil.rmtree, _workshop, ignore_errors=True)


def make(name: str, into: Path) -> Path:
    """The film called `name`, in the folder `into`. Made at the first call, copied at every one."""
    film = ALL[name]
    made = _workshop / name / film.file
    if not made.exists():
        _make(film, made.parent)
    return Path(shutil.copy(made, into / film.file))


def _make(film: Film, folder: Path) -> None:
    folder.mkdir(exist_ok=True)
    for command in film.commands:
        last = (f"/out/{film.file}",) if command is film.commands[-1] else ()
        words = ("-nostdin", "-v", "error", "-y", "-fflags", "+bitexact", *command, *last)
        process.run(Step("ffmpeg", words, output=folder), within=LIMITS)
    if film.after:
        film.after(folder / film.file)
