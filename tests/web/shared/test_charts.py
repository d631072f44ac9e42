"""Charts: round scales, bars and curves in their places, words that have room, and the table behind each."""

import pytest
from django.template import Context, Template
from django.utils.translation import override

from comptoir.web.shared.charts import Bars, Curve, Part, Parts, Scale, Series, scale_of, words_of

MONTHS = ("01/2026", "02/2026")
INCOME, COSTS = Series("Income", "one", (120_000, 80_000)), Series("Costs", "two", (50_000, None))


def drawn(chart):
    with override("en"):
        return Template("{% chart it %}").render(Context({"it": chart}))


@pytest.mark.parametrize(
    ("amounts", "scale"),
    [
        ((120_000, 80_000), Scale(0, 150_000, 50_000)),
        ((0, 999_999_99), Scale(0, 1_000_000_00, 500_000_00)),
        ((-30_000, 50_000), Scale(-40_000, 60_000, 20_000)),
        ((-7,), Scale(-100, 0, 100)),
        ((), Scale(0, 100, 100)),
        ((None, None), Scale(0, 100, 100)),
    ],
)
def test_a_scale_has_round_steps_and_zero_and_room_for_all(amounts, scale):
    assert scale_of(amounts) == scale


def test_the_lines_of_a_scale_go_from_the_bottom_to_the_top():
    assert Scale(-40_000, 60_000, 20_000).lines == [
        (200, -40_000),
        (160, -20_000),
        (120, 0),
        (80, 20_000),
        (40, 40_000),
        (0, 60_000),
    ]


def test_bars_stand_on_zero_beside_each_other_and_nothing_stands_where_there_is_no_figure():
    bars = Bars("Result", MONTHS, (INCOME, COSTS)).bars

    assert [(bar.left, bar.width, bar.top, bar.height, bar.says) for bar in bars] == [
        ("7.50%", "17.50%", 40, 160, "01/2026 · Income"),
        ("57.50%", "17.50%", 93, 107, "02/2026 · Income"),
        ("25.00%", "17.50%", 133, 67, "01/2026 · Costs"),
    ]


def test_a_negative_amount_hangs_below_zero():
    bar = Bars("Result", ("01",), (Series("Result", "one", (-30_000,)),)).bars[0]

    assert (bar.top, bar.height) == (0, 200)


def test_provisional_figures_are_grey_and_the_table_says_so():
    page = drawn(Bars("Result", MONTHS, (INCOME,), grey=frozenset({1})))

    assert page.count("tone-one grey") == 1
    assert page.count("provisional") == 1


def test_the_table_behind_has_every_figure():
    page = drawn(Bars("Result by month", MONTHS, (INCOME, COSTS)))

    for word in ("Result by month", "01/2026", "02/2026", "Income", "Costs", "1,200.00", "800.00", "500.00"):
        assert word in page


def test_a_curve_goes_through_the_middle_of_its_places():
    curve = Curve("Balance", ("a", "b"), (Series("Bank", "one", (0, 100_000)),))

    assert curve.lines == [("one", "2500,200 7500,0")]
    assert [field.left for field in curve.fields] == ["0.00%", "50.00%"]


def test_parts_share_the_bar_by_their_size_and_a_negative_one_takes_no_room():
    parts = Parts(
        "Open", (Part("Not due", 3_000, "one"), Part("Late", 1_000, "two", "?late"), Part("Credit", -500, "six"))
    )

    assert [(bar.left, bar.width) for bar in parts.bars] == [("0.00%", "75.00%"), ("75.00%", "25.00%")]
    assert parts.total == 3_500
    assert '<a href="?late">Late</a>' in drawn(parts)


def test_parts_of_nothing_are_a_list_without_a_bar():
    page = drawn(Parts("Open", (Part("Not due", 0, "one"),)))

    assert "<rect" not in page
    assert "0.00" in page


def test_of_many_words_only_as_many_are_written_as_have_room():
    words = words_of([f"{number}" for number in range(36)])

    assert [word.text for word in words] == [str(number) for number in range(0, 36, 3)]
    assert [word.text for word in words if not word.thin] == ["0", "9", "18", "27"]


@pytest.mark.parametrize(
    ("cents", "told"),
    [
        (95_000, "950"),
        (1_200_000, "12\u202fk"),
        (1_250_000, "12.5\u202fk"),
        (-150_000_000, "\u22121.5\u202fM"),
        (0, "0"),
    ],
)
def test_a_scale_says_its_amounts_in_few_signs(cents, told):
    with override("en"):
        assert Template("{{ cents|short }}").render(Context({"cents": cents})) == told


def test_what_a_label_says_is_escaped():
    assert "<b>" not in drawn(Bars("<b>", ("<b>",), (Series("<b>", "one", (1,)),)))
