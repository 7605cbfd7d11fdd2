"""The queue's door into privacy."""

from __future__ import annotations

from procrastinate.contrib.django import app

from vidarium.privacy import consents


@app.periodic(cron="23 3 * * *")
@app.task(name="privacy.sweep", queue="house", queueing_lock="privacy.sweep")
def sweep(timestamp: int) -> None:
    consents.forget_old()
