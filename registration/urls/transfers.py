"""Addresses: moves of producers between districts."""

from django.urls import path

from registration.views.registry import transfers

urlpatterns = [
    path("", transfers.requests, name="transfers"),
    path("take/", transfers.take, name="transfer_take"),
    path("give/<int:pk>/", transfers.give, name="transfer_give"),
    path("<int:pk>/", transfers.transfer, name="transfer"),
    path("<int:pk>/undo/", transfers.undo, name="transfer_undo"),
]
