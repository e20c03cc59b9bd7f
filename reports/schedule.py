"""What the clock calls."""

SCHEDULE = {"reports.sweep": {"task": "reports.tasks.sweep", "schedule": 60.0}}
