"""Every address of the site × who asks → status code, as one table.

The object in an address is district A's, on a day of the register step of round 2/2561. A foreign row answers
404 with the same body as a missing one; no GET writes; no POST without its token gets through.
"""

import logging
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass
from datetime import datetime, time
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection, transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from pytest_django import DjangoDbBlocker

from tests.world.factories import DAY
from tests.world.matrix_world import ADDRESSES, COLUMNS, World, build_world

FOREIGN = ("neighbour", "other_province", "stranger")

# 302 for a person is the next page, for anonymous the sign-in; 405 a page that only takes or only shows
#    address                    own nei pro oth dep exe pex str ano
TABLE = """
GET  home                       302 302 302 302 302 302 302 302 200
GET  help                       200 200 200 200 200 200 200 200 200
GET  privacy                    200 200 200 200 200 200 200 200 200
GET  announcements              200 200 200 200 200 200 200 200 200
GET  announcement               200 200 200 200 200 200 200 200 200
GET  announcement_csv           200 200 200 200 200 200 200 200 200
GET  announcement_json          200 200 200 200 200 200 200 200 200
GET  verify                     200 200 200 200 200 200 200 200 200
GET  verify_paper               200 200 200 200 200 200 200 200 200
GET  outbox                     404 404 404 404 404 404 404 404 404
GET  outbox_mail                404 404 404 404 404 404 404 404 404
GET  sign_in                    302 302 302 302 302 302 302 302 200
GET  second_step                302 302 302 302 302 302 302 302 302
POST demo_sign_in               404 404 404 404 404 404 404 404 404
POST sign_out                   302 302 302 302 302 302 302 302 302
GET  password_change            200 200 200 200 200 200 200 200 302
GET  security                   200 200 200 200 200 200 200 200 302
GET  app_add                    200 200 200 200 200 200 200 200 302
POST app_remove                 302 302 302 302 302 302 302 302 302
GET  passkey_add                200 200 200 200 200 200 200 200 302
POST passkey_remove             302 302 302 302 302 302 302 302 302
POST session_end                302 302 302 302 302 302 302 302 302
POST sessions_end               302 302 302 302 302 302 302 302 302
POST recovery_codes             302 302 302 302 302 302 302 302 302
GET  password_forgotten         200 200 200 200 200 200 200 200 200
GET  password_sent              200 200 200 200 200 200 200 200 200
GET  password_set               410 410 410 410 410 410 410 410 410
GET  training_day               404 404 404 404 404 404 404 404 302
POST large_province             404 404 404 404 404 404 404 404 302
GET  producers                  200 200 200 200 200 403 403 403 302
POST producer_search            302 302 302 302 302 403 403 403 302
GET  pairs                      200 200 200 200 200 403 403 403 302
GET  pair                       200 404 200 404 200 403 403 403 302
GET  pair_merge                 403 403 200 404 200 403 403 403 302
GET  faults                     200 200 200 200 200 403 403 403 302
GET  producer_fault             403 403 404 404 404 403 403 403 302
GET  producer_confirm           200 200 403 403 403 403 403 403 302
GET  roster                     200 200 200 200 200 403 403 403 302
GET  producer_new               200 200 403 403 403 403 403 403 302
GET  producer_drafts            200 200 403 403 403 403 403 403 302
POST producer_new_draft         200 200 403 403 403 403 403 403 302
POST producer_new_draft_discard 302 302 403 403 403 403 403 403 302
POST producer_draft             409 404 403 403 403 403 403 403 302
POST producer_draft_discard     302 404 403 403 403 403 403 403 302
GET  producer                   200 404 200 404 200 403 403 403 302
GET  producer_edit              200 404 403 403 403 403 403 403 302
GET  producer_answer            302 404 403 403 403 403 403 403 302
GET  producer_explain           302 404 403 403 403 403 403 403 302
GET  producer_withdraw          200 404 403 403 403 403 403 403 302
GET  producer_chair             200 404 403 403 403 403 403 403 302
GET  producer_restore           200 404 403 403 403 403 403 403 302
GET  producer_revert            200 404 403 403 403 403 403 403 302
GET  producer_reveal            200 404 200 404 200 403 403 403 302
GET  producer_readers           403 403 200 404 200 403 403 403 302
GET  producer_held              403 403 200 404 200 403 403 403 302
GET  product_withdraw           200 404 403 403 403 403 403 403 302
GET  transfers                  200 200 200 200 200 403 403 403 302
GET  transfer_take              200 200 403 403 403 403 403 403 302
GET  transfer_give              200 404 403 403 403 403 403 403 302
GET  transfer                   200 404 200 200 200 403 403 403 302
GET  transfer_undo              200 404 403 403 403 403 403 403 302
GET  imports                    200 200 200 200 403 403 403 403 302
GET  file_to_fill               200 404 404 404 403 403 403 403 302
GET  upload                     200 404 403 404 403 403 403 403 302
GET  upload_columns             200 404 403 404 403 403 403 403 302
POST upload_apply               302 404 403 404 403 403 403 403 302
POST upload_undo                302 404 403 404 403 403 403 403 302
POST upload_drop                302 404 403 404 403 403 403 403 302
POST upload_rows_drop           302 404 403 404 403 403 403 403 302
POST upload_rows_set            302 404 403 404 403 403 403 403 302
POST upload_rows_take_up        302 404 403 404 403 403 403 403 302
POST upload_sheet               302 404 403 404 403 403 403 403 302
GET  upload_file                200 404 403 404 403 403 403 403 302
GET  upload_mend                200 404 403 404 403 403 403 403 302
POST upload_row_drop            302 404 403 404 403 403 403 403 302
GET  rounds                     200 200 200 200 200 200 200 403 302
GET  round:8001                 200 404 200 404 200 200 200 403 302
GET  round:80                   404 404 200 404 200 200 200 403 302
GET  explain_round              200 404 403 403 403 403 403 403 302
GET  receipt                    302 404 302 404 302 302 302 403 302
GET  review                     403 403 200 404 403 403 403 403 302
GET  pass_clean                 403 403 405 405 403 403 403 403 302
GET  draw_sample                403 403 405 405 403 403 403 403 302
GET  sign                       403 403 200 404 403 403 403 403 302
GET  record                     403 403 200 404 403 403 403 403 302
GET  certificate                404 404 302 404 302 302 302 403 302
GET  advance:submit             200 404 403 404 403 403 403 403 302
GET  advance:certify            403 404 200 404 403 403 403 403 302
GET  advance:certify_province   404 404 200 404 403 403 403 403 302
GET  sales                      200 200 200 200 200 403 403 403 302
GET  sales_month                200 200 302 200 302 403 403 403 302
GET  sales_of                   200 404 200 404 200 403 403 403 302
GET  reporting/tasks            200 200 200 200 200 200 200 200 302
GET  reporting/monthly_home     200 200 200 200 200 200 200 403 302
GET  reporting/monthly_month    302 302 302 302 302 302 302 403 302
GET  reporting/monthly_share    403 403 200 200 200 403 403 403 302
GET  reporting/monthly          200 404 200 404 200 200 200 403 302
GET  reporting/monthly_receipt  404 404 404 404 404 404 404 403 302
GET  reporting/documents        200 200 200 200 200 200 200 403 302
GET  reporting/document_new     200 200 200 200 200 200 200 403 302
GET  reporting/document         200 404 200 404 200 403 403 403 302
GET  reporting/document_reason  302 404 302 404 302 403 403 403 302
GET  reporting/document_file    302 404 302 404 302 403 403 403 302
GET  reporting/summary_home     302 302 302 302 302 302 302 403 302
GET  reporting/summary          200 200 200 200 200 200 200 403 302
GET  grading/home               302 302 302 302 302 302 302 302 302
GET  grading/nation             200 200 200 200 200 200 200 200 302
GET  grading/unit:8001          200 404 200 404 200 200 200 404 302
GET  grading/unit:80            404 404 200 404 200 200 200 404 302
GET  grading/policies           200 200 200 200 200 200 200 403 302
GET  grading/policy             200 200 200 200 200 200 200 403 302
GET  grading/policy_new         403 403 403 403 200 403 403 403 302
GET  grading/base               404 404 200 404 200 200 200 403 302
GET  grading/base_import        403 403 200 404 403 403 403 403 302
GET  grading/base_check         403 403 302 404 403 403 403 403 302
POST grading/base_take          403 403 302 404 403 403 403 403 302
GET  grading/base_correct       403 403 200 404 403 403 403 403 302
GET  grading/targets            404 404 200 404 200 200 200 403 302
GET  grading/targets_edit       403 403 200 404 403 403 403 403 302
POST grading/interim            403 403 302 404 403 403 403 403 302
GET  grading/final              403 403 200 404 403 403 403 403 302
GET  reporting/grades_publish   403 403 302 404 403 403 403 403 302
GET  grading/runs               200 200 200 200 200 200 200 200 302
GET  grading/runs_csv           200 200 200 200 200 200 200 200 302
GET  grading/runs_xlsx          200 200 200 200 200 200 200 200 302
GET  grading/runs_json          200 200 200 200 200 200 200 200 302
GET  grading/again              403 403 302 404 403 403 403 403 302
GET  checks                     403 403 403 403 200 403 403 403 302
GET  check_look                 403 403 403 403 200 403 403 403 302
GET  corrections                200 200 200 200 200 403 403 403 302
GET  correction                 200 404 200 404 200 403 403 403 302
GET  correction_step            403 404 200 404 403 403 403 403 302
GET  correction_rounds          200 404 200 404 403 403 403 403 302
GET  correction_new             200 404 200 404 403 403 403 403 302
GET  reporting/sales_corrections 200 200 200 200 200 403 403 403 302
GET  reporting/sales_correction 200 404 200 404 200 403 403 403 302
GET  reporting/sales_correction_step 403 404 200 404 403 403 403 403 302
GET  reporting/sales_correction_new 200 404 200 404 403 403 403 403 302
GET  closings                   403 403 403 403 200 200 200 403 302
GET  closing                    403 403 403 403 200 200 200 403 302
GET  closing_act                403 403 403 403 200 403 403 403 302
GET  plan                       200 200 200 200 200 200 200 403 302
POST plan_propose               403 403 403 403 200 403 403 403 302
GET  simulator                  200 200 200 200 200 200 200 403 302
GET  plan_year                  200 200 200 200 200 200 200 403 302
GET  plan_publish               403 403 403 403 200 403 403 403 302
GET  plan_discard               403 403 403 403 200 403 403 403 302
GET  window_edit                403 403 403 403 200 403 403 403 302
GET  window_narrow              403 403 200 200 403 403 403 403 302
GET  extensions                 200 200 200 200 200 200 200 403 302
GET  extension_new              403 403 403 403 200 403 403 403 302
GET  extension_end              403 403 403 403 200 403 403 403 302
GET  holidays                   200 200 200 200 200 200 200 403 302
GET  holiday_new                403 403 403 403 200 403 403 403 302
GET  holiday_remove             403 403 403 403 200 403 403 403 302
GET  retention                  403 403 403 403 200 403 403 403 302
GET  people                     403 403 403 403 200 403 403 403 302
GET  person_new                 403 403 403 403 200 403 403 403 302
GET  person                     403 403 403 403 200 403 403 403 302
GET  person_edit                403 403 403 403 200 403 403 403 302
POST person_link                403 403 403 403 302 403 403 403 302
GET  person_active              403 403 403 403 200 403 403 403 302
GET  post_new                   403 403 403 403 200 403 403 403 302
GET  post_end                   403 403 403 403 200 403 403 403 302
GET  factor_resets              403 403 200 200 200 403 403 403 302
POST factor_reset_agree         403 403 302 302 302 403 403 403 302
GET  waivers                    403 403 403 403 200 403 403 403 302
GET  waiver_new                 403 403 403 403 200 403 403 403 302
GET  waiver_end                 403 403 403 403 200 403 403 403 302
GET  reporting/units             200 200 200 200 200 200 200 403 302
GET  reporting/province_new      403 403 403 403 200 403 403 403 302
GET  reporting/unit:8001        200 404 200 404 200 200 200 403 302
GET  reporting/unit_change      200 200 200 200 200 200 200 403 302
GET  reporting/unit_change_new  403 403 403 403 200 403 403 403 302
GET  journal                    200 200 200 200 200 403 403 403 302
POST journal_file               200 200 200 200 200 403 403 403 302
GET  sign_in_log                200 200 200 200 200 403 403 403 302
GET  jobs                       403 403 403 403 200 403 403 403 302
POST job_again                  403 403 403 403 302 403 403 403 302
GET  notices                    200 200 200 200 200 200 200 200 302
POST notices_read               302 302 302 302 302 302 302 302 302
GET  notice_choices             200 200 200 200 200 200 200 200 302
GET  notices_failed             200 200 200 200 200 403 403 403 302
POST notice_again               302 404 302 404 302 403 403 403 302
GET  line_groups                403 403 200 200 200 403 403 403 302
POST line_group_remove          403 403 302 404 302 403 403 403 302
GET  contacts                   200 200 200 200 200 403 403 403 302
GET  contact_new                200 200 200 200 200 403 403 403 302
GET  contact_edit               200 404 403 404 403 403 403 403 302
GET  contact_end                200 404 403 404 403 403 403 403 302
GET  round_share                403 403 200 404 200 403 403 403 302
GET  closing_share              403 403 403 403 200 403 403 403 302
GET  round_own                  302 302 302 302 302 302 302 403 302
GET  reporting/letters          200 200 200 200 200 200 200 403 302
GET  reporting/letter_new       403 403 200 200 200 403 403 403 302
GET  reporting/letter           404 404 200 404 404 404 404 403 302
GET  reporting/letter_pdf       404 404 200 404 404 404 404 403 302
GET  reporting/letter_edit      403 403 200 404 404 403 403 403 302
POST reporting/letter_whole     404 404 302 404 404 403 403 403 302
POST reporting/letter_issue     403 403 200 404 404 403 403 403 302
POST reporting/letter_correct   403 403 302 404 404 403 403 403 302
"""
LINES = {line.split()[1]: line.split() for line in TABLE.strip().splitlines() if line}


