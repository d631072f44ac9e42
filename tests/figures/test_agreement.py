"""Key figures agree to the cent with the lines: of books at random, and of the demo company's own FEC file."""

import csv
import shutil
from collections import Counter
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.cache import cache
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from comptoir.demo import load
from comptoir.figures.choices import COSTS, Kind
from comptoir.figures.costs import breakdown, schema_of
from comptoir.figures.liquidity import liquidity
from comptoir.figures.models import CostCategory
from comptoir.figures.periods import years_of
from comptoir.figures.results import added, year_figures
from comptoir.figures.schemes import SCHEMES
from comptoir.kit.money import text_of
from comptoir.ledger.models import Line
from comptoir.records.books import JournalType
from comptoir.sync.choices import Outcome
from tests.sync.conftest import connected
from tests.sync.exports import settle

BELGIAN = SCHEMES["BE"]
KINDS = {
    Kind.OPERATING_INCOME: ("70", "71", "72", "73", "74"),
    Kind.OTHER_INCOME: ("75", "76"),
    Kind.OPERATING_COSTS: ("60", "61", "62", "63", "64"),
    Kind.OTHER_COSTS: ("65", "66"),
}
ACCOUNTS = ["604000", "610000", "61", "6120", "640000", "650000", "669000", "670000", "693000"]
ACCOUNTS += ["700000", "71", "740000", "754000", "763", "771000", "780000", "550000", "570000", "100000", "8"]
LINES = st.lists(
    st.tuples(
        st.integers(0, 729).map(lambda days: date(2025, 1, 1) + timedelta(days=days)),
        st.sampled_from(["OD", "BNK", "OPN", "CLO"]),
        st.sampled_from(ACCOUNTS),
        st.integers(-500_00, 500_00).filter(bool),
    ),
    min_size=1,
    max_size=40,
)


def by_hand(dossier, year: str, kind: Kind, until: date) -> int:
    """The figure, added up line by line."""
    lines = Line.objects.filter(dossier=dossier, entry__fiscal_year=year, booked_on__lte=until)
    cents = sum(
        line.cents
        for line in lines.select_related("account", "entry__journal")
        if line.account.code.startswith(KINDS[kind]) and line.entry.journal.type not in {"opening", "closing"}
    )
    return cents if kind in COSTS else -cents


@given(booked=LINES, until=st.none() | st.dates(date(2024, 12, 1), date(2027, 1, 31)))
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
def test_the_figures_of_any_books_are_the_sums_of_their_lines(dossier, books, by, booked, until):
    books.types = books.types | {"CLO": JournalType.CLOSING}
    books.pieces = {}
    cache.clear()
    books.book(
        "\n".join(
            f"{day} {journal} {n} {account} - {text_of(cents)}"
            for n, (day, journal, account, cents) in enumerate(booked)
        )
    )
    schema = schema_of(by)

    for year in years_of(by):
        figures = year_figures(by, BELGIAN, year, until)
        whole = added(figures.columns)
        assert dict(whole.cents) == {kind: by_hand(dossier, year.name, kind, date.max) for kind in Kind}
        processed = added(figures.counted(only_processed=True))
        last = figures.processed_until or date.min
        assert dict(processed.cents) == {kind: by_hand(dossier, year.name, kind, last) for kind in Kind}
        shares = breakdown(by, BELGIAN, year, year.spans, schema)
        assert sum(share.cents for share in shares) == whole.total_costs


@pytest.fixture
def demo_company(transactional_db, tmp_path):
    """The demo's first company, read from its own FEC file."""
    folder = tmp_path / "atelier"
    shutil.copytree(Path(load.__file__).parent / "books" / "atelier", folder)
    for path in folder.iterdir():
        settle(path)
    company = connected(folder, "0200065765")
    assert company.run().outcome == Outcome.DONE
    return company, folder / "FEC20261231.txt"


def in_file(path: Path) -> list[tuple[str, date, int]]:
    """Account, day and cents (debit positive) of every line, read by nothing of ours."""
    with path.open(encoding="iso8859-15", newline="") as stream:
        rows = list(csv.DictReader(stream, delimiter="\t"))
    cents = [
        int(100 * (Decimal(row["Debit"].replace(",", ".")) - Decimal(row["Credit"].replace(",", ".")))) for row in rows
    ]
    days = [
        date(int(row["EcritureDate"][:4]), int(row["EcritureDate"][4:6]), int(row["EcritureDate"][6:])) for row in rows
    ]
    return list(zip((row["CompteNum"] for row in rows), days, cents, strict=True))


def test_the_demo_companys_figures_are_those_of_its_fec_file(demo_company):
    company, path = demo_company
    lines, year = in_file(path), years_of(company.by)[0]
    monthly: Counter[tuple[int, str]] = Counter()
    for code, day, cents in lines:
        monthly[day.month, code[:2]] += cents

    figures = year_figures(company.by, BELGIAN, year, date(2026, 6, 30))

    assert len(figures.columns) == 12
    for month, column in enumerate(figures.columns, start=1):
        income = -sum(monthly[month, group] for group in ("70", "71", "72", "73", "74"))
        costs = sum(monthly[month, group] for group in ("60", "61", "62", "63", "64"))
        other = sum(monthly[month, group] for group in ("65", "66"))
        sums = column.sums
        assert (sums.cents[Kind.OPERATING_INCOME], sums.cents[Kind.OPERATING_COSTS]) == (income, costs)
        assert (sums.cents[Kind.OTHER_COSTS], sums.result) == (other, income - costs - other)
    half = added(figures.counted(only_processed=True)).cents[Kind.OPERATING_INCOME]
    assert half == -sum(cents for code, day, cents in lines if code[:2] == "70" and day < date(2026, 7, 1))
    assert half > 0


def test_the_demo_companys_money_and_costs_are_those_of_its_fec_file(demo_company):
    company, path = demo_company
    lines, year = in_file(path), years_of(company.by)[0]
    firm = company.dossier.firm
    CostCategory.objects.create(firm=firm, name_en="Goods", roots=["60"])
    CostCategory.objects.create(firm=firm, name_en="Rent", roots=["6", "610"])

    told = liquidity(company.by, BELGIAN, year, date(2026, 9, 30))
    shares = breakdown(company.by, BELGIAN, year, year.spans, schema_of(company.by))

    for day, cents in told.points[:9]:
        assert cents == sum(value for code, on, value in lines if code.startswith("55") and on <= day)
    assert [cents for _, cents in told.points[9:]] == [None] * 3
    assert {str(share.category): share.cents for share in shares} == {
        "Goods": sum(value for code, _, value in lines if code.startswith("60")),
        "Rent": sum(value for code, _, value in lines if code[:2] in {"61", "62", "63", "64", "65", "66"}),
    }
