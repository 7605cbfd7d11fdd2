"""The last application to load: binds who hears what."""

from django.apps import AppConfig


class ProjectConfig(AppConfig):
    name = "vidarium.project"
    label = "project"

    def ready(self) -> None:
        from vidarium.project import wiring  # noqa: PLC0415 - models must be loaded first

        wiring.bind()
