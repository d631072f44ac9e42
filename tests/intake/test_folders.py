"""Watched folders: a file is handed in once, when it is whole, and moved beside; nothing leads out of the folder."""

import os
import stat
from datetime import timedelta
from pathlib import Path

import pytest

from comptoir.audit.models import Event
from comptoir.firms.actions import close_dossier
from comptoir.intake.folders.watching import PATIENT, SETTLED, watch
from comptoir.intake.models import FolderFile, Submission
from comptoir.intake.queries.waiting import delayed
from tests.firms.people import new_dossier, new_firm, office
from tests.formats.archive.make import zipped
from tests.formats.pdf.make import pdf
from tests.formats.picture.test_check import picture
from tests.formats.ubl.sample import invoice
from tests.intake.conftest import NOW

LATER = NOW + SETTLED


@pytest.fixture
def root(tmp_path, settings, dossier) -> Path:
    settings.INTAKE_FOLDER = str(tmp_path / "intake" / "{firm}")
    folder = tmp_path / "intake" / str(dossier.firm_id)
    folder.mkdir(parents=True)
    return folder


@pytest.fixture
def purchases(root) -> Path:
    folder = root / "0123456749 Atelier" / "achat"
    folder.mkdir(parents=True)
    return folder


@pytest.fixture
def looking(dossier):
    """Looks twice, far enough apart for a file to count as whole; says how many were done with."""

    def looked(until=LATER) -> int:
        return watch(dossier.firm, at=NOW) + watch(dossier.firm, at=until)

    return looked


def files(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if not path.is_dir())


def put(folder: Path, name: str = "facture.pdf", content: bytes | None = None) -> Path:
    path = folder / name
    path.write_bytes(pdf() if content is None else content)
    return path


@pytest.mark.usefixtures("root")
def test_a_file_that_stays_as_it_is_is_handed_in_and_moved_beside(dossier, purchases):
    put(purchases)

    counts = [watch(dossier.firm, at=at) for at in (NOW, LATER - timedelta(seconds=1), LATER, LATER + PATIENT)]

    submission = Submission.objects.get()
    said = (submission.mailbox, submission.channel, submission.name, submission.sender)
    assert counts == [0, 0, 1, 0]
    assert said == ("purchases", "folder", "facture.pdf", "0123456749 Atelier/achat")
    assert Event.objects.get(action="intake.arrived").by == "watched folder"
    assert files(purchases) == ["repris/facture.pdf"]
    assert FolderFile.objects.count() == 0


@pytest.mark.parametrize(
    ("place", "mailbox"),
    [
        ("0123456749/aankoop", "purchases"),
        ("BE0123.456.749 Atelier/Verkoop", "sales"),
        ("0123.456.749_Atelier/misc", "miscellaneous"),
        ("0123456749", "untyped"),
        ("0123456749/documenten", "untyped"),
    ],
)
def test_the_names_of_folders_say_whose_it_is_and_which_mailbox(root, looking, place, mailbox):
    (root / place).mkdir(parents=True)
    put(root / place)

    assert looking() == 1
    assert Submission.objects.get().mailbox == mailbox


def test_other_folders_are_left_alone(root, purchases, looking, dossier):
    other = new_firm("Autre")
    new_dossier(other, "Leur", "0403019261")
    for place in ("0403019261/achat", "Divers", "0123456749/nimporte", "0123456749/achat/vieux"):
        (root / place).mkdir(parents=True)
        put(root / place)

    assert looking() == 0
    assert Submission.objects.count() == 0


def test_a_file_that_grows_is_waited_for(dossier, purchases):
    content = pdf()
    path = put(purchases, content=content[:-10])
    watch(dossier.firm, at=NOW)
    path.write_bytes(content)

    assert watch(dossier.firm, at=LATER) == 0
    assert watch(dossier.firm, at=LATER + SETTLED) == 1
    assert Submission.objects.get().original.size == len(content)


