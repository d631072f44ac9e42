"""Journal codes come from the page's own fields; a code that no export can have is passed over."""

from comptoir.web.office.connection.asked import codes_in, name_of


def test_a_journal_code_with_a_control_character_is_passed_over():
    assert codes_in({name_of("ACH"): "purchase", name_of("A\x00"): "bank", name_of("\x00"): "bank"}) == ["ACH"]
