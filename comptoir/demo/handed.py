"""What the demo's first company has handed in: waiting in its mailboxes, to be sorted, in progress, deleted, and twice."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from random import Random

from django.utils import timezone

from comptoir.demo import people
from comptoir.demo.generate import pdf, ubl
from comptoir.demo.generate.chart import vat_of
from comptoir.demo.generate.letters import letter, stack
from comptoir.demo.generate.paper import Paper, Side
from comptoir.demo.generate.partners import belgian_iban, belgian_vat
from comptoir.demo.papers import standing
from comptoir.firms.models import Dossier
from comptoir.intake.actions.moving import delete
from comptoir.intake.actions.sending import send
from comptoir.intake.choices import Channel, Mailbox
from comptoir.intake.models import Submission
from comptoir.intake.receiving import Handed, receive

US = Side("Atelier Exemple SRL", "BE0200065765", "Rue de l'Exemple 12", "1000 Bruxelles")


@dataclass(frozen=True, slots=True)
class Thing:
    """A file that was handed in, some days ago; what it says, and what became of it ("sent", "deleted" or "")."""

    name: str
    mailbox: Mailbox
    channel: Channel
    sender: str
    days: int
    content: bytes
    comment: str = ""
    tags: tuple[str, ...] = ()
    became: str = ""


def hand_in(dossier: Dossier, at: datetime) -> None:
    """Hand in what is not there yet, by the client, on the days when it came."""
    by = standing(people.CLIENT, dossier)
    there = set(Submission.objects.filter(dossier=dossier).values_list("name", flat=True))
    for thing in _things(timezone.localdate(at)):
        if thing.name not in there:
            came = at - timedelta(days=thing.days, minutes=thing.days * 37 % 200)
            handed = Handed(
                thing.mailbox,
                thing.channel,
                thing.sender,
                comment=thing.comment,
                tags=thing.tags,
                once=f"demo {thing.name}",
            )
            received = receive(thing.content, handed, name=thing.name, dossier=dossier, by=by, at=came)
            rows = Submission.objects.visible_to(by).filter(pk=received.submission.pk)
            if thing.became == "sent":
                send(rows, by=by, at=came + timedelta(hours=3))
            elif thing.became == "deleted":
                delete(rows, by=by, at=came + timedelta(hours=1))


def _things(today: date) -> list[Thing]:
    me, paper = people.CLIENT.name, _invoice("Papeterie Lambert SRL", 199900301, "2026/117", 38_400, today, 9)
    return [*_waiting(me, paper, today), *_elsewhere(me, today)]


def _waiting(me: str, paper: Paper, today: date) -> list[Thing]:
    purchases, sales = Mailbox.PURCHASES, Mailbox.SALES
    sold = _turned(_invoice("Hôtel du Parc SA", 199900402, "2026/0412", 412_000, today, 3))
    timber = _invoice("Bois & Panneaux Martens SA", 199900403, "F26-20871", 127_650, today, 4)
    lease = _invoice("Leasing Exemple SA", 199900404, "LX 88114", 41_900, today, 2)
    cloud = _invoice("Hébergement Exemple SRL", 199900408, "HE-2026-3318", 15_500, today, 6)
    printed = replace(cloud, net_cents=51_500, tax_cents=vat_of(51_500, 21), iban=belgian_iban(Random(408)))  # noqa: S311
    printed = replace(printed, lines=(("Marchandises et services", 51_500),))
    car = "Camionnette de l’atelier"
    bank = ("Madame, Monsieur,", "Le taux de votre ligne de crédit change au 1er janvier.", "Banque Exemple")
    scanned = stack(
        ("Bois & Panneaux Martens SA", "Bordereau de livraison 5531", ("2 palettes de panneaux, reçues en bon état",)),
        ("Bois & Panneaux Martens SA", "Bordereau de livraison 5540", ("1 palette de chevrons, reçue en bon état",)),
        ("Quincaillerie Delvaux", "Reçu 8812", ("Visserie et colle", "Payé par carte : 46,20 EUR")),
    )
    return [
        Thing(
            "Lambert 2026-117.pdf", purchases, Channel.MAIL, "factures@papeterie-lambert.example", 8, pdf.render(paper)
        ),
        Thing("BE1999003_2026-117.xml", purchases, Channel.API, "Peppol", 7, ubl.render(paper)),
        Thing("HE-2026-3318.xml", purchases, Channel.API, "Peppol", 6, ubl.render(cloud, pdf.render(printed))),
        Thing("Martens F26-20871.pdf", purchases, Channel.UPLOAD, me, 3, pdf.render(timber), tags=("chantier Parc",)),
        Thing("leasing.pdf", purchases, Channel.CAMERA, me, 1, pdf.render(lease), comment=car),
        Thing("Martens copie.pdf", purchases, Channel.MAIL, "compta@martens.example", 2, pdf.render(timber)),
        Thing("Facture 2026-0412 Hôtel du Parc.pdf", sales, Channel.UPLOAD, me, 2, pdf.render(sold)),
        Thing(
            "lettre banque.pdf", Mailbox.MISCELLANEOUS, Channel.UPLOAD, me, 5, letter("Banque Exemple", "Taux", bank)
        ),
        Thing(
            "scan_0031.pdf",
            Mailbox.UNTYPED,
            Channel.MAIL,
            "scanner@atelier.example",
            1,
            scanned,
        ),
    ]


def _elsewhere(me: str, today: date) -> list[Thing]:
    power = _invoice("Énergie Exemple SA", 199900405, "26-1104-7", 61_240, today, 12)
    phone = _invoice("Télécom Exemple SA", 199900406, "T-20261101", 8_990, today, 11)
    supplies = replace(
        _invoice("Fournitures Dubois SA", 199900408, "VF26114", 18_640, today, 9),
        supplier=Side("Fournitures Dubois SA", "BE0225660701", "", "1000 Bruxelles"),
    )
    sold = _turned(_invoice("Crèche Les Lutins ASBL", 199900407, "2026/0411", 186_500, today, 10))
    offer = letter("Mobilier Discount", "Offre", ("20 % sur tous les sièges jusqu'à la fin du mois",))
    certificate = letter("Assurances Horizon SA", "Attestation", ("La camionnette est assurée jusqu’au 31 décembre.",))
    purchases = Mailbox.PURCHASES
    return [
        Thing("Dubois VF26114.pdf", purchases, Channel.UPLOAD, me, 8, pdf.render(supplies), became="sent"),
        Thing("energie 11-2026.pdf", purchases, Channel.UPLOAD, me, 11, pdf.render(power), became="sent"),
        Thing("telecom.pdf", purchases, Channel.MAIL, "factures@telecom.example", 10, pdf.render(phone), became="sent"),
        Thing(
            "Facture 2026-0411 Les Lutins.pdf", Mailbox.SALES, Channel.UPLOAD, me, 9, pdf.render(sold), became="sent"
        ),
        Thing("attestation assurance.pdf", Mailbox.MISCELLANEOUS, Channel.UPLOAD, me, 7, certificate, became="sent"),
        Thing("publicité.pdf", purchases, Channel.MAIL, "offres@mobilier.example", 6, offer, became="deleted"),
    ]


def _invoice(name: str, base: int, number: str, net_cents: int, today: date, days: int) -> Paper:
    """A purchase at 21 %, issued so many days ago."""
    issued = today - timedelta(days=days)
    return Paper(
        credit=False,
        language="fr",
        number=number,
        issued_on=issued,
        due_on=issued + timedelta(days=30),
        supplier=Side(name, belgian_vat(base), "", "1000 Bruxelles"),
        customer=US,
        iban=belgian_iban(Random(base)),  # noqa: S311  an invented account, the same each time
        communication="",
        rate=21,
        lines=(("Marchandises et services", net_cents),),
        net_cents=net_cents,
        tax_cents=vat_of(net_cents, 21),
        reverse_charge=False,
    )


def _turned(paper: Paper) -> Paper:
    """The same from us to the other."""
    return replace(paper, supplier=US, customer=paper.supplier)
