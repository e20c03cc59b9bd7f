"""Property tests of the scoring core: many of them, so fewer examples each."""

from hypothesis import settings

settings.register_profile("scoring", max_examples=40)
settings.load_profile("scoring")
