"""Addresses of a round's journey: /rounds/2561/2/8001/ is a district's, /rounds/2561/2/80/ its province's."""

from django.urls import path

from registration.views import advance, certification, review, rounds

ROUND = "<int:year>/<int:quarter>/<str:unit>/"
urlpatterns = [
    path("", rounds.rounds, name="rounds"),
    path(ROUND, rounds.round_page, name="round"),
    path(f"{ROUND}receipt/", rounds.receipt, name="receipt"),
    path(f"{ROUND}review/", review.queue, name="review"),
    path(f"{ROUND}review/pass/", review.pass_clean, name="pass_clean"),
    path(f"{ROUND}review/<int:pk>/", review.record, name="record"),
    path(f"{ROUND}certificate/", certification.certificate, name="certificate"),
    path(f"{ROUND}advance/<slug:verb>/", advance.advance, name="advance"),
]
