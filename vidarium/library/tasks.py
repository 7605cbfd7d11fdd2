"""The queue's doors into the library."""

from __future__ import annotations

from procrastinate.contrib.django import app

from vidarium.library import upkeep

HOUSE_QUEUE = "house"


@app.periodic(cron="* * * * * */10")
@app.task(name="library.sweep", queue=HOUSE_QUEUE, queueing_lock="library.sweep")
def sweep(timestamp: int) -> None:
    upkeep.sweep()


@app.periodic(cron="*/10 * * * *")
@app.task(name="library.tidy", queue=HOUSE_QUEUE, queueing_lock="library.tidy")
def tidy(timestamp: int) -> None:
    upkeep.tidy()
