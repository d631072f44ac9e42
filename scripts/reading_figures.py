"""How well documents are read: facts right, wrong and missing per kind, and how long it takes; prints a table.

    .venv/bin/python scripts/reading_figures.py [KIND...]

Reads every file of ../shared/data through the limited child, as the application does, and compares what is told with what
others found in it: `expected/ubl.json`, XPath over the XML (`tests/formats/by_xpath.py`), and for paper
`tests/formats/paper/expected.py`. A kind of document is added to KINDS with its files and what is expected of each.
"""

import os
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from importlib import import_module
from json import loads
from pathlib import Path
from statistics import median
from typing import Any

import pikepdf

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from comptoir.formats.child import READERS  # noqa: E402
from comptoir.formats.media import HEAD, media_type_of  # noqa: E402
from comptoir.formats.paper.pages import words_in  # noqa: E402
from comptoir.formats.paper.read import read_paper  # noqa: E402
from comptoir.formats.paper.told import told_of  # noqa: E402
from comptoir.formats.sandbox import read_in_child  # noqa: E402
from comptoir.formats.unreadable import Unreadable  # noqa: E402
from comptoir.kit.words import Sentence  # noqa: E402
from tests.formats import by_xpath  # noqa: E402
from tests.formats.compared import TURNED, expected_of_ubl, ours, turned  # noqa: E402
from tests.formats.paper import expected as on_paper  # noqa: E402
from tests.shared_data import SHARED  # noqa: E402

Facts = dict[str, Any]
EMPTY = (None, "", [], {})


@dataclass(frozen=True)
class Document:
    """A file, and what is to be read of it; nothing for one that must be refused."""

    path: Path
    expected: Facts | None


@dataclass(frozen=True)
class Reading:
    """What is told of a file; how long that took in all, and how long the reader itself, without child or tesseract."""

    told: Facts
    seconds: float
    work: float


@dataclass(frozen=True)
class Kind:
    """A kind of document: how it is called in the table, its files, how they are read, and how that is compared."""

    name: str
    documents: Callable[[], Iterator[Document]]
    read: Callable[[Path], Reading]
    told: Callable[[Facts], Facts] = ours


@dataclass
class Score:
    """What came of the files of a kind."""

    files: int = 0
    facts: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    readings: list[Reading] = field(default_factory=list)
    odd: list[str] = field(default_factory=list)


def ubl(folder: str) -> Iterator[Document]:
    """The UBL files of a folder of the reference data, by expected/ubl.json and by XPath."""
    for place, facts in loads((SHARED / folder / "expected/ubl.json").read_text()).items():
        path = SHARED / folder / place
        if facts["root"] not in {"Invoice", "CreditNote"}:
            yield Document(path, None)
            continue
        expected = expected_of_ubl(facts) | by_xpath.ubl(path.read_bytes())
        yield Document(path, turned(expected) if place in TURNED else expected)


def cii() -> Iterator[Document]:
    """The CII files, by XPath."""
    for path in sorted((SHARED / "public/cii").glob("*.xml")):
        expected = by_xpath.cii(path.read_bytes())
        yield Document(path, turned(expected) if f"cii/{path.name}" in TURNED else expected)


def facturx() -> Iterator[Document]:
    """The PDFs with an invoice inside, by XPath over the XML that pikepdf finds."""
    for path in sorted((SHARED / "public/facturx_pdf").glob("*.pdf")):
        with pikepdf.open(path) as pdf:
            files = {name.casefold(): file.get_file().read_bytes() for name, file in pdf.attachments.items()}
        xml = next(files[name] for name in ("factur-x.xml", "zugferd-invoice.xml", "xrechnung.xml") if name in files)
        if b"CrossIndustry" not in xml:
            yield Document(path, None)
            continue
        expected = by_xpath.cii(xml)
        yield Document(path, turned(expected) if f"facturx_pdf/{path.name}" in TURNED else expected)


def paper(documents: Iterator[Document]) -> Iterator[Document]:
    """Of these Factur-X the facts that their pages say, too."""
    for document in documents:
        if document.expected is not None:
            yield Document(document.path, on_paper.of_data(document.expected))


def our_own(ending: str) -> Iterator[Document]:
    """Our own invoices with that ending of their names, by the values from which they were made."""
    for path in sorted((SHARED / "ours/invoice_be_synthetic").glob("be_??_??" + ending)):
        yield Document(path, on_paper.of_our_own(path))


