"""Every address of the reports; months are the sales' month in /monthly/, the meeting's month in /summary/."""

from django.urls import path

from reporting.views import documents, finals, letters, monthly, sales_corrections, start, summary, units

app_name = "reporting"
MONTH = "<int:year>/<int:month>/"
urlpatterns = [
    path("tasks/", start.tasks, name="tasks"),
    path("monthly/", monthly.home, name="monthly_home"),
    path(f"monthly/{MONTH}", monthly.month, name="monthly_month"),
    path(f"monthly/{MONTH}share/", monthly.share, name="monthly_share"),
    path(f"monthly/{MONTH}<str:district>/", monthly.report, name="monthly"),
    path(f"monthly/{MONTH}<str:district>/receipt/", monthly.receipt, name="monthly_receipt"),
    path("letters/", letters.letters, name="letters"),
    path("letters/new/", letters.new, name="letter_new"),
    path("letters/<int:pk>/", letters.letter, name="letter"),
    path("letters/<int:pk>/edit/", letters.edit, name="letter_edit"),
    path("letters/<int:pk>/issue/", letters.issue, name="letter_issue"),
    path("letters/<int:pk>/correct/", letters.correct, name="letter_correct"),
    path("letters/<int:pk>/whole/", letters.whole, name="letter_whole"),
    path("letters/<int:pk>/letter.pdf", letters.pdf, name="letter_pdf"),
    path("documents/", documents.documents, name="documents"),
    path("documents/new/", documents.new, name="document_new"),
    path("documents/<int:pk>/", documents.document, name="document"),
    path("documents/<int:pk>/reason/", documents.reason, name="document_reason"),
    path("documents/<int:pk>/file/", documents.file, name="document_file"),
    path("grades/<int:year>/<int:quarter>/<str:unit>/publish/", finals.publish, name="grades_publish"),
    path("corrections/sales/", sales_corrections.listed, name="sales_corrections"),
    path(f"corrections/sales/{MONTH}<str:unit>/", sales_corrections.new, name="sales_correction_new"),
    path("corrections/sales/<int:pk>/", sales_corrections.correction, name="sales_correction"),
    path("corrections/sales/<int:pk>/<slug:verb>/", sales_corrections.step, name="sales_correction_step"),
    path("summary/", summary.home, name="summary_home"),
    path("units/", units.units, name="units"),
    path("units/changes/<int:pk>/", units.change, name="unit_change"),
    path("units/create/", units.change_new, {"code": "", "act": "create"}, name="province_new"),
    path("units/<str:code>/", units.unit, name="unit"),
    path("units/<str:code>/<str:act>/", units.change_new, name="unit_change_new"),
    path(f"summary/{MONTH}", summary.summary, name="summary"),
]
