"""Somebody who works while a backup is made: keeps one document after the other until it is killed."""

import sys

import django


def main(start: int) -> None:
    """Say the number of each document once it is kept."""
    django.setup()
    from django.utils import timezone  # noqa: PLC0415 -- models exist only after setup

    from comptoir.documents.actions import keep  # noqa: PLC0415
    from comptoir.firms.access import machine  # noqa: PLC0415
    from comptoir.firms.models import Dossier, Firm  # noqa: PLC0415

    at = timezone.now()
    firm, _ = Firm.objects.get_or_create(name="Delvaux", defaults={"created_at": at})
    dossier, _ = Dossier.objects.get_or_create(
        firm=firm, country="BE", number="0123456749", defaults={"name": "Bakkerij", "created_at": at}
    )
    by = machine(firm.pk, dossier.pk, "writer")
    for number in range(start, start + 100_000):
        content = b"%PDF-1.7\n" + f"{number}\n".encode() * 2000
        keep(content, dossier=dossier, name=f"{number}.pdf", by=by, at=timezone.now())
        sys.stdout.write(f"{number}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(int(sys.argv[1]))
