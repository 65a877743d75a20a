"""Addresses of grades under /grades/; names grading:… A quarter is year and number: /grades/2567/4/43/."""

from django.urls import path

from grading.views import again, bases, grades, policies, runs, targets

app_name = "grading"
BASE = "base/<int:year>/<int:quarter>/<str:province>/"
TARGETS = "targets/<int:year>/<int:quarter>/<str:province>/"
UNIT = "<int:year>/<int:quarter>/<str:unit>/"
urlpatterns = [
    path("", grades.home, name="home"),
    path("policies/", policies.policy_list, name="policies"),
    path("policies/new/", policies.policy_new, name="policy_new"),
    path("policies/<int:version>/", policies.policy, name="policy"),
    path(BASE, bases.base, name="base"),
    path(f"{BASE}import/", bases.upload, name="base_import"),
    path(f"{BASE}check/", bases.check, name="base_check"),
    path(f"{BASE}take/", bases.take, name="base_take"),
    path("base/<int:pk>/correct/", bases.correct, name="base_correct"),
    path(TARGETS, targets.targets_page, name="targets"),
    path(f"{TARGETS}edit/", targets.targets_edit, name="targets_edit"),
    path("<int:year>/<int:quarter>/", grades.nation, name="nation"),
    path(UNIT, grades.unit_page, name="unit"),
    path(f"{UNIT}runs/", again.runs, name="runs"),
    path(f"{UNIT}runs.csv", again.runs_csv, name="runs_csv"),
    path(f"{UNIT}runs.xlsx", again.runs_xlsx, name="runs_xlsx"),
    path(f"{UNIT}runs.json", again.runs_json, name="runs_json"),
    path(f"{UNIT}again/", again.again, name="again"),
    path(f"{UNIT}interim/", runs.interim, name="interim"),
    path(f"{UNIT}final/", runs.final, name="final"),
]