@contextmanager
def noon() -> Iterator[None]:
    moment = datetime.combine(DAY, time(12), ZoneInfo("Asia/Bangkok"))
    with time_machine.travel(moment, tick=False):
        yield


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """Built once for the file, everybody signed in; every request is undone. Refusals are not logged."""
    log = logging.getLogger("django")
    level = log.level
    log.setLevel(logging.CRITICAL)
    with noon(), django_db_blocker.unblock(), transaction.atomic():
        yield build_world()
        transaction.set_rollback(True)
    log.setLevel(level)


# --- asking ---


@dataclass(frozen=True)
class Answer:
    """Status and what the page says (without its token), where it leads, the tables it wrote to."""

    status: int
    said: bytes
    location: str
    written: list[str]


def ask(world: World, column: str, method: str, url: str, *, csrf: bool = False) -> Answer:
    """The answer to one request of somebody; what it wrote is noted and undone."""
    client = Client(enforce_csrf_checks=csrf)
    client.cookies = deepcopy(world.cookies[column])
    with transaction.atomic(), writes() as told:
        answer = getattr(client, method.lower())(url)
        transaction.set_rollback(True)
    said = re.sub(rb'name="csrfmiddlewaretoken" value="[^"]*"', b"", answer.content)
    return Answer(answer.status_code, said, answer.headers.get("Location", ""), told)


