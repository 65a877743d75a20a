"""What anybody sees before signing in, and the watch itself: a page that breaks the policy is told."""

import pytest

from tests.browser.conftest import OpenPage, check_accessible, check_fits, misfits


@pytest.mark.parametrize("address", ["/", "/accounts/sign-in/", "/accounts/password/forgotten/", "/nowhere/"])
@pytest.mark.parametrize("javascript", [True, False])
def test_entry_page_is_accessible_and_fits(
    open_page: OpenPage, width: int, address: str, javascript: bool
) -> None:
    page = open_page(width=width, javascript=javascript)
    page.goto(address)
    check_fits(page)
    if javascript:
        check_accessible(page)


def test_an_inline_script_is_refused_and_told(open_page: OpenPage, troubles: list[str]) -> None:
    page = open_page()
    page.goto("/accounts/sign-in/")
    page.evaluate(
        "document.body.append(Object.assign(document.createElement('script'), {text: 'window.ran = 1'}))"
    )
    assert page.evaluate("window.ran") is None
    assert "Content Security Policy" in troubles.pop()


def test_words_that_are_cut_off_and_a_page_too_wide_are_told(open_page: OpenPage) -> None:
    page = open_page()
    page.goto("/accounts/sign-in/")
    page.evaluate("Object.assign(document.querySelector('h1').style, {overflow: 'hidden', width: '30px'})")
    page.evaluate("document.querySelector('h1').style.whiteSpace = 'nowrap'")
    assert [fault for fault in misfits(page) if "is cut off at 768 px" in fault]
    page.evaluate("document.querySelector('h1').style.width = '800px'")
    assert [fault for fault in misfits(page) if "px wide in a window of 360 px" in fault]
