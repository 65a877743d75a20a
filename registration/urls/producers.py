"""Addresses: producers."""

from django.urls import path

from registration.views import personal
from registration.views.registry import (
    drafts,
    entry,
    explaining,
    faults,
    listing,
    producers,
    reverting,
    roster,
)

urlpatterns = [
    path("", listing.producers, name="producers"),
    path("search/", listing.search, name="producer_search"),
    path("confirm/", listing.confirm, name="producer_confirm"),
    path("roster/", roster.roster, name="roster"),
    path("new/", entry.new, name="producer_new"),
    path("drafts/", drafts.own_drafts, name="producer_drafts"),
    path("draft/new/", drafts.keep_draft, name="producer_new_draft"),
    path("draft/new/discard/", drafts.discard_draft, name="producer_new_draft_discard"),
    path("draft/<int:pk>/", drafts.keep_draft, name="producer_draft"),
    path("draft/<int:pk>/discard/", drafts.discard_draft, name="producer_draft_discard"),
    path("<int:pk>/", producers.producer, name="producer"),
    path("<int:pk>/edit/", entry.edit, name="producer_edit"),
    path("<int:pk>/answer/", producers.answer, name="producer_answer"),
    path("<int:pk>/reasons/", explaining.explain_record, name="producer_explain"),
    path("<int:pk>/fault/", faults.report, name="producer_fault"),
    path("<int:pk>/withdraw/", producers.withdraw, name="producer_withdraw"),
    path("<int:pk>/chair/", producers.change_chair, name="producer_chair"),
    path("<int:pk>/restore/", producers.restore, name="producer_restore"),
    path("<int:pk>/revert/", reverting.revert, name="producer_revert"),
    path("<int:pk>/number/", personal.reveal, name="producer_reveal"),
    path("<int:pk>/readers/", personal.readers, name="producer_readers"),
    path("<int:pk>/held/", personal.hand_over, name="producer_held"),
    path("products/<int:pk>/withdraw/", producers.withdraw_product, name="product_withdraw"),
]
