"""Reports of browsers: told to the log in a few words, never a whole address, never without end."""

import json

import pytest
from django.test import Client

from otop_registry import csp_reports

REPORT = {
    "document-uri": "https://otop.example.go.th/accounts/password/Mg/a-secret-token/?x=1",
    "effective-directive": "script-src-elem",
    "blocked-uri": "https://evil.example/x.js?y\nINFO forged",
}


@pytest.fixture(autouse=True)
def unsaid() -> None:
    csp_reports._told.clear()


def report(client: Client, body: object) -> int:
    return client.post("/csp-report", json.dumps(body), content_type="application/csp-report").status_code


def test_both_forms_are_told_without_what_an_address_hides(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    modern = {
        "type": "csp-violation",
        "body": {
            "effectiveDirective": "img-src",
            "blockedURL": "data",
            "documentURL": "https://o.th/producers/",
        },
    }
    assert [report(client, {"csp-report": REPORT}), report(client, [modern])] == [204, 204]
    assert [line.getMessage() for line in caplog.records] == [
        "content security policy: script-src-elem kept out https://evil.example on /accounts",
        "content security policy: img-src kept out data on /producers",
    ]


def test_nonsense_and_too_much_are_no_fault(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    odd = ["x", [1], {"csp-report": 1}, {"csp-report": {"document-uri": "https://[x"}}, {}]
    assert [report(client, each) for each in odd] == [204] * 5
    assert report(client, "x" * csp_reports.MOST_BYTES) == 413
    assert client.get("/csp-report").status_code == 404


def test_a_flood_is_cut_to_a_few_lines(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    for _ in range(csp_reports.MOST_LINES * 2):
        report(client, {"csp-report": REPORT})
    assert len(caplog.records) == csp_reports.MOST_LINES
