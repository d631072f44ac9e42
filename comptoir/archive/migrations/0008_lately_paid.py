from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("archive", "0007_sending"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="archivedinvoice",
            index=models.Index(
                condition=models.Q(("in_books", True)), fields=["dossier", "tab", "paid_on"], name="archived_paid"
            ),
        ),
    ]
