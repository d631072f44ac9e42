"""Files beside the books that are not what they seem: no run fails of them, and each is told or tied."""

import os
from pathlib import Path

from comptoir.archive.models import ArchivedInvoice
from comptoir.documents.models import Document
from comptoir.documents.store import finished_files
from comptoir.kit.words import Sentence
from comptoir.sync.choices import Outcome
from comptoir.sync.models import Run, SeenFile
from tests.formats.pdf.make import pdf
from tests.sync.conftest import BOOKS
from tests.sync.exports import export, settle


def lay(folder: Path, name: bytes, content: bytes | None = None) -> Path:
    """Write a file under a name of bytes, an hour old."""
    path = Path(os.fsdecode(os.path.join(os.fsencode(folder), name)))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(pdf() if content is None else content)
    settle(path)
    return path


def told(run: Run) -> list[tuple[str, str]]:
    """Each finding's file and why it is listed."""
    return sorted(
        (finding["facts"].get("name") or finding["facts"]["file"], finding["text"]) for finding in run.findings
    )


NOBODYS = "The file %(name)s belongs to no entry of the books."
UBL = """<?xml version="1.0" encoding="UTF-8"?>
<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"
  xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
  xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">
  <cbc:ID>A7</cbc:ID><cbc:IssueDate>2026-03-01</cbc:IssueDate><cbc:InvoiceTypeCode>380</cbc:InvoiceTypeCode>
  <cbc:DocumentCurrencyCode>EUR</cbc:DocumentCurrencyCode>
  <cac:AccountingSupplierParty><cac:Party><cac:PartyName><cbc:Name>Proximus</cbc:Name></cac:PartyName>
    <cac:PartyTaxScheme><cbc:CompanyID>BE0417497106</cbc:CompanyID><cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme>
    </cac:PartyTaxScheme></cac:Party></cac:AccountingSupplierParty>
  <cac:AccountingCustomerParty><cac:Party><cac:PartyName><cbc:Name>Atelier</cbc:Name></cac:PartyName>
    <cac:PartyTaxScheme><cbc:CompanyID>BE0123456749</cbc:CompanyID><cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme>
    </cac:PartyTaxScheme></cac:Party></cac:AccountingCustomerParty>
  <cac:LegalMonetaryTotal><cbc:PayableAmount currencyID="EUR">10.00</cbc:PayableAmount></cac:LegalMonetaryTotal>
</Invoice>"""
NOT_KEPT = "The file %(name)s was not kept whole: %(why)s"


def test_names_that_are_no_utf_8_or_turn_the_writing_are_listed(atelier):
    for name in (b"facture \xe9.pdf", b"\xff/a.pdf", "\u202egnp.pdf".encode(), b"two\nlines.pdf"):
        lay(atelier.folder, name)
    lay(atelier.folder, b"\xe9.txt", b"?")

    run = atelier.run()

    assert run.outcome == Outcome.DONE, run.reason
    assert {name for name, text in told(run) if text == NOBODYS} == {
        "facture \\udce9.pdf",
        "\\udcff/a.pdf",
        "\u202egnp.pdf",
        "two\nlines.pdf",
    }
    assert atelier.run().counts["documents"] == 0


def test_a_path_as_long_as_a_file_system_allows_is_listed(atelier):
    lay(atelier.folder, b"/".join([b"d" * 250, b"e" * 250, b"f" * 200 + b".pdf"]))

    assert [text for _, text in told(atelier.run())] == [NOBODYS]


def test_what_is_empty_or_too_large_or_no_pdf_is_told_and_not_counted_as_a_document(atelier):
    lay(atelier.folder, b"empty.pdf", b"")
    lay(atelier.folder, b"text.pdf", b"hello")
    lay(atelier.folder, b"large.pdf", b"%PDF-1.4\n" + bytes(36 * 2**20))

    run = atelier.run()

    assert told(run) == [("empty.pdf", NOT_KEPT), ("large.pdf", NOT_KEPT), ("text.pdf", NOT_KEPT)]
    assert run.counts["documents"] == 0


def test_pipes_folders_and_links_under_the_names_of_documents_are_left_alone(atelier):
    os.mkfifo(atelier.folder / "ACH-2026-12.pdf")
    (atelier.folder / "folder.pdf").mkdir()
    (atelier.folder / "link.pdf").symlink_to("/etc/passwd")
    (atelier.folder / "circle.pdf").symlink_to("circle.pdf")

    run = atelier.run()

    assert (run.outcome, run.counts["documents"], SeenFile.objects.count()) == (Outcome.DONE, 0, 0)


def test_damage_in_the_store_is_told_at_each_run_and_hinders_none(atelier, settings, tmp_path_factory):
    settings.DOCUMENTS = tmp_path_factory.mktemp("store")
    scan = lay(atelier.folder, b"ACH-2026-12.pdf")
    atelier.run()
    for file in finished_files():
        file.write_bytes(b"short")
    os.utime(scan, (1, 1))

    for run in (atelier.run(), atelier.run()):
        assert run.outcome == Outcome.DONE, run.reason
        assert [finding["text"] for finding in run.findings] == ["The file %(hash)s is damaged in the store."]


def test_one_scan_laid_there_later_under_a_second_name_belongs_to_both_pieces(atelier):
    export(atelier.folder, f"{BOOKS}\n2026-03-01 ACH 13 440000 F1 Proximus -10.00")
    lay(atelier.folder, b"ACH-2026-12.pdf")
    atelier.run()
    lay(atelier.folder, b"ACH-2026-13.pdf")

    run = atelier.run()

    assert (run.counts["linked"], run.findings) == (1, [])
    assert len(set(ArchivedInvoice.objects.filter(journal="ACH").values_list("document", flat=True))) == 1
    assert atelier.run().counts["linked"] == 0


def test_an_invoice_that_fits_two_entries_and_one_that_cannot_be_read_say_so(atelier):
    export(
        atelier.folder,
        """
        2026-03-01 ACH 12 440000 F1 Proximus -10.00 ref=A7
        2026-03-02 ACH 13 440000 F1 Proximus -10.00 ref=A7
        """,
    )
    lay(atelier.folder, b"partners.csv", b"auxiliary;name;vat\nF1;Proximus;BE0417497106\n")
    lay(atelier.folder, b"fits-two.xml", UBL.encode())
    lay(atelier.folder, b"trap.xml", b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><Invoice>&b;</Invoice>')

    run = atelier.run()

    assert [str(Sentence.from_json(finding)) for finding in run.findings] == [
        "The file fits-two.xml is tied to no entry: Several entries of BE0417497106 have the number A7.",
        "The file trap.xml is tied to no entry: The XML has a document type definition (DOCTYPE), which is not accepted.",
    ]
    assert run.counts["linked"] == 0


def test_what_the_dossier_has_no_room_for_is_told_and_kept_once_there_is(atelier, settings):
    lay(atelier.folder, b"ACH-2026-12.pdf", pdf(1) + b"%" * 2**20)
    settings.QUOTA_MB = 1

    run = atelier.run()

    assert (run.outcome, SeenFile.objects.count()) == (Outcome.DONE, 0)
    assert ("ACH-2026-12.pdf", NOT_KEPT) in told(run)
    assert not Document.objects.exists()

    settings.QUOTA_MB = 2
    atelier.run()

    assert [file.document is not None for file in SeenFile.objects.all()] == [True]
