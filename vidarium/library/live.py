"""Live pages hear of every change of an asset, whoever made it: the database itself tells.

A trigger, not a call in each verb: none can be forgotten, and a change that is rolled back is not told of. The payload is
`company asset`, ids as bare hex, and then the collection that it lay in before, where it lay in one: whoever may see that one alone
must hear that the asset is gone from it. What changed, the listener looks up.
"""

from __future__ import annotations

ASSETS = "vidarium_assets"
"""The channel."""

STATEMENTS = (
    f"""
CREATE OR REPLACE FUNCTION tell_of_asset() RETURNS trigger LANGUAGE plpgsql AS $body$
DECLARE seen jsonb := to_jsonb(coalesce(NEW, OLD));
BEGIN
  PERFORM pg_notify('{ASSETS}', replace(concat_ws(' ', seen->>'company_id', seen->>TG_ARGV[0], to_jsonb(OLD)->>'collection_id'), '-', ''));
  RETURN NULL;
END $body$
""",
    *(
        f"CREATE OR REPLACE TRIGGER tell AFTER INSERT OR UPDATE OR DELETE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION tell_of_asset('{column}')"
        for table, column in (("library_asset", "id"), ("library_retirement", "asset_id"))
    ),
)
"""Run as the schema's owner; safe to run again."""