def scans() -> Iterator[Document]:
    """The scans of published invoices, as PDF and as photograph, by what people see on them."""
    for name, expected in on_paper.SEEN.items():
        for ending in (".pdf", ".jpg"):
            yield Document(SHARED / f"public/scan/{name}{ending}", expected)


def electronic(reader: str) -> Callable[[Path], Reading]:
    """How data is read: by that reader in the child, and for its own time in this process."""
    module, function, _ = READERS[reader]
    read = getattr(import_module(module), function)

    def told(path: Path) -> Reading:
        begun = time.perf_counter()
        told = read_in_child(reader, path)
        seconds, content, begun = time.perf_counter() - begun, path.read_bytes(), time.perf_counter()
        read(content)
        return Reading(told, seconds, time.perf_counter() - begun)

    return told


def pages(path: Path) -> Reading:
    """How paper is read: its words, written or recognised, and what they say."""
    begun = time.perf_counter()
    with path.open("rb") as file:
        words = words_in(path, media_type_of(file.read(HEAD)))
    read = time.perf_counter()
    told = told_of(read_paper(words.pages, turns=words.turns), words.refusal)
    ended = time.perf_counter()
    return Reading(told, ended - begun, ended - read)


KINDS = {
    "ubl": Kind("UBL, published", lambda: ubl("public"), electronic("invoice")),
    "ubl-ours": Kind("UBL, our own", lambda: ubl("ours"), electronic("invoice")),
    "cii": Kind("CII", cii, electronic("invoice")),
    "facturx": Kind("Factur-X, ZUGFeRD", facturx, electronic("pdf")),
    "text": Kind("text of Factur-X, ZUGFeRD", lambda: paper(facturx()), pages, on_paper.told),
    "text-ours": Kind("text of PDFs, our own", lambda: our_own(".pdf"), pages, on_paper.told),
    "scans": Kind("scans, published", scans, pages, on_paper.told),
    "scans-ours": Kind("scans, our own", lambda: our_own(".scan.pdf"), pages, on_paper.told),
}


def measured(kind: Kind) -> Score:
    """Read every file of the kind, and compare."""
    score = Score()
    for document in kind.documents():
        score.files += 1
        try:
            reading = kind.read(document.path)
        except Unreadable as refusal:
            score.refused[str(refusal)] += 1
            score.odd += [f"{document.path.name}: refused"] * (document.expected is not None)
            continue
        score.readings.append(reading)
        if reading.told.get("kind") == "pdf":
            score.refused[str(Sentence.from_json(reading.told["findings"][0]))] += 1
        elif document.expected is not None:
            compare(score, document, flat(kind.told(reading.told)))
    return score


def compare(score: Score, document: Document, found: Facts) -> None:
    """Count the expected facts that are told, told otherwise and not told."""
    for name, value in flat(document.expected or {}).items():
        if value in EMPTY:
            continue
        if found.get(name) == value:
            score.facts["right"] += 1
            continue
        state = "missing" if found.get(name) in EMPTY else "wrong"
        score.facts[state] += 1
        score.odd.append(f"{document.path.name}: {name} {state}, expected {value}, told {found.get(name)}")


def flat(facts: Any, name: str = "") -> Facts:
    """Every single fact under its path: what stands in lists and tuples by its place."""
    if isinstance(facts, dict):
        parts = [(f"{name}.{key}".lstrip("."), value) for key, value in facts.items()]
    elif isinstance(facts, list | tuple):
        parts = [(f"{name}[{index}]", value) for index, value in enumerate(facts)]
    else:
        return {name: facts}
    return {path: value for key, part in parts for path, value in flat(part, key).items()}


def main() -> None:
    """Print the table, the reasons of refusals, and every fact that was not right."""
    wanted = sys.argv[1:] or list(KINDS)
    scores = {KINDS[key].name: measured(KINDS[key]) for key in wanted}
    print("| kind | files | refused | facts right | wrong | missing | ms per document | ms of the reader itself |")
    print("|---|---|---|---|---|---|---|---|")
    for name, score in scores.items():
        counts = [f"{score.facts[state]:,}" for state in ("right", "wrong", "missing")]
        seconds, work = (median(getattr(each, name) for each in score.readings) for name in ("seconds", "work"))
        took = [f"{seconds * 1000:,.0f}", f"{work * 1000:.1f}"]
        print(f"| {' | '.join([name, str(score.files), str(score.refused.total()), *counts, *took])} |")
    for name, score in scores.items():
        for reason, count in score.refused.items():
            print(f"\n{name}: {count} refused: {reason}", end="")
        for line in score.odd:
            print(f"\n{name}: {line}", end="")
    print(f"\n\nload average: {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
