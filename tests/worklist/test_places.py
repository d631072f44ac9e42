"""Where a document says the values of its proposal: by field of the form, from what reading found on its pages."""

from comptoir.documents.prepare import prepare
from comptoir.documents.queries import kept_inside
from comptoir.intake.actions.sending import send
from comptoir.intake.models import Submission
from comptoir.worklist.models import Proposal
from comptoir.worklist.places import paths_of, places_beside, places_of
from tests.formats.pdf.make import written
from tests.formats.ubl.sample import with_attachment
from tests.intake.handing import hand_in
from tests.worklist.conftest import NOW, work

PLACES = {
    "number": [{"page": 1, "box": [6000, 1200, 900, 110], "text": "2026-117", "confidence": 90}],
    "issue_date": [{"page": 1, "box": [6000, 1400, 900, 110], "text": "15/04/2026", "confidence": 90}],
    "supplier.name": [{"page": 1, "box": [700, 600, 1400, 160], "text": "Proximus SA", "confidence": 80}],
    "supplier.vat": [{"page": 1, "box": [700, 800, 1400, 110], "text": "BE0202239951", "confidence": 99}],
    "customer.name": [{"page": 1, "box": [700, 2600, 1400, 110], "text": "Martin", "confidence": 80}],
    "totals.gross": [{"page": 2, "box": [8000, 7000, 800, 110], "text": "363,00", "confidence": 95}],
    "totals.payable": [{"page": 2, "box": [8000, 7200, 800, 110], "text": "363,00", "confidence": 95}],
    "totals.net": [{"page": 2, "box": [8000, 6600, 800, 110], "text": "300,00", "confidence": 95}],
    "totals.tax": [{"page": 2, "box": [8000, 6800, 800, 110], "text": "63,00", "confidence": 95}],
    "vat.0.base": [{"page": 2, "box": [1000, 6000, 800, 110], "text": "200,00", "confidence": 90}],
    "vat.0.tax": [{"page": 2, "box": [2000, 6000, 800, 110], "text": "42,00", "confidence": 90}],
    "vat.1.base": [{"page": 2, "box": [1000, 6200, 800, 110], "text": "100,00", "confidence": 90}],
    "vat.1.tax": [{"page": 2, "box": [2000, 6200, 800, 110], "text": "6,00", "confidence": 90}],
    "communications.0": [{"page": 2, "box": [1000, 8000, 1800, 110], "text": "+++090/9337/55493+++", "confidence": 99}],
}
TWO_RATES = [
    {"category": "S", "rate": "21", "base": "200.00", "tax": "42.00"},
    {"category": "S", "rate": "6", "base": "100.00", "tax": "6.00"},
]


def texts(proposal) -> dict[str, list[str]]:
    return {field: [spot["text"] for spot in spots] for field, spots in places_of(proposal).items()}


def test_each_field_knows_where_its_value_stands(proposed):
    found = texts(proposed(places=PLACES))

    assert found["number"] == ["2026-117"]
    assert found["dated_on"] == ["15/04/2026"]
    assert found["partner"] == ["Proximus SA", "BE0202239951"]
    assert found["card_vat"] == ["BE0202239951"]
    assert found["communication"] == ["+++090/9337/55493+++"]
    assert "due_on" not in found


def test_the_total_is_that_with_vat_else_what_is_to_be_paid(proposed):
    both = places_of(proposed("1", places=PLACES))
    alone = {name: spots for name, spots in PLACES.items() if name != "totals.gross"}
    payable = places_of(proposed("2", places=alone))

    assert both["gross"] == PLACES["totals.gross"]
    assert payable["gross"] == PLACES["totals.payable"]


def test_the_partner_of_a_sale_is_its_customer(proposed):
    assert texts(proposed(mailbox="sales", places=PLACES))["partner"] == ["Martin"]


def test_a_line_stands_at_its_own_rate_whichever_comes_first(proposed):
    proposal = proposed(vat=TWO_RATES, places=PLACES)
    proposal.lines = [
        {"account": "612300", "vat": "6", "base": 10_000, "tax": 600, "text": ""},
        {"account": "612300", "vat": "21", "base": 5_000, "tax": None, "text": ""},
    ]

    found = texts(proposal)

    assert (found["base-0"], found["tax-0"]) == (["100,00"], ["6,00"])
    assert (found["base-1"], found["tax-1"]) == (["200,00"], ["42,00"])


def test_lines_of_a_single_rate_stand_at_the_totals_where_the_rate_has_no_place(proposed):
    alone = {name: spots for name, spots in PLACES.items() if not name.startswith("vat.")}

    found = texts(proposed(places=alone))

    assert (found["base-0"], found["tax-0"]) == (["300,00"], ["63,00"])


def test_what_was_read_without_places_has_none(proposed):
    assert places_of(proposed()) == {}


def test_an_electronic_invoice_names_the_paths_of_its_values(proposed):
    proposal = proposed(source="xml", vat=TWO_RATES, communications=["090933755493"])
    proposal.lines = [
        {"account": "612300", "vat": "6", "base": 10_000, "tax": 600, "text": ""},
        {"account": "612300", "vat": "21", "base": 5_000, "tax": None, "text": ""},
    ]

    found = paths_of(proposal)

    assert (found["number"], found["gross"]) == (["number"], ["totals.gross"])
    assert found["partner"] == ["supplier.name"]
    assert (found["base-0"], found["tax-1"]) == (["vat.1.base"], ["vat.0.tax"])
    assert found["communication"] == ["communications.0"]
    assert "due_on" not in found
    assert paths_of(proposed("of pages", places=PLACES)) == {}


def test_the_pdf_inside_of_an_electronic_invoice_has_places_once_it_is_drawn(atelier):
    lines = ("Papeterie Lambert", "Facture 2026-117", "Total HTVA 100,00 EUR", "TVA 21 % 21,00 EUR", "Total 121,00 EUR")
    content = with_attachment(written([(60, 780 - 24 * place, line) for place, line in enumerate(lines)]))
    hand_in(content, "f.xml", dossier=atelier.dossier, by=atelier.by)
    work()
    send(Submission.objects.all(), by=atelier.by, at=NOW)
    work()
    proposal = Proposal.objects.get()
    (inside,) = kept_inside(proposal.submission.document)

    prepare(inside, at=NOW)

    found = {field: [spot["text"] for spot in spots] for field, spots in places_beside(proposal, inside).items()}
    assert (found["number"], found["gross"]) == (["2026-117"], ["121,00 EUR"])
    assert found["base-0"] == ["100,00 EUR"]
    assert places_beside(proposal, proposal.submission.document) == {}
