from django.apps import AppConfig


class ConsoleConfig(AppConfig):
    name = "vidarium.console"
    label = "console"
