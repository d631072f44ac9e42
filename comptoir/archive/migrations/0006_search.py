from django.db import migrations

from comptoir.firms.trigrams import make_index


class Migration(migrations.Migration):
    dependencies = [("archive", "0005_first_categories"), ("documents", "0003_search")]

    operations = [
        make_index("archive_archivedinvoice", "search"),
        make_index("archive_banktransaction", "search"),
        make_index("archive_fileddocument", "search"),
    ]
