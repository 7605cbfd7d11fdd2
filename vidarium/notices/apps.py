from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "vidarium.notices"
    label = "notices"
