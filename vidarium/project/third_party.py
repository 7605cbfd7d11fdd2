"""Labels for the tables of other people's code that belong to no room: the queue's and Django's own bookkeeping."""

from __future__ import annotations

from collections.abc import Mapping

from vidarium.foundation.datamap import Label, NotPersonal

ROW = NotPersonal("a number that names the row and nothing outside it")
NAME_OF_CODE = NotPersonal("the name of a piece of code")
ARGUMENTS = NotPersonal("ids, names of a grid's rows and numbers of its columns, never a content")
WORK = NotPersonal("where a piece of work stands, and when")

TABLES: Mapping[str, Mapping[str, Label]] = {
    "procrastinate_workers": {"id": ROW, "last_heartbeat": WORK},
    "procrastinate_jobs": {
        "id": ROW, "queue_name": NAME_OF_CODE, "task_name": NAME_OF_CODE, "priority": WORK, "lock": ARGUMENTS, "queueing_lock": ARGUMENTS,
        "args": ARGUMENTS, "status": WORK, "scheduled_at": WORK, "attempts": WORK, "abort_requested": WORK, "worker_id": ROW,
    },
    "procrastinate_periodic_defers": {
        "id": ROW, "task_name": NAME_OF_CODE, "defer_timestamp": WORK, "job_id": ROW, "periodic_id": NAME_OF_CODE,
    },
    "procrastinate_events": {"id": ROW, "job_id": ROW, "type": WORK, "at": WORK},
    "django_content_type": {"id": ROW, "app_label": NAME_OF_CODE, "model": NAME_OF_CODE},
    "django_migrations": {"id": ROW, "app": NAME_OF_CODE, "name": NAME_OF_CODE, "applied": WORK},
}  # fmt: skip
