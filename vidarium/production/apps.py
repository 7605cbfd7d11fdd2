from django.apps import AppConfig


class ProductionConfig(AppConfig):
    name = "vidarium.production"
    label = "production"
