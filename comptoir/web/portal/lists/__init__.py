"""What every list of the portal is made with: filters in the address, columns, order, pages, foot, views, exports.

A list declares a plan once, and asks its own queries for a page of rows:

    PLAN = ListPlan(name="bank", right="financial.view", title=_("Financial"), filters=(
        Text("q", _("Search"), _("Contains “%(text)s”"), main=True),
        Amount("min", _("Amount from"), _("At least %(amount)s")),
        Known("account", _("Account"), _("Account %(name)s"), by_id=True),
    ), columns=(
        Column("date", _("Date"), _("The day of the statement."), sort="date", always=True, kind="day"),
        Column("amount", _("Amount"), _("What came in or went out."), "amount", "amount", total="amount", kind="cents"),
    ), orders=ORDERS, sort="-date", sorts=SORTS, row="portal/financial/row.html", counted=_counted)

    asked = read_asked(request.GET, PLAN, request.access)                   # asked.number("min"), asked.order, ...
    found = page(request.access, wanted_of(asked), asked.order, after=asked.after, before=asked.before)
    look = look_of(request.access, PLAN.name)                               # columns put away, density
    shown = {"show": shown_columns(asked.plan, look), "prefix": address, "query": asked.query()}
    writer = RowWriter(PLAN.row, shown, values=texts_of, flags=flags_of)
    rows = [writer.write(row) for row in found.rows]
    table = table_of(asked, look, found, rows, {"count": 3, "amount": 100}, address=address, names={"account": accounts})
    return list_page(request, "portal/financial/page.html", "portal/financial/list.html", shown | {"table": table})

`row.html` writes a cell per column inside `{% if show.<name> %}`; `list.html` extends `portal/lists/list.html` and fills
its block `empty`; `page.html` includes `list_template` and has an element with the id "pane". A BadMark is a 404.

When `asked.taken`, the view answers `taken(request, asked, look, every(rows, asked.order), sums)` instead: a file or the
page to print. A plan that stands in `portal.plans` has columns to put away and saved views; both come with `look_of`.
"""
