from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "vidarium.accounts"
    label = "accounts"
