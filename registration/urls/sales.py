"""Addresses of monthly sales: /sales/2567/7/ is July 2567 of the person's own district, …/8001/ of that one."""

from django.urls import path

from registration.views import sales

urlpatterns = [
    path("", sales.months, name="sales"),
    path("<int:year>/<int:month>/", sales.month, name="sales_month"),
    path("<int:year>/<int:month>/<str:unit>/", sales.month, name="sales_of"),
]
