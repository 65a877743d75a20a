"""Addresses: tables that an office brings."""

from django.urls import path

from registration.views.imports import files, rows, uploads

urlpatterns = [
    path("", uploads.uploads, name="imports"),
    path("files/<unit:code>/<slug:offered>/", files.file_to_fill, name="file_to_fill"),
    path("<int:pk>/", uploads.upload, name="upload"),
    path("<int:pk>/columns/", uploads.columns, name="upload_columns"),
    path("<int:pk>/apply/", uploads.ask, {"act": "apply"}, name="upload_apply"),
    path("<int:pk>/undo/", uploads.ask, {"act": "undo"}, name="upload_undo"),
    path("<int:pk>/drop/", uploads.drop, name="upload_drop"),
    path("<int:pk>/rows/drop/", uploads.drop_rows, name="upload_rows_drop"),
    path("<int:pk>/rows/set/", uploads.set_rows, name="upload_rows_set"),
    path("<int:pk>/rows/take-up/", uploads.take_up_rows, name="upload_rows_take_up"),
    path("<int:pk>/sheet/", uploads.next_sheet, name="upload_sheet"),
    path("<int:pk>/file/", uploads.file, name="upload_file"),
    path("rows/<int:pk>/mend/", rows.mend, name="upload_mend"),
    path("rows/<int:pk>/drop/", rows.drop, name="upload_row_drop"),
]
