"""Addresses of the department's closing: /closings/2561/2/hard_close/."""

from django.urls import path

from registration.views import closing as views

urlpatterns = [
    path("", views.closings, name="closings"),
    path("<int:year>/<int:number>/", views.closing, name="closing"),
    path("<int:year>/<int:number>/<slug:verb>/", views.closing_act, name="closing_act"),
]
