from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    name = "vidarium.privacy"
    label = "privacy"
