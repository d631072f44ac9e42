"""Profiles of mappings: of one firm, used by many dossiers, and a change takes effect for all of them."""

import pytest
from django.utils import timezone

from comptoir.audit.models import Event
from comptoir.connectors.port import WrongConfiguration
from comptoir.firms.access import Access, NotAllowed, machine
from comptoir.firms.models import Dossier, Firm
from comptoir.ledger.models import Entry
from comptoir.sync.actions import ask_for_run, connect
from comptoir.sync.choices import Outcome, RunKind
from comptoir.sync.mappings import (
    CannotChangeProfile,
    profile_of,
    profiles_of,
    remove_profile,
    rename_profile,
    save_profile,
)
from comptoir.sync.models import Connection, MappingProfile
from comptoir.sync.perform import perform
from tests.connectors.csv.tables import BOOKS, MAPPING, mapping, table
from tests.sync.conftest import NOW, Connected


@pytest.fixture
def shop(transactional_db, tmp_path) -> Connected:
    """A dossier connected to a folder of tables with the profile "Octopus"."""
    table(tmp_path)
    firm = Firm.objects.create(name="Fiduciaire Exemple", created_at=NOW)
    dossier = Dossier.objects.create(firm=firm, name="Atelier", number="0123456749", created_at=NOW)
    by = machine(firm.pk, dossier.pk, "test")
    profile = save_profile("Octopus", MAPPING, by=by, at=NOW)
    settings = {"folder": str(tmp_path), "profile": profile.pk, "journals": {"ACH": "purchase", "BNK": "bank"}}
    connect(dossier, "csv", settings, by=by, at=NOW)
    return Connected(dossier, tmp_path)


def test_a_folder_of_tables_is_synchronised(shop):
    run = shop.run()

    assert (run.outcome, run.counts["added"], run.counts["lines"]) == (Outcome.DONE, 2, 5)
    assert list(Entry.objects.order_by("key").values_list("key", flat=True)) == ["2026|ACH|7", "2026|BNK|4"]
    assert shop.run().counts["changed"] == 0


def test_the_mapping_is_kept_with_the_profile_and_not_with_the_connection(shop):
    assert "mapping" not in Connection.objects.get().settings


def test_a_changed_profile_takes_effect_at_the_next_run(shop):
    shop.run()
    save_profile("Octopus", mapping({"text": ""}), by=shop.by, at=NOW)

    assert shop.run().counts["changed"] == 2
    assert set(Entry.objects.values_list("text", flat=True)) == {""}


def test_a_profile_that_is_changed_during_a_run_makes_it_read_anew(shop):
    run = ask_for_run(shop.dossier, kind=RunKind.MANUAL, full=False, by=shop.by, at=timezone.now())
    waiting = [lambda: save_profile("Octopus", mapping({"text": ""}), by=shop.by, at=NOW)]
    perform(run.pk, lambda _done, _total: waiting and waiting.pop()())
    run.refresh_from_db()

    assert (run.outcome, set(Entry.objects.values_list("text", flat=True))) == (Outcome.DONE, {""})


def test_books_that_no_longer_fit_the_profile_are_refused_with_their_place(shop):
    table(shop.folder, BOOKS.replace("20/01/2026", "2026-01-20"))

    run = shop.run()

    assert (run.outcome, Entry.objects.count()) == (Outcome.REFUSED, 0)
    assert run.place == {"file": "lines.csv", "line": 5, "column": "Date"}


def test_a_profile_of_another_firm_does_not_exist(shop, tmp_path):
    other = Firm.objects.create(name="Autre", created_at=NOW)
    theirs = save_profile("Theirs", MAPPING, by=machine(other.pk, None, "test"), at=NOW)

    with pytest.raises(WrongConfiguration, match="is not there"):
        connect(shop.dossier, "csv", {"folder": str(tmp_path), "profile": theirs.pk}, by=shop.by, at=NOW)
    with pytest.raises(CannotChangeProfile):
        rename_profile(theirs, "Mine", by=shop.by, at=NOW)
    with pytest.raises(CannotChangeProfile):
        remove_profile(theirs, by=shop.by, at=NOW)

    assert (profile_of(shop.by, theirs.pk), [each.name for each in profiles_of(shop.by)]) == (None, ["Octopus"])
    assert MappingProfile.objects.get(pk=theirs.pk).name == "Theirs"


@pytest.mark.parametrize("named", ["1", None, True, 0, {"a": 1}])
def test_a_profile_that_is_none_is_refused(shop, tmp_path, named):
    with pytest.raises(WrongConfiguration):
        connect(shop.dossier, "csv", {"folder": str(tmp_path), "profile": named}, by=shop.by, at=NOW)


def test_a_profile_is_not_removed_while_a_dossier_uses_it(shop, tmp_path):
    used, free = MappingProfile.objects.get(), save_profile("Spare", MAPPING, by=shop.by, at=NOW)

    with pytest.raises(CannotChangeProfile, match="The mapping Octopus is used by 1 dossiers"):
        remove_profile(used, by=shop.by, at=NOW)
    remove_profile(free, by=shop.by, at=NOW)

    assert [each.name for each in profiles_of(shop.by)] == ["Octopus"]


def test_saving_under_a_name_makes_one_profile_and_each_change_is_on_the_trail(shop):
    save_profile(" Octopus ", MAPPING, by=shop.by, at=NOW)
    save_profile("Octopus", mapping(dates="ymd"), by=shop.by, at=NOW)
    renamed = rename_profile(MappingProfile.objects.get(), "Octopus 2", by=shop.by, at=NOW)

    events = Event.objects.filter(action__startswith="mapping.").order_by("pk")
    assert [event.action for event in events] == ["mapping.added", "mapping.changed", "mapping.renamed"]
    assert (renamed.name, renamed.mapping["dates"]) == ("Octopus 2", "ymd")


def test_a_name_is_taken_once_and_is_one(shop):
    other = save_profile("Other", MAPPING, by=shop.by, at=NOW)

    for name in ("Octopus", "", "   ", "x" * 81, "a\x00b"):
        with pytest.raises(CannotChangeProfile):
            rename_profile(other, name, by=shop.by, at=NOW)

    assert {each.name for each in profiles_of(shop.by)} == {"Octopus", "Other"}


def test_a_mapping_that_is_wrong_is_not_kept(shop):
    with pytest.raises(WrongConfiguration, match="Say which columns hold debit and credit"):
        save_profile("Wrong", mapping({"credit": ""}), by=shop.by, at=NOW)

    assert MappingProfile.objects.count() == 1


def test_it_needs_the_right_to_connect(shop):
    nobody = Access(None, "test", shop.dossier.firm_id)

    with pytest.raises(NotAllowed):
        save_profile("Octopus", MAPPING, by=nobody, at=NOW)
