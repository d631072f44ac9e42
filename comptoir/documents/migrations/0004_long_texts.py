from django.db import migrations

from comptoir.firms.trigrams import make_long_index


class Migration(migrations.Migration):
    dependencies = [("documents", "0003_search")]

    operations = [make_long_index("documents_documenttext", "text")]
