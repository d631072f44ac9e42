"""comptoir sync, show and check-ledger, as a script of the administrator uses them."""

import json
import re
from datetime import date

import pytest

from comptoir.config.main import main
from comptoir.firms.models import Dossier, Firm
from comptoir.ledger.models import Lettering
from tests.archive.filed import category, filed
from tests.firms.people import in_dossier, seated
from tests.sync.conftest import BOOKS, NOW, connected
from tests.sync.exports import export

NUMBER = "0123456749"


@pytest.fixture
def told(transactional_db, tmp_path, capfd):
    """What a command prints as JSON, for a dossier that was synchronised; and its exit status."""
    export(tmp_path, BOOKS)
    connected(tmp_path)

    def tell(*arguments: str) -> tuple[int, object, str]:
        status = main(list(arguments))
        out, err = capfd.readouterr()
        return status, json.loads(out) if out.strip().startswith(("[", "{")) else out, err

    assert tell("sync", "--dossier", NUMBER, "--done-until", "2026-03-31")[0] == 0
    return tell


def test_the_archive_is_a_list_of_rows_with_the_promised_keys(told):
    status, rows, _ = told("show", "archive", "--dossier", NUMBER, "--tab", "purchases", "--json")
    assert status == 0
    assert rows == [
        {
            "journal": "ACH",
            "number": "12",
            "fiscal_year": "2026",
            "period": "202603",
            "date": "2026-03-01",
            "due_date": "2026-03-31",
            "document_number": "",
            "partner": "Proximus",
            "amount": "121.00",
            "open_amount": "0.00",
            "payment": "paid",
            "paid_on": "2026-03-09",
            "handled": False,
            "document": None,
        }
    ]


def test_the_banks_transactions_are_a_list_of_rows_with_the_promised_keys(told):
    status, rows, _ = told("show", "bank", "--dossier", NUMBER, "--json")

    assert status == 0
    assert rows == [
        {
            "journal": "BNK",
            "date": "2026-03-09",
            "statement": "BNK 2026/4",
            "counterparty": "Proximus",
            "iban": "",
            "communication": "BNK 4",
            "amount": "-121.00",
            "balance": "-242.00",
            "state": "lettered",
        }
    ]
    assert "BNK 2026/4" in str(told("show", "bank", "--dossier", NUMBER, "--limit", "1")[1])


def test_only_what_is_open_is_shown_when_that_is_asked(told):
    assert told("show", "archive", "--dossier", NUMBER, "--tab", "purchases", "--unpaid", "--json")[1] == []
    _, rows, _ = told("show", "archive", "--dossier", NUMBER, "--tab", "sales", "--unpaid", "--limit", "1", "--json")
    assert [(row["number"], row["open_amount"], row["payment"]) for row in rows] == [("1", "242.00", "unpaid")]


def test_the_dossier_tells_its_dates_and_its_runs_newest_first(told):
    told("sync", "--dossier", NUMBER, "--full")
    status, facts, _ = told("show", "dossier", NUMBER, "--json")
    assert (status, facts["accounts_until"], facts["bank_until"]) == (0, "2026-03-31", "2026-03-09")
    assert [(run["kind"], run["full"], run["outcome"], run["reason"]) for run in facts["runs"]] == [
        ("manual", True, "done", None),
        ("manual", False, "done", None),
    ]
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT[\d:.]+\+00:00", facts["runs"][0]["started_at"])
    assert (facts["counts"]["entries"], facts["counts"]["purchases"], facts["counts"]["sales"]) == (4, 1, 1)


def test_a_refused_run_exits_with_its_reason_and_place(told, tmp_path):
    path = export(tmp_path, BOOKS)
    text = path.read_text("iso-8859-15").replace("121,00", "12x,00", 1)
    path.write_text(text, "iso-8859-15", newline="")
    status, _, err = told("sync", "--dossier", NUMBER)
    assert status == 1
    assert "FEC20261231.txt, line 2, column" in err


def test_the_check_says_what_does_not_agree_and_exits_with_one(told):
    assert told("check-ledger", "--json")[:2] == (0, [])
    Lettering.objects.update(balance_cents=7)
    status, problems, err = told("check-ledger", "--json")
    assert (status, [problem["dossier"] for problem in problems]) == (1, [NUMBER])
    assert "1 stored values do not agree" in err


def test_a_number_that_two_firms_have_is_checked_in_the_one_that_is_named(told):
    other = Firm.objects.create(name="Fiduciaire Voisine", created_at=NOW)
    Dossier.objects.create(firm=other, name="Atelier", number=NUMBER, created_at=NOW)

    status, _, err = told("check-ledger", "--dossier", NUMBER)
    assert status == 1
    assert "Say which firm with --firm." in err

    Lettering.objects.update(balance_cents=7)
    assert told("check-ledger", "--dossier", NUMBER, "--firm", "Fiduciaire Exemple")[0] == 1
    assert told("check-ledger", "--dossier", NUMBER, "--firm", "Fiduciaire Voisine", "--json")[:2] == (0, [])
    assert told("check-ledger", "--firm", "Fiduciaire Voisine", "--json")[:2] == (0, [])


