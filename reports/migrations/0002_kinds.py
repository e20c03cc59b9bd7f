"""Reports of several kinds: every report knows its government and unit itself, and a cycle is only for readiness."""

import django.db.models.deletion
from django.db import migrations, models


def take_over_places(apps, schema_editor):
    Report = apps.get_model("reports", "Report")
    for report in Report.objects.select_related("cycle", "assessment__locus").iterator():
        unit = report.assessment.locus.unit_id if report.assessment else None
        Report.objects.filter(pk=report.pk).update(government=report.cycle.government_id, unit=unit)


class Migration(migrations.Migration):
    dependencies = [
        ("assessments", "0001_initial"),
        ("reports", "0001_initial"),
        ("units", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            "report",
            "government",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="reports",
                to="units.government",
                verbose_name="pemerintah daerah",
            ),
        ),
        migrations.AddField(
            "report",
            "unit",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="reports",
                to="units.serviceunit",
                verbose_name="unit",
            ),
        ),
        migrations.RunPython(take_over_places, migrations.RunPython.noop),
    ]
