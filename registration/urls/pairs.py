"""Addresses: pairs of producers that may be one."""

from django.urls import path

from registration.views.registry import pairs

urlpatterns = [
    path("", pairs.waiting, name="pairs"),
    path("<int:low>/<int:high>/", pairs.pair, name="pair"),
    path("<int:low>/<int:high>/merge/<int:stays>/", pairs.merge, name="pair_merge"),
]
