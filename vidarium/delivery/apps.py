from django.apps import AppConfig


class DeliveryConfig(AppConfig):
    name = "vidarium.delivery"
    label = "delivery"
