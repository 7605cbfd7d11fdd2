"""The register of this installation: every room's fields, and what each keeps outside them, put together."""

from __future__ import annotations

from django.apps import apps

from vidarium.accounts import personal_data as accounts
from vidarium.console import personal_data as console
from vidarium.foundation import environment
from vidarium.foundation.datamap import register
from vidarium.library import personal_data as library
from vidarium.notices import personal_data as notices
from vidarium.production import personal_data as production
from vidarium.project import lockfile, third_party
from vidarium.project import personal_data as project

LOCK = environment.CHECKOUT / "datamap.lock.json"


def declared() -> register.Declared:
    """What there is to compile."""
    return register.Declared(
        models=apps.get_models(include_auto_created=True),
        tables={**third_party.TABLES, **accounts.TABLES},
        kept=(*accounts.KEPT, *notices.KEPT, *library.KEPT, *production.KEPT, *console.KEPT, *project.KEPT),
    )


def compiled() -> register.Register:
    """The register, under the version that the lock file gives it. Raises `Incomplete`."""
    return declared().register(version=lockfile.version_in(LOCK))
