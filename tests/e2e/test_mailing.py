"""An invoice on its way to a customer: written, looked over, sent, received, opened by a stranger, taken back."""

import re

import pytest
from playwright.sync_api import expect

from comptoir.demo.people import CLIENT_OF_TWO
from tests.e2e import archive_page as archive
from tests.e2e.ground import sales_of
from tests.e2e.mailbox import mails_to, text_of
from tests.e2e.visits import arrived

CUSTOMER = "klant@voorbeeld.example"
LINK = re.compile(r"https?://\S+")
NUMBER = re.compile(r"F\d{4}-\d+")
BEGINS = {"fr": "Votre ", "nl": "Uw ", "en": "Your "}


@pytest.fixture
def sender(door):
    """The sales of a company, before somebody who may send them."""
    page = door.come_in(CLIENT_OF_TWO)
    page.goto(sales_of(page, "Verbruggen"))
    return page


def test_an_invoice_goes_out_as_a_link_is_opened_by_a_stranger_and_taken_back(viewing_door, demo, sender):
    row = sender.locator("tbody tr:has(.file-link)").nth(1)
    row.locator("a.opens").click()
    number = sender.locator("#pane dl.facts dd").nth(2).inner_text()
    sender.locator("#sent-links .panel-head a").click()
    sender.locator("input[type=email]").fill(CUSTOMER)
    sender.locator("input[name=copy]").check()
    sender.locator("button[value=preview]").click()
    expect(sender.locator(".mail-shown")).to_contain_text("Pieter Wouters")
    expect(sender.locator(".mail-shown")).not_to_contain_text("{")
    sender.locator("button[value=send]").click()
    expect(sender.locator("#sent .notice-success")).to_be_visible()

    (mail,) = mails_to(demo, CUSTOMER)
    (copy,) = mails_to(demo, CLIENT_OF_TWO.email, about=number)
    link = LINK.search(text_of(mail))
    assert link is not None
    assert number in mail["Subject"]
    assert mail["From"].addresses[0].display_name == "Fiduciaire Exemple"
    assert mail["Reply-To"] == CLIENT_OF_TWO.email
    assert LINK.search(text_of(copy)) is None

    stranger = viewing_door.come_in()
    answer = stranger.goto(link[0])
    assert answer is not None
    assert answer.headers["x-robots-tag"] == "noindex, nofollow, noarchive"
    expect(stranger.locator("h1")).to_contain_text(number)
    expect(stranger.locator("header")).to_contain_text("Fiduciaire Exemple")
    assert archive.written_on(stranger.locator("iframe.viewer"), lines=50), "more than the viewer's own frame"

    sender.locator("#sent a strong").click()
    links = sender.locator("#sent-links li").filter(has_text=CUSTOMER)
    links.locator("summary").click()
    expect(links.locator("details div")).to_have_count(1)
    links.locator("button.btn-danger").click()
    expect(links.locator("button.btn-danger")).to_have_count(0)

    viewing_door.expect(404)
    ended = stranger.goto(link[0])
    assert ended is not None
    assert ended.status == 404
    assert number not in stranger.content()
    altered = stranger.goto(link[0][:-2] + ("A/" if link[0][-2] != "A" else "B/"))
    assert altered is not None
    assert altered.status == 404


def test_a_form_that_is_sent_three_times_makes_one_mail(demo, sender):
    recipient = "eenmaal@voorbeeld.example"
    sender.locator("tbody tr:has(.file-link)").nth(2).locator("a.opens").click()
    sender.locator("#sent-links .panel-head a").click()
    sender.locator("input[type=email]").fill(recipient)
    sender.locator("button[value=preview]").click()
    arrived(sender.locator(".mail-shown"))
    form = sender.locator("main form")
    hidden = {str(field.get_attribute("name")): field.input_value() for field in form.locator("input").all()}
    address = str(form.get_attribute("action"))

    sender.locator("button[value=send]").dblclick()
    expect(sender.locator("#sent .notice-success")).to_be_visible()
    again = sender.context.request.post(address, form=hidden | {"step": "send"})

    assert again.url == sender.url
    expect(sender.locator("#sent li")).to_have_count(1)
    assert len(mails_to(demo, recipient)) == 1


def test_several_picked_invoices_are_mailed_together_each_in_the_language_of_its_customer(demo, sender):
    rows = sender.locator("tbody tr:has(.file-link)")
    for place in (3, 4, 5):
        rows.nth(place).locator("[name=ids]").check()
    sender.locator("button[formaction$='picked/mail']").click()
    lines = sender.locator(".mail-line")
    expect(lines).to_have_count(3)
    arrived(lines.nth(2))
    for place in range(3):
        lines.nth(place).locator("input[type=email]").fill(f"samen{place}@voorbeeld.example")
    expected = [BEGINS[line.locator("select").input_value()] for line in lines.all()]
    numbers = NUMBER.findall(" ".join(lines.all_inner_texts()))

    sender.locator("button[value=preview]").click()
    expect(sender.locator(".mail-shown")).to_have_count(3)
    sender.locator("button[value=send]").click()
    expect(sender.locator("#sent .notice-success")).to_be_visible()
    expect(sender.locator("#sent li")).to_have_count(3)

    mails = [mails_to(demo, f"samen{place}@voorbeeld.example") for place in range(3)]
    subjects = [str(mail["Subject"]) for (mail,) in mails]
    assert [NUMBER.findall(subject) for subject in subjects] == [[number] for number in numbers]
    assert [subject.startswith(begins) for subject, begins in zip(subjects, expected, strict=True)] == [True] * 3
