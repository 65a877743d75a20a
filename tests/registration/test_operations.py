"""What is watched: figures for Prometheus, for who knows the token, without any person."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

from otop_registry import clock
from registration.models import Plan, SignIn, SignInEvent
from registration.services import operations, verifying
from registration.tasks import verify_chains
from registration.web import metrics
from tests.world.cast import Cast
from tests.world.factories import make_producer

pytestmark = pytest.mark.django_db


@pytest.fixture
def watched(cast: Cast, plan: Plan, settings: Settings, tmp_path: Path) -> None:
    settings.DATA_DIR, settings.METRICS_TOKEN = tmp_path, "a-token-of-the-watchers"
    producer = make_producer(cast.a, by=cast.district)
    type(producer).objects.update(name="อื่น")  # behind the journal's back
    verify_chains()
    SignIn.objects.create(at=clock.now(), user=cast.district, event=SignInEvent.WRONG_PASSWORD)


def told() -> dict[str, float]:
    text = operations.as_text(operations.measured(clock.now()))
    lines = (line for line in text.splitlines() if not line.startswith("#"))
    return {name: float(value) for name, value in (line.rsplit(" ", 1) for line in lines)}


def test_what_needs_somebody_is_a_figure(watched: None) -> None:
    figures = told()
    assert figures["otop_verified_faults"] == 1
    assert figures["otop_anchor_age_seconds"] < 60
    assert figures['otop_sign_ins_last_hour{event="wrong_password"}'] == 1
    assert figures['otop_jobs{lane="mail",state="failed"}'] == 0
    assert "otop_backup_age_seconds" not in figures  # none are made here
    assert verifying.verified().at <= clock.now() + timedelta(seconds=1)


def test_only_who_knows_the_token_is_answered(watched: None, settings: Settings, client: Client) -> None:
    right = {"Authorization": f"Bearer {settings.METRICS_TOKEN}"}
    answer = client.get("/metrics", headers={**right, "host": "10.0.0.7"})
    assert (answer.status_code, answer["Cache-Control"]) == (200, "no-store")
    assert answer["Content-Type"] == metrics.TEXT
    assert "# TYPE otop_jobs gauge" in answer.content.decode()
    assert client.get("/metrics").status_code == 404
    assert client.get("/metrics", headers={"Authorization": "Bearer x"}).status_code == 404
    settings.METRICS_TOKEN = ""
    assert client.get("/metrics", headers={"Authorization": "Bearer "}).status_code == 404
