from django.db import migrations

from comptoir.firms.trigrams import gather_more


class Migration(migrations.Migration):
    dependencies = [("archive", "0009_list_sums")]

    operations = [
        gather_more("archive_archivedinvoice", "search"),
        gather_more("archive_banktransaction", "search"),
    ]
