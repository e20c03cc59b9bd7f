"""Property tests on shared, busy processors: no deadline per example."""

from hypothesis import HealthCheck, settings

settings.register_profile("scoring", deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("scoring")
