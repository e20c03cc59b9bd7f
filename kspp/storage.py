"""Static files: hashed names, and a missing source map of a third-party file is no reason to stop."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class TolerantManifestStorage(CompressedManifestStaticFilesStorage):
    manifest_strict = False
    support_js_module_import_aggregation = True
