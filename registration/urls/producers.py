"""Addresses: producers."""

from django.urls import path

from registration.views import drafts, producer_entry, producer_list, producers, roster

urlpatterns = [
    path("", producer_list.producers, name="producers"),
    path("search/", producer_list.search, name="producer_search"),
    path("confirm/", producer_list.confirm, name="producer_confirm"),
    path("roster/", roster.roster, name="roster"),
    path("new/", producer_entry.new, name="producer_new"),
    path("drafts/", drafts.own_drafts, name="producer_drafts"),
    path("draft/new/", drafts.keep_draft, name="producer_new_draft"),
    path("draft/new/discard/", drafts.discard_draft, name="producer_new_draft_discard"),
    path("draft/<int:pk>/", drafts.keep_draft, name="producer_draft"),
    path("draft/<int:pk>/discard/", drafts.discard_draft, name="producer_draft_discard"),
    path("<int:pk>/", producers.producer, name="producer"),
    path("<int:pk>/edit/", producer_entry.edit, name="producer_edit"),
    path("<int:pk>/withdraw/", producers.withdraw, name="producer_withdraw"),
    path("<int:pk>/restore/", producers.restore, name="producer_restore"),
    path("products/<int:pk>/withdraw/", producers.withdraw_product, name="product_withdraw"),
]
