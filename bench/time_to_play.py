"""From the last byte of an upload to the first frame on a screen, for the same film at one minute, ten minutes and two hours.

    .venv/bin/python bench/time_to_play.py [--runs 3]

Starts the product on a folder of its own. A browser has the asset's page open while the film arrives, as the person who
uploads it would; the clock runs from the moment the last byte is sent until Chromium has presented a frame. The longer films
are the first one looped without encoding it again, so that only the length differs. Target: under two seconds each, and flat.
"""

from __future__ import annotations

import argparse
import base64
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import httpx
import imageio_ffmpeg
from playwright.sync_api import BrowserContext, sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from tests import stack

FFMPEG = imageio_ffmpeg.get_ffmpeg_exe()
LENGTHS = {"1 min": 1, "10 min": 10, "2 h": 120}
MINUTE = 60
CHROMIUM = "/usr/bin/chromium"
QUIET = ("background-networking", "component-update", "sync", "quic", "gpu")
FLAGS = [*(f"--disable-{name}" for name in QUIET), "--no-first-run", "--autoplay-policy=no-user-gesture-required"]
PIECE = 16 << 20
LAST = 64 << 10
"""So much is held back and sent at the end: what counts is the time after it, not the line's speed."""

FIRST_FRAME = """() => new Promise(seen => {
  const watch = () => {
    const video = document.querySelector("video-player video");
    if (video && video.getAttribute("data-timed") === null) {
      video.setAttribute("data-timed", "");
      video.requestVideoFrameCallback(() => seen(Date.now() / 1000));
      video.muted = true;
      video.play().catch(() => {});
      video.addEventListener("canplay", () => video.play());
    } else setTimeout(watch, 5);
  };
  watch();
})"""


def film_of(folder: Path, minutes: int) -> Path:
    """A moving test picture with sound, 720p25, a keyframe every two seconds; longer ones are the first looped by copy."""
    first = folder / "1.mp4"
    if not first.exists():
        source = [*("-f", "lavfi", "-i", f"testsrc2=s=1280x720:r=25:d={MINUTE}"), *("-f", "lavfi", "-i", f"sine=f=440:d={MINUTE}")]
        codec = ["-c:v", "libx264", "-preset", "veryfast", "-crf", "30", "-g", "50", "-c:a", "aac", "-shortest"]
        subprocess.run([FFMPEG, "-v", "error", *source, *codec, str(first)], check=True)  # noqa: S603 - our own words
    if minutes == 1:
        return first
    long = folder / f"{minutes}.mp4"
    subprocess.run([FFMPEG, "-v", "error", "-stream_loop", str(minutes - 1), "-i", str(first), "-c", "copy", str(long)], check=True)  # noqa: S603 - our own words
    return long


def begin(api: httpx.Client, film: Path) -> tuple[str, str]:
    """Create the upload and send all but the last bytes; its address and its asset's id."""
    name = base64.b64encode(film.name.encode()).decode()
    made = api.post("/files", headers={"Upload-Length": str(film.stat().st_size), "Upload-Metadata": f"filename {name}"})
    made.raise_for_status()
    upload = made.headers["Location"]
    offset, end = 0, film.stat().st_size - LAST
    with film.open("rb") as source:
        while offset < end:
            offset = send(api, upload, offset, source.read(min(PIECE, end - offset)))
    return upload, str(api.get(f"/api/v1/uploads/{upload.rsplit('/', 1)[1]}").json()["asset_id"])


def send(api: httpx.Client, upload: str, offset: int, data: bytes) -> int:
    answer = api.patch(upload, content=data, headers={"Upload-Offset": str(offset), "Content-Type": "application/offset+octet-stream"})
    answer.raise_for_status()
    return int(answer.headers["Upload-Offset"])


def timed(api: httpx.Client, browser: BrowserContext, film: Path) -> float:
    """Seconds from the last byte to the first frame."""
    upload, asset = begin(api, film)
    page = browser.new_page()
    page.goto(str(api.base_url.join(f"/assets/{asset}")))
    page.evaluate("() => new Promise(done => setTimeout(done, 500))")
    frame = page.evaluate_handle(f"() => ({{ promise: ({FIRST_FRAME})() }})")
    size = film.stat().st_size
    with film.open("rb") as source:
        source.seek(size - LAST)
        last = source.read()
    sent = time.time()
    send(api, upload, size - LAST, last)
    shown = float(frame.evaluate("held => held.promise"))
    page.close()
    api.delete(f"/api/v1/assets/{asset}").raise_for_status()
    return shown - sent


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=3)
    runs = parser.parse_args().runs
    with tempfile.TemporaryDirectory() as name, stack.started(VIDARIUM_HEARTBEAT="5") as product, sync_playwright() as play:
        chromium = play.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        browser = chromium.new_context()
        page = browser.new_page()
        page.goto(product.sign_in)
        page.click("main button")
        page.close()
        headers = {"Authorization": f"Bearer {product.token()}", "Tus-Resumable": "1.0.0"}
        with httpx.Client(base_url=product.url, headers=headers, timeout=120) as api:
            films = {words: film_of(Path(name), minutes) for words, minutes in LENGTHS.items()}
            found: dict[str, list[float]] = {words: [] for words in films}
            for _ in range(runs):
                for words, film in films.items():
                    found[words].append(timed(api, browser, film))
        chromium.close()
    middle = {words: statistics.median(times) for words, times in found.items()}
    for words, times in found.items():
        print(f"{words:>7}  {middle[words]:.2f} s from last byte to first frame (of {', '.join(f'{one:.2f}' for one in times)})")
    print(f"  ratio  {middle['2 h'] / middle['1 min']:.2f} two hours to one minute")


if __name__ == "__main__":
    main()
