"""What `manage check` asks besides Django's own questions: whether the data map tells about everything that is kept."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import Error, Tags, register

from vidarium.project.register import declared


def install() -> None:
    """Make Django's check ask about the data map too."""
    register(data_map_is_complete, Tags.models)


def data_map_is_complete(app_configs: Sequence[AppConfig] | None, **_options: Any) -> list[Error]:
    """An error for each thing that the data map leaves out, all of them at once."""
    return [Error(problem, id="vidarium.E001") for problem in declared().problems()]
