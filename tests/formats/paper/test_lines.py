"""Words become lines as they are seen: whatever the order in the file, also askew, columns apart, bounded."""

from comptoir.formats.paper.lines import folded, lines_of
from tests.formats.paper.make import lines, page


def texts(pages) -> list[str]:
    return [line.text for line in lines_of(pages)]


def test_words_far_apart_are_columns_and_near_ones_a_text():
    assert [line.text for line in lines("Total hors TVA      142,15 €")] == ["Total hors TVA\t142,15 €"]


def test_the_order_in_the_file_does_not_matter():
    told = page("Numéro    VF1\nTotal     12,00")

    assert texts([list(reversed([list(reversed(line)) for line in told]))]) == ["Numéro\tVF1", "Total\t12,00"]


def test_blocks_beside_one_another_are_lines_across_the_page():
    left, right = page("Client\nNuméro"), page("          12,00\n          VF1")

    assert texts([left + right]) == ["Client\t12,00", "Numéro\tVF1"]


def test_a_page_that_was_scanned_askew_is_put_straight():
    drawing = "\n".join(f"Ligne numéro {number} du tableau de l'exemple          {number},00 €" for number in range(9))
    told = page(drawing, slope=300)
    apart = [[word] for line in told for word in line]

    assert texts([told]) == [line.text for line in lines(drawing)]
    assert len(lines_of([apart])) > 9


def test_a_line_tells_the_box_of_a_part_of_its_text():
    (line,) = lines("Total   12,00 €")

    start = line.text.index("12,00")
    box = line.box(start, start + 5)
    assert (box.left, box.top, box.right, box.bottom) == (800, 200, 1300, 300)


def test_what_is_folded_stays_as_long_as_it_was():
    text = "Échéance à ½ ﬁn № İß"

    assert (folded("Échéance à"), len(folded(text))) == ("echeance a", len(text))


def test_words_along_the_margin_and_without_extent_are_left_out():
    upright = [["Copyright", 10, 100, 50, 900], ["x", 5, 5, 0, 10], ["Total", 500, 100, 500, 100]]

    assert texts([[upright]]) == ["Total"]


def test_of_a_long_document_the_first_and_the_last_pages_are_read():
    told = [page(f"P{number}") for number in range(30)]

    assert [line.page for line in lines_of(told)] == [1, 2, 3, 4, 27, 28, 29, 30]