def test_a_dossier_that_is_not_there_is_said_so(told):
    status, _, err = told("show", "dossier", "0999999922")
    assert (status, err) == (1, "There is no dossier with number 0999999922.\n")


def test_the_tabs_of_filed_documents_are_lists_with_the_promised_keys(told, settings, tmp_path):
    settings.DOCUMENTS = tmp_path / "documents"
    dossier = Dossier.objects.get(number=NUMBER)
    by = in_dossier(seated("Carl", "full_access", dossier.firm, dossier), dossier)
    lease = filed(dossier, category(dossier.firm), by, comment="Rue Haute", expires_on=date(2027, 1, 31))

    status, rows, _ = told("show", "archive", "--dossier", NUMBER, "--tab", "permanent", "--json")
    words = told("show", "archive", "--dossier", NUMBER, "--tab", "permanent")[1]

    assert (status, rows) == (
        0,
        [
            {
                "date": "2024-01-01",
                "title": "Bail du magasin",
                "category": "Baux",
                "comment": "Rue Haute",
                "expires_on": "2027-01-31",
                "handled": False,
                "document": lease.document.sha256,
            }
        ],
    )
    assert words.split() == ["2024-01-01", "Bail", "du", "magasin", "Baux", "2027-01-31"]
    assert told("show", "archive", "--dossier", NUMBER, "--tab", "miscellaneous", "--json")[1] == []
    assert told("show", "archive", "--dossier", NUMBER, "--tab", "permanent", "--unpaid", "--json")[1] == []


def test_the_history_tells_what_suppliers_are_owed_with_its_day_and_ages(told):
    status, history, _ = told(
        "show", "history", "--dossier", NUMBER, "--role", "suppliers", "--as-of", "2026-04-05", "--json"
    )
    assert status == 0
    assert (history["as_of"], history["bank_until"]) == ("2026-04-05", "2026-03-09")
    assert (history["open"], history["overdue"], history["not_due"]) == ("0.00", "0.00", "0.00")
    assert (history["unmatched"], history["ageing"]["unmatched"]) == ("0.00", "0.00")
    assert [row["open"] for row in history["partners"]] == ["0.00"]

    status, customers, _ = told("show", "history", "--dossier", NUMBER, "--role", "customers", "--json")
    assert (status, customers["open"]) == (0, "242.00")


def test_the_history_of_one_partner_is_his_account_line_by_line(told):
    found = told(
        "show",
        "history",
        "--dossier",
        NUMBER,
        "--role",
        "suppliers",
        "--partner",
        "F1",
        "--as-of",
        "2026-03-05",
        "--json",
    )
    status, account, _ = found
    assert status == 0
    assert (account["partner"], account["open"]) == ("F1", "121.00")
    lines = [(row["date"], row["debit"], row["credit"], row["balance"], row["open"]) for row in account["lines"]]
    assert lines == [
        ("2026-03-01", "0.00", "121.00", "121.00", "121.00"),
        ("2026-03-09", "121.00", "0.00", "0.00", "0.00"),
    ]


def test_the_history_of_nobody_is_refused(told):
    status, _, err = told("show", "history", "--dossier", NUMBER, "--role", "suppliers", "--partner", "F9")
    assert (status, "There is no partner F9" in err) == (1, True)


def test_the_figures_of_a_year_are_told_by_period_and_as_a_whole(told):
    Firm.objects.update(only_processed=True)

    status, figures, _ = told("show", "figures", "--dossier", NUMBER, "--json")

    keys = {
        "operating_income": "0.00", "other_income": "0.00", "operating_costs": "10.00", "other_costs": "0.00",
        "total_income": "0.00", "total_costs": "10.00", "operating_result": "-10.00", "result": "-10.00",
    }  # fmt: skip
    assert (status, figures["year"], figures["processed_until"]) == (0, "2026", "2026-03-31")
    assert figures["key_figures"] == keys
    assert figures["periods"][2] == {
        "period": "202603", "from": "2026-03-01", "until": "2026-03-31", "processed": True, **keys,
    }  # fmt: skip
    assert [row["processed"] for row in figures["periods"]] == [True] * 3 + [False] * 9
    assert figures["costs"] == [{"category": None, "amount": "10.00"}]
    assert figures["liquidity"] == []


def test_figures_that_cannot_be_made_are_said_so(told):
    assert told("show", "figures", "--dossier", NUMBER, "--year", "1999")[0] == 1
    Dossier.objects.update(country="NL")

    status, _, said = told("show", "figures", "--dossier", NUMBER)

    assert (status, "No key figures are made for Netherlands." in said) == (1, True)
