"""Addresses of a round's journey: /rounds/2561/2/8001/ is a district's, /rounds/2561/2/80/ its province's."""

from django.urls import path

from registration.urls.converters import ROUND
from registration.views.journey import advance, certification, review, rounds, signing
from registration.views.registry import explaining

OF_UNIT = f"{ROUND}/<unit:unit>/"
urlpatterns = [
    path("", rounds.rounds, name="rounds"),
    path(f"{ROUND}/", rounds.round_own, name="round_own"),
    path(OF_UNIT, rounds.round_page, name="round"),
    path(f"{OF_UNIT}share/", rounds.share, name="round_share"),
    path(f"{OF_UNIT}reasons/", explaining.explain_round, name="explain_round"),
    path(f"{OF_UNIT}receipt/", rounds.receipt, name="receipt"),
    path(f"{OF_UNIT}review/", review.queue_page, name="review"),
    path(f"{OF_UNIT}review/pass/", review.pass_clean, name="pass_clean"),
    path(f"{OF_UNIT}review/draw/", review.draw_sample, name="draw_sample"),
    path(f"{OF_UNIT}review/<int:pk>/", review.record, name="record"),
    path(f"{OF_UNIT}sign/", signing.sign, name="sign"),
    path(f"{OF_UNIT}certificate/", certification.certificate, name="certificate"),
    path(f"{OF_UNIT}advance/<slug:verb>/", advance.advance, name="advance"),
]
