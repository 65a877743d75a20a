"""Copies of the whole registry in a folder: made while the site runs, checked, and put back into an empty place."""

from registration.services.backups.making import Standing, back_up, back_up_nightly, standing
from registration.services.backups.manifest import Manifest, Unusable
from registration.services.backups.restoring import restore

__all__ = ["Manifest", "Standing", "Unusable", "back_up", "back_up_nightly", "restore", "standing"]
