"""The queue's doors into delivery."""

from __future__ import annotations

from procrastinate.contrib.django import app

from vidarium.delivery import playback

HOUSE_QUEUE = "house"


@app.periodic(cron="17 * * * *")
@app.task(name="delivery.forget_spent_revocations", queue=HOUSE_QUEUE, queueing_lock="delivery.forget_spent_revocations")
def forget_spent_revocations(timestamp: int) -> None:
    playback.forget_spent_revocations()
