"""The firms that are there get the categories with which a firm begins."""

from django.db import migrations

from comptoir.archive.choices import DEFAULT_CATEGORIES


def give(apps, _schema_editor):
    Category, Firm = apps.get_model("archive", "Category"), apps.get_model("firms", "Firm")
    for firm in Firm.objects.all():
        if not Category.objects.filter(firm=firm, dossier=None).exists():
            Category.objects.bulk_create(
                Category(firm=firm, tab=tab, name_fr=fr, name_nl=nl, name_en=en, position=position)
                for tab, names in DEFAULT_CATEGORIES.items()
                for position, (fr, nl, en) in enumerate(names)
            )


class Migration(migrations.Migration):
    dependencies = [("archive", "0004_filed_by_client"), ("firms", "0002_financial")]

    operations = [migrations.RunPython(give, migrations.RunPython.noop)]
