from django.db import migrations
from django.db.models import Count, Sum
from django.db.models.functions import TruncDate


def count_what_is_kept(apps, _editor):
    documents, usage = apps.get_model("documents", "Document"), apps.get_model("documents", "Usage")
    days = documents.objects.annotate(day=TruncDate("created_at")).order_by().values("dossier_id", "day")
    counted = days.annotate(many=Count("pk"), together=Sum("size")).iterator()
    usage.objects.bulk_create(
        (
            usage(dossier_id=row["dossier_id"], day=row["day"], files=row["many"], bytes=row["together"])
            for row in counted
        ),
        batch_size=500,
    )


class Migration(migrations.Migration):
    dependencies = [("documents", "0006_reading_and_usage")]

    operations = [migrations.RunPython(count_what_is_kept, migrations.RunPython.noop)]
