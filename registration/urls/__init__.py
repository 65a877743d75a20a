"""Every address of the registry, by subject; names registration:…"""

from django.urls import include, path

from registration.urls import (
    accounts,
    checks,
    closing,
    corrections,
    faults,
    imports,
    jobs,
    journal,
    notices,
    pairs,
    people,
    plan,
    producers,
    public,
    rounds,
    sales,
    tasks,
    transfers,
)
from registration.views import personal

app_name = "registration"
urlpatterns = [
    path("", include(public.urlpatterns)),
    path("accounts/", include(accounts.urlpatterns)),
    path("tasks/", include(tasks.urlpatterns)),
    path("producers/", include(producers.urlpatterns)),
    path("pairs/", include(pairs.urlpatterns)),
    path("faults/", include(faults.urlpatterns)),
    path("checks/", include(checks.urlpatterns)),
    path("transfers/", include(transfers.urlpatterns)),
    path("import/", include(imports.urlpatterns)),
    path("rounds/", include(rounds.urlpatterns)),
    path("sales/", include(sales.urlpatterns)),
    path("corrections/", include(corrections.urlpatterns)),
    path("closings/", include(closing.urlpatterns)),
    path("plan/", include(plan.urlpatterns)),
    path("people/", include(people.urlpatterns)),
    path("journal/", include(journal.urlpatterns)),
    path("retention/", personal.retention, name="retention"),
    path("jobs/", include(jobs.urlpatterns)),
    path("notices/", include(notices.urlpatterns)),
]
