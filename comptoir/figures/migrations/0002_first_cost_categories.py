"""The firms that are there get the cost categories with which a firm begins."""

from django.db import migrations

from comptoir.figures.choices import DEFAULT_COST_CATEGORIES


def give(apps, _schema_editor):
    CostCategory, Firm = apps.get_model("figures", "CostCategory"), apps.get_model("firms", "Firm")
    for firm in Firm.objects.all():
        if not CostCategory.objects.filter(firm=firm, dossier=None).exists():
            CostCategory.objects.bulk_create(
                CostCategory(firm=firm, name_fr=fr, name_nl=nl, name_en=en, roots=list(roots), position=position)
                for position, (fr, nl, en, roots) in enumerate(DEFAULT_COST_CATEGORIES)
            )


class Migration(migrations.Migration):
    dependencies = [("figures", "0001_initial"), ("firms", "0003_reporting")]

    operations = [migrations.RunPython(give, migrations.RunPython.noop)]
