"""Look-ups of this room that are made before the company is known."""

from vidarium.foundation.lookups import Lookup

UNFINISHED_ASSETS = Lookup(
    "unfinished_assets", (), (("company_id", "uuid"), ("asset_id", "uuid")),
    "SELECT a.company_id, a.id FROM library_asset a JOIN accounts_company c ON c.id = a.company_id "
    "WHERE a.status IN ('preparing', 'playable') AND c.disabled_at IS NULL AND NOT EXISTS ("
    "SELECT FROM procrastinate_jobs j WHERE j.status IN ('todo', 'doing') AND j.args->>'asset_id' = replace(a.id::text, '-', ''))",
)  # fmt: skip

LOOKUPS: tuple[Lookup, ...] = (UNFINISHED_ASSETS,)
