"""The queue's door into accounts."""

from __future__ import annotations

from procrastinate.contrib.django import app

from vidarium.accounts import upkeep


@app.periodic(cron="7 * * * *")
@app.task(name="accounts.sweep", queue="house", queueing_lock="accounts.sweep")
def sweep(timestamp: int) -> None:
    upkeep.sweep()
