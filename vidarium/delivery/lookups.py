"""Look-ups of this room that are made before the company is known."""

from vidarium.foundation.lookups import Lookup

REVOKED_PLAYBACKS = Lookup(
    "revoked_playbacks", (), (("playback_id", "uuid"),),
    "SELECT playback_id FROM delivery_revocation WHERE expires_at > now() UNION ALL "
    "SELECT p.id FROM delivery_playback p JOIN accounts_company c ON c.id = p.company_id WHERE c.disabled_at IS NOT NULL",
)  # fmt: skip
"""Which links are refused, of every company: the edge keeps this list in memory."""
COMPANIES_WITH_SPENT_REVOCATIONS = Lookup(
    "companies_with_spent_revocations", (), (("company_id", "uuid"),),
    "SELECT DISTINCT company_id FROM delivery_revocation WHERE expires_at <= now()",
)  # fmt: skip
LOOKUPS = (REVOKED_PLAYBACKS, COMPANIES_WITH_SPENT_REVOCATIONS)
