"""Look-ups of this room that are made before the company is known: what the sweeper must see to, in every company."""

from vidarium.foundation.lookups import Lookup

UPLOADS_OVERDUE = Lookup(
    "uploads_overdue", ("timestamptz",), (("company_id", "uuid"), ("upload_id", "uuid")),
    "SELECT upload.company_id, upload.id FROM library_upload upload JOIN library_asset asset ON asset.id = upload.asset_id "
    "WHERE upload.finished_at IS NULL AND upload.expires_at <= $1 AND asset.status = 'uploading' ORDER BY upload.expires_at LIMIT 1000",
)  # fmt: skip
UPLOADS_COMPLETE = Lookup(
    "uploads_complete", (), (("company_id", "uuid"), ("upload_id", "uuid")),
    "SELECT upload.company_id, upload.id FROM library_upload upload JOIN library_asset asset ON asset.id = upload.asset_id "
    """WHERE upload.finished_at IS NULL AND upload."offset" = upload.length AND asset.status = 'uploading' LIMIT 1000""",
)  # fmt: skip
RETIREMENTS_DUE = Lookup(
    "retirements_due", ("timestamptz",), (("company_id", "uuid"), ("asset_id", "uuid")),
    "SELECT company_id, asset_id FROM library_retirement WHERE due_at <= $1 ORDER BY due_at LIMIT 1000",
)  # fmt: skip
ASSETS_EXPIRED = Lookup(
    "assets_expired", ("timestamptz",), (("company_id", "uuid"), ("asset_id", "uuid")),
    "SELECT upload.company_id, upload.asset_id FROM library_upload upload JOIN library_asset asset ON asset.id = upload.asset_id "
    "WHERE upload.finished_at IS NULL AND upload.expires_at <= $1 AND asset.status = 'failed' ORDER BY upload.expires_at LIMIT 1000",
)  # fmt: skip
REMOVALS_SETTLED = Lookup(
    "removals_settled", ("timestamptz",), (("company_id", "uuid"), ("asset_id", "uuid")),
    "SELECT company_id, asset_id FROM library_removal WHERE at <= $1 ORDER BY at LIMIT 1000",
)  # fmt: skip
LOOKUPS: tuple[Lookup, ...] = (UPLOADS_OVERDUE, UPLOADS_COMPLETE, RETIREMENTS_DUE, ASSETS_EXPIRED, REMOVALS_SETTLED)
