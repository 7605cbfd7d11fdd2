"""What the media element of an asset's page says it has done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Page, expect

from tests.journeys.desk import MADE_WITHIN_MS
from tests.web.waiting import until

STATE = """(video => ({
    time: video.currentTime, ended: video.ended, width: video.videoWidth, height: video.videoHeight,
    frames: video.getVideoPlaybackQuality().totalVideoFrames, picture_bytes: video.webkitVideoDecodedByteCount,
    sound_bytes: video.webkitAudioDecodedByteCount, error: video.error ? video.error.message : "",
}))(document.querySelector("video-player video"))"""
PLAY_SECONDS = 120


@dataclass(frozen=True)
class Played:
    """After a while of playing."""

    time: float
    ended: bool
    width: int
    """As shown, in pixels of the rung that plays; 0 for sound alone."""
    height: int
    frames: int
    picture_bytes: int
    sound_bytes: int
    error: str


def state(page: Page) -> Played:
    said: dict[str, Any] = page.evaluate(STATE)
    return Played(**said)


def play(page: Page, *, seconds: float) -> Played:
    """Press play and watch until that much has gone by, or the film has ended."""
    expect(page.locator("video-player[src]")).to_be_attached(timeout=MADE_WITHIN_MS)
    page.locator(".controls").get_by_role("button", name="Play").click()
    until(page, lambda: has_played(state(page), seconds), seconds=PLAY_SECONDS)
    return state(page)


def has_played(seen: Played, seconds: float) -> bool:
    assert not seen.error, seen
    return seen.time >= seconds or seen.ended
