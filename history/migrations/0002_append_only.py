"""The database itself refuses to change or delete an event."""

from django.db import migrations

SQLITE = [
    f"""CREATE TRIGGER history_event_no_{what} BEFORE {what.upper()} ON history_event
    BEGIN SELECT RAISE(ABORT, 'history is append-only'); END"""
    for what in ("update", "delete")
]
POSTGRES = [
    """CREATE FUNCTION history_append_only() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'history is append-only'; END $$""",
    """CREATE TRIGGER history_event_append_only BEFORE UPDATE OR DELETE ON history_event
    FOR EACH ROW EXECUTE FUNCTION history_append_only()""",
]


def guard(apps, schema_editor):
    for statement in SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRES:
        schema_editor.execute(statement)


def unguard(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for what in ("update", "delete"):
            schema_editor.execute(f"DROP TRIGGER history_event_no_{what}")
    else:
        schema_editor.execute("DROP TRIGGER history_event_append_only ON history_event")
        schema_editor.execute("DROP FUNCTION history_append_only()")


class Migration(migrations.Migration):
    dependencies = [("history", "0001_initial")]
    operations = [migrations.RunPython(guard, unguard)]