WRITE = re.compile(r"\s*(INSERT|UPDATE|DELETE|REPLACE)\b.*?\"(\w+)\"", re.IGNORECASE | re.DOTALL)
MAY_WRITE = {
    "django_session",
    "registration_personsession",
    "registration_draft",
    "registration_reading",
    "registration_signin",
}


@contextmanager
def writes() -> Iterator[list[str]]:
    """The tables that anything inside writes to, as the database is told; sessions, drafts and the logs aside."""
    told: list[str] = []

    def watch(execute: Callable[..., object], sql: str, *rest: object) -> object:
        told.extend(match[2] for match in [WRITE.match(sql)] if match and match[2] not in MAY_WRITE)
        return execute(sql, *rest)

    with connection.execute_wrapper(watch):
        yield told


def address(world: World, line: str, *, gone: bool = False) -> str:
    here, missing = ADDRESSES.get(line, (lambda world: [], []))
    app, _, name = line.partition(":")[0].rpartition("/")
    return reverse(f"{app or 'registration'}:{name}", args=missing if gone else here(world))


def every_name(patterns: list[URLPattern | URLResolver], app: str = "") -> Iterator[str]:
    """The names of the registry as they are, those of other apps as app/name."""
    for entry in patterns:
        if isinstance(entry, URLResolver):
            yield from every_name(entry.url_patterns, entry.namespace or app)
        else:
            yield entry.name if app == "registration" else f"{app}/{entry.name}"


