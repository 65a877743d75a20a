"""Whether what stands is what was told: the journal's chains, the anchors outside the database, the rows themselves."""

from registration.services.verifying.walking import Report, anchor, remember, verified, verify

__all__ = ["Report", "anchor", "remember", "verified", "verify"]
