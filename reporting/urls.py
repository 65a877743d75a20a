"""Every address of the reports; months are the sales' month in /monthly/, the meeting's month in /summary/."""

from django.urls import path

from reporting.views import monthly, start, summary

app_name = "reporting"
MONTH = "<int:year>/<int:month>/"
urlpatterns = [
    path("tasks/", start.tasks, name="tasks"),
    path("monthly/", monthly.home, name="monthly_home"),
    path(f"monthly/{MONTH}", monthly.month, name="monthly_month"),
    path(f"monthly/{MONTH}share/", monthly.share, name="monthly_share"),
    path(f"monthly/{MONTH}<str:district>/", monthly.report, name="monthly"),
    path(f"monthly/{MONTH}<str:district>/receipt/", monthly.receipt, name="monthly_receipt"),
    path("summary/", summary.home, name="summary_home"),
    path(f"summary/{MONTH}", summary.summary, name="summary"),
]