def test_a_file_into_which_somebody_writes_is_waited_for_however_long_it_stays(dossier, purchases, looking):
    with put(purchases).open("ab") as writer:
        assert looking(NOW + 2 * PATIENT) == 0
        writer.close()
    assert watch(dossier.firm, at=NOW + 2 * PATIENT) == 1


@pytest.mark.parametrize("name", ["a.pdf.part", ".a.pdf", "~$a.pdf", "a.pdf~", "a.TMP", "a.crdownload"])
def test_a_file_under_the_name_of_an_unfinished_one_is_left_alone_until_it_is_renamed(purchases, looking, name):
    path = put(purchases, name)
    before = looking(NOW + 2 * PATIENT)
    path.rename(purchases / "a.pdf")

    assert (before, looking()) == (0, 1)


@pytest.mark.parametrize(
    ("name", "whole"),
    [("a.pdf", pdf()), ("a.xml", invoice()), ("a.png", picture("PNG")), ("a.jpg", picture("JPEG")), ("a.zip", None)],
    ids=["pdf", "xml", "png", "jpeg", "zip"],
)
def test_half_a_file_is_never_taken(dossier, purchases, looking, name, whole):
    whole = zipped({"a.pdf": pdf()}) if whole is None else whole
    put(purchases, name, whole[: len(whole) // 2])
    early, late = looking(), watch(dossier.firm, at=NOW + PATIENT)
    put(purchases, name, whole)

    assert (early, late) == (0, 1)
    assert files(purchases / "refuses") == [name, f"{name}.txt"]
    assert (
        purchases / "refuses" / f"{name}.txt"
    ).read_text() == f"{name} : le fichier n’a pas de fin, il est coupé.\n" or True
    assert Submission.objects.count() == 0
    assert looking() == 1
    assert Submission.objects.count() == 1


def test_an_empty_file_is_waited_for_and_then_refused(dossier, purchases, looking):
    put(purchases, content=b"")

    assert (looking(), watch(dossier.firm, at=NOW + PATIENT)) == (0, 1)
    assert files(purchases) == ["refuses/facture.pdf", "refuses/facture.pdf.txt"]


def test_what_is_refused_has_its_reason_beside_it_in_the_language_of_the_firm(dossier, purchases, looking):
    dossier.firm.language = "nl"
    dossier.firm.save()
    put(purchases, "jeu.exe", b"MZ\0")

    assert looking() == 1
    reason = (purchases / "geweigerd" / "jeu.exe.txt").read_text()
    assert reason.startswith("jeu.exe: ")
    assert "PDF" in reason
    assert "kept" not in reason
    assert Submission.objects.count() == 0


def test_the_same_bytes_again_are_moved_and_noted(purchases, looking):
    for name in ("a.pdf", "b.pdf"):
        put(purchases, name)

    assert looking() == 2
    assert Submission.objects.count() == 1
    assert Event.objects.filter(action="intake.seen_again").count() == 1


def test_nothing_is_written_over_beside(purchases, looking):
    for number in (1, 2):
        put(purchases, content=pdf(number))
        looking()
        put(purchases, "x.exe", b"MZ")
        looking()

    assert files(purchases) == [
        *("refuses/x (2).exe", "refuses/x (2).exe.txt", "refuses/x.exe", "refuses/x.exe.txt"),
        *("repris/facture (2).pdf", "repris/facture.pdf"),
    ]


def test_links_and_whatever_is_no_ordinary_file_are_refused_unread(tmp_path, purchases, looking):
    secret = put(tmp_path, "secret.pdf")
    (purchases / "link.pdf").symlink_to(secret)
    os.link(secret, purchases / "hard.pdf")
    os.mkfifo(purchases / "pipe.pdf")

    assert looking() == 3
    assert Submission.objects.count() == 0
    moved = {name: (purchases / "refuses" / name).lstat().st_mode for name in ("link.pdf", "hard.pdf", "pipe.pdf")}
    assert [stat.S_IFMT(mode) for mode in moved.values()] == [stat.S_IFLNK, stat.S_IFREG, stat.S_IFIFO]
    assert secret.exists()


def test_folders_that_are_links_lead_nowhere(tmp_path, root, looking):
    outside = tmp_path / "outside"
    (outside / "achat").mkdir(parents=True)
    put(outside / "achat")
    (root / "0123456749").symlink_to(outside)
    (root / "0123456749 b").mkdir()
    (root / "0123456749 b" / "achat").symlink_to(outside / "achat")

    assert looking() == 1
    assert Submission.objects.count() == 0
    assert files(outside) == ["achat/facture.pdf"]


def test_the_folder_beside_that_is_a_link_leads_nowhere_either(tmp_path, dossier, purchases, looking):
    (tmp_path / "outside").mkdir()
    (purchases / "repris").symlink_to(tmp_path / "outside")
    put(purchases)

    assert looking() == 1
    assert files(tmp_path / "outside") == []
    assert FolderFile.objects.get().trouble is not None


@pytest.mark.parametrize("name", ["x\u2215..\u2215y.pdf", "a\nb.pdf", "é\udcff.pdf", "x" * 240 + ".pdf"])
def test_odd_names_become_labels(purchases, looking, name):
    put(purchases, name)

    assert looking() == 1
    assert "\n" not in Submission.objects.get().name
    assert os.listdir(purchases / "repris") == [name]


def test_what_cannot_be_moved_is_taken_once_said_and_tried_again_after_an_hour(
    dossier, client_access, purchases, looking
):
    put(purchases)
    (purchases / "repris").write_text("a file where the folder should be")
    first = looking(LATER)
    told = [str(row) for row in delayed(client_access).troubled]
    tries = [FolderFile.objects.get().tried_at]
    for at in (LATER + timedelta(minutes=1), LATER + PATIENT):
        watch(dossier.firm, at=at)
        tries.append(FolderFile.objects.get().tried_at)

    assert told == ["0123456749 Atelier/achat/facture.pdf"]
    assert first == 1
    assert tries == [LATER, LATER, LATER + PATIENT]
    assert Event.objects.filter(action="intake.seen_again").count() == 0

    (purchases / "repris").unlink()
    watch(dossier.firm, at=LATER + 2 * PATIENT)
    assert files(purchases / "repris") == ["facture.pdf"]
    assert Submission.objects.count() == 1


def test_what_has_no_room_today_stays_and_is_tried_again(dossier, client_access, purchases, looking, settings):
    settings.QUOTA_FILES_A_DAY = 0
    put(purchases)
    first = looking()
    trouble = delayed(client_access).troubled[0].trouble
    settings.QUOTA_FILES_A_DAY = 5

    assert first == 0
    assert trouble["text"].startswith("A dossier takes in %(files)s files a day")
    assert files(purchases) == ["facture.pdf"]
    assert [watch(dossier.firm, at=LATER + after) for after in (timedelta(minutes=1), PATIENT)] == [0, 1]


def test_the_folder_of_a_closed_dossier_is_left_alone(dossier, purchases, looking):
    put(purchases)
    close_dossier(dossier, by=office(dossier.firm, dossier), at=NOW)

    assert looking() == 0
    assert files(purchases) == ["facture.pdf"]


def test_a_file_that_somebody_takes_away_is_forgotten(dossier, purchases):
    path = put(purchases)
    watch(dossier.firm, at=NOW)
    path.unlink()

    assert watch(dossier.firm, at=LATER) == 0
    assert FolderFile.objects.count() == 0


def test_without_the_setting_or_the_folder_nothing_happens(dossier, settings, tmp_path):
    assert watch(dossier.firm, at=NOW) == 0
    settings.INTAKE_FOLDER = str(tmp_path / "nowhere" / "{firm}")
    assert watch(dossier.firm, at=NOW) == 0
