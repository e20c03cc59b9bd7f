"""What the clock calls."""

SCHEDULE = {"reports.sweep": {"task": "reports.documents.tasks.sweep", "schedule": 60.0}}
