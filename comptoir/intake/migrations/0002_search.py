from django.db import migrations

from comptoir.firms.trigrams import make_index


class Migration(migrations.Migration):
    dependencies = [("intake", "0001_initial")]

    operations = [make_index("intake_submission", "search")]