# --- the table ---


def test_every_address_has_its_line() -> None:
    names = set(every_name(get_resolver().url_patterns))
    told = {line.partition(":")[0] for line in LINES}
    assert names == told, f"without a line: {names - told}; without an address: {told - names}"


@pytest.mark.django_db
@pytest.mark.parametrize("line", LINES)
def test_who_gets_what_and_reading_writes_nothing(world: World, line: str) -> None:
    method, _, *codes = LINES[line]
    url = address(world, line)
    answers = {column: ask(world, column, method, url) for column in COLUMNS}
    seen = {column: answer.status for column, answer in answers.items()}
    assert seen == dict(zip(COLUMNS, map(int, codes), strict=True))
    if method == "GET":
        assert [answer.written for answer in answers.values() if answer.written] == []


@pytest.mark.django_db
@pytest.mark.parametrize("line", [line for line in LINES if LINES[line][2:] != ["200"] * len(COLUMNS)])
def test_who_may_not_read_may_not_write_either(world: World, line: str) -> None:
    for column, code in zip(COLUMNS, LINES[line][2:], strict=True):
        answer = ask(world, column, "POST", address(world, line))
        if code in {"403", "404"}:
            assert (answer.status, answer.written) == (int(code), []), column
        if column == "anonymous" and code == "302":
            assert answer.location.startswith(reverse("registration:sign_in")), column
            assert answer.written == []


@pytest.mark.django_db
@pytest.mark.parametrize("line", ADDRESSES)
def test_what_is_foreign_is_as_missing_to_the_letter(world: World, line: str) -> None:
    method = LINES[line][0]
    for column in FOREIGN:
        there, gone = (ask(world, column, method, address(world, line, gone=each)) for each in (False, True))
        if there.status not in {200, 302, 410}:
            assert (there.status, there.said) == (gone.status, gone.said), column


@pytest.mark.django_db
@pytest.mark.parametrize("line", LINES)
def test_no_post_without_its_token_gets_through(world: World, line: str) -> None:
    for column in ("district", "province", "department", "anonymous"):
        answer = ask(world, column, "POST", address(world, line), csrf=True)
        assert (answer.status, answer.written) == (403, []), column
