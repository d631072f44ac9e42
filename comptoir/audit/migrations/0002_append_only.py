"""Let the database refuse to change or delete an audit event."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from comptoir.audit import append_only


def protect(_apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Put the triggers in place."""
    append_only.protect(schema_editor.connection)


def unprotect(_apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Take them away again."""
    append_only.unprotect(schema_editor.connection)


class Migration(migrations.Migration):
    """The triggers, on both engines."""

    dependencies = [("audit", "0001_initial")]
    operations = [migrations.RunPython(protect, unprotect)]
