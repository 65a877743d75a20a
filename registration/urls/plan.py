"""Addresses of the calendar. A window is named by its place in the plan: /plan/2561/windows/2/verify/."""

from datetime import date

from django.urls import URLPattern, path, register_converter

from registration.views import plan as views


class DayConverter:
    """A day in an address, ISO and C.E.: 2018-04-12; a day that does not exist is no address."""

    regex = "[0-9]{4}-[0-9]{2}-[0-9]{2}"

    def to_python(self, value: str) -> date:
        return date.fromisoformat(value)

    def to_url(self, value: date) -> str:
        return value.isoformat()


register_converter(DayConverter, "day")

urlpatterns: list[URLPattern] = [
    path("", views.plans, name="plan"),
    path("propose/", views.plan_propose, name="plan_propose"),
    path("simulator/", views.simulator, name="simulator"),
    path("<int:year>/", views.plan_year, name="plan_year"),
    path("<int:year>/publish/", views.plan_publish, name="plan_publish"),
    path("<int:year>/discard/", views.plan_discard, name="plan_discard"),
    path("<int:year>/windows/<int:number>/<slug:step>/", views.window_edit, name="window_edit"),
    path("<int:year>/narrow/<int:number>/<slug:step>/", views.window_narrow, name="window_narrow"),
    path("<int:year>/extensions/", views.extensions, name="extensions"),
    path("<int:year>/extensions/new/<int:number>/<slug:step>/", views.extension_new, name="extension_new"),
    path("<int:year>/extensions/<int:pk>/end/", views.extension_end, name="extension_end"),
    path("<int:year>/holidays/", views.holidays, name="holidays"),
    path("<int:year>/holidays/new/", views.holiday_new, name="holiday_new"),
    path("<int:year>/holidays/<day:day>/remove/", views.holiday_remove, name="holiday_remove"),
]
