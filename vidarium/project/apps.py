"""The last application to load: binds who hears what, and how the register of the data map is compiled."""

from django.apps import AppConfig


class ProjectConfig(AppConfig):
    name = "vidarium.project"
    label = "project"

    def ready(self) -> None:
        from vidarium.foundation.datamap import register as datamap  # noqa: PLC0415 - models must be loaded first
        from vidarium.project import checks, register, wiring  # noqa: PLC0415 - the same

        wiring.bind()
        datamap.bind(register.compiled)
        checks.install()
