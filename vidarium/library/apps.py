from django.apps import AppConfig


class LibraryConfig(AppConfig):
    name = "vidarium.library"
    label = "library"
