"""What every page says of the machine it is shown on."""

import pytest
from django.test import Client
from django.urls import reverse


@pytest.mark.django_db
def test_pages_ask_for_no_device_and_report_what_the_policy_keeps_out(client: Client) -> None:
    answer = client.get(reverse("registration:sign_in"))
    assert "camera=(), " in answer["Permissions-Policy"]
    assert "publickey-credentials-get=(self)" in answer["Permissions-Policy"]
    assert "report-uri /csp-report" in answer["Content-Security-Policy"]
