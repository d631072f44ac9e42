"""What is typed is found however it is written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comptoir.kit.finding import searched, words_of
from comptoir.kit.text import plain


def finds(typed: str, text: str) -> bool:
    told = searched(text)
    words = words_of(typed)
    return bool(words) and all(word.within(told) for word in words)


@pytest.mark.parametrize(
    "typed",
    ["1234,56", "1234.56", "1.234,56", "1 234,56", "1\u202f234,56", "1,234.56", "1'234.56", "€1.234,56", "-1234,56"],
)
@pytest.mark.parametrize(
    "text", ["1234,56", "1.234,56", "1 234,56", "1\u00a0234,56", "1,234.56", "1234.56", "€ 1.234,56"]
)
def test_an_amount_is_found_however_both_sides_write_it(typed, text):
    assert finds(typed, f"Total: {text} EUR")


def test_a_spaced_amount_is_one_amount_when_it_stands_alone_and_two_words_beside_others():
    assert not finds("1 234,56", "1 piece of 234,56")
    assert finds("piece 1 234,56", "1 piece of 234,56")


@pytest.mark.parametrize(
    "typed", ["+++123/4567/89002+++", "***123/4567/89002***", "123/4567/89002", "123456789002", "123/4567"]
)
@pytest.mark.parametrize(
    "text", ["+++123/4567/89002+++", "+++ 123 / 4567 / 89002 +++", "***123/4567/89002***", "123456789002"]
)
def test_a_structured_communication_is_found_with_its_marks_and_without(typed, text):
    assert finds(typed, f"Mededeling {text}")


def test_twelve_digits_that_check_to_nothing_are_an_ordinary_number():
    assert searched("+++123/4567/89003+++") == "+++123/4567/89003+++"


@pytest.mark.parametrize("typed", ["BE68539007547034", "BE68 5390 0754 7034", "be68 5390", "5390 0754"])
@pytest.mark.parametrize("text", ["BE68539007547034", "IBAN: BE68 5390 0754 7034 BIC KREDBEBB"])
def test_an_iban_is_found_with_spaces_and_without(typed, text):
    assert finds(typed, text)


@pytest.mark.parametrize("typed", ["BE0123456749", "BE0123.456.749", "0123.456.749", "0123456749"])
@pytest.mark.parametrize("text", ["TVA BE 0123.456.749", "btw BE0123456749"])
def test_an_enterprise_number_is_found_with_points_and_without(typed, text):
    assert finds(typed, text)


def test_accents_case_and_signs_that_stand_for_letters_do_not_matter():
    assert finds("ELECTRABEL ENERGIE", "Électrabel – énergie")
    assert finds("tm", "Marque™")
    assert finds("ﬁbre", "FIBRE")


@pytest.mark.parametrize("typed", ["d'identité", "D’IDENTITÉ"])
@pytest.mark.parametrize("text", ["Carte d'identité", "Carte d’identité"])
def test_an_apostrophe_of_the_keyboard_and_a_printed_one_are_the_same(typed, text):
    assert finds(typed, text)


def test_a_date_is_not_taken_for_an_amount_only():
    assert finds("31.12", "31.12.2026")


def test_nothing_typed_is_no_word_and_marks_alone_are_what_they_are():
    assert words_of("  ") == ()
    assert [word.spellings for word in words_of("+++ €")] == [("+++",), ("€",)]


@given(st.text())
def test_text_that_is_plain_stays_as_it_is(text):
    assert plain(plain(text)) == plain(text)


@given(st.text(min_size=1), st.text(), st.text())
def test_whatever_is_typed_as_one_word_is_found_where_it_stands(word, before, after):
    told = searched(f"{before} {word} {after}")

    assert all(each.within(told) for each in words_of(word))


@pytest.mark.parametrize(
    ("text", "told"),
    [("Électricité", "electricite"), ("Ελλάδα", "ελλαδα"), ("Ёлка", "елка"), ("a\u20d0b", "ab"), ("שָלוֹם", "שלום")],
)
def test_accents_are_taken_off_in_every_script(text, told):
    assert plain(text) == told
