"""Every address of the site, app by app."""

from django.urls import include, path

urlpatterns = [
    path("", include("registration.urls")),
    path("grades/", include("grading.urls")),
    path("", include("reporting.urls")),
]
handler500 = "registration.views.errors.server_error"
