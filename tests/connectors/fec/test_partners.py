"""Who the partners are: auxiliary codes, individual accounts, one code for two companies."""

from comptoir.records.books import Partner
from tests.connectors.fec.folders import YEAR, connector, entries, put
from tests.formats.fec.texts import HEADER, fec, row


def partners(folder, **settings) -> dict[str, Partner]:
    """The partners by key."""
    return {partner.key: partner for partner in connector(folder, **settings).read_basics().partners}


def line_partners(folder, **settings) -> list[str]:
    """The partner of each line, in order."""
    return [line.partner for entry in entries(folder, **settings) for line in entry.lines]


def test_the_auxiliary_code_is_the_partner_and_his_latest_name_counts(tmp_path):
    lines = [
        row("OD 1 20260103 440000 F1 -1,00", CompAuxLib="Old name"),
        row("OD 1 20260103 440000 F1 2,00", CompAuxLib="New name"),
        row("OD 1 20260103 440000 F1 -1,00", CompAuxLib=""),
    ]
    put(tmp_path, YEAR, "\n".join([HEADER, *lines]))

    assert partners(tmp_path) == {"F1": Partner("F1", "New name", "440000")}
    assert line_partners(tmp_path) == ["F1", "F1", "F1"]


def test_an_account_of_its_own_below_the_root_is_a_partner_and_the_root_is_nobody(tmp_path):
    lines = [
        row("OD 1 20260103 440123 . -1,00", CompteLib="Proximus"),
        row("OD 1 20260103 440000 . -1,00"),
        row("OD 1 20260103 400077 C7 -1,00", CompteLib="Clients du Nord", CompAuxLib="Dupont"),
        row("OD 1 20260103 610000 . 3,00"),
    ]
    put(tmp_path, YEAR, "\n".join([HEADER, *lines]))

    assert partners(tmp_path) == {
        "440123": Partner("440123", "Proximus", "440123"),
        "C7": Partner("C7", "Dupont", "400077"),
    }
    assert line_partners(tmp_path) == ["440123", "", "C7", ""]


def test_one_code_for_a_customer_and_for_another_supplier_is_two_partners(tmp_path):
    lines = [
        row("OD 1 20260103 440000 1 -1,00", CompAuxLib="Proximus"),
        row("OD 1 20260103 400000 1 1,00", CompAuxLib="Dupont"),
    ]
    put(tmp_path, YEAR, "\n".join([HEADER, *lines]))

    assert partners(tmp_path) == {
        "1": Partner("1", "Dupont", "400000"),
        "supplier:1": Partner("supplier:1", "Proximus", "440000"),
    }
    assert line_partners(tmp_path) == ["supplier:1", "1"]


def test_one_company_that_is_customer_and_supplier_under_one_code_is_one_partner(tmp_path):
    lines = [
        row("OD 1 20260103 440000 D1 -1,00", CompAuxLib="Dupont  SÀRL"),
        row("OD 1 20260103 400000 D1 1,00", CompAuxLib="DUPONT SARL"),
    ]
    put(tmp_path, YEAR, "\n".join([HEADER, *lines]))

    assert list(partners(tmp_path)) == ["D1"]
    assert line_partners(tmp_path) == ["D1", "D1"]


def test_the_vat_number_tells_whether_one_code_names_one_company(tmp_path):
    lines = [
        row("OD 1 20260103 440000 D1 -1,00", CompAuxLib="Dupont (fournisseur)"),
        row("OD 1 20260103 400000 D1 1,00", CompAuxLib="Dupont"),
    ]
    put(tmp_path, YEAR, "\n".join([HEADER, *lines]))
    put(
        tmp_path,
        "partners.csv",
        "account;auxiliary;vat\n440000;D1;BE0123456749\n400000;D1;0123.456.749\n",
    )

    assert list(partners(tmp_path)) == ["D1"]


def test_french_accounts_have_french_partners(tmp_path):
    purchase = "AC 1 20260103 607000 . 1,00\nAC 1 20260103 401000 F1 -1,00\n"
    text = purchase + "VE 1 20260103 411DUP . 1,00\nVE 1 20260103 701000 . -1,00"
    put(tmp_path, YEAR, fec(text))

    assert list(partners(tmp_path)) == ["411DUP", "F1"]
    assert line_partners(tmp_path) == ["", "F1", "411DUP", ""]
