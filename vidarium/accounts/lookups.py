"""From a slug, a token or a person to the company, before the company is known."""

from vidarium.foundation.lookups import Lookup

COMPANY_OF_SLUG = Lookup(
    "company_of_slug", ("text",), (("company_id", "uuid"),),
    "SELECT id FROM accounts_company WHERE slug = $1",
)  # fmt: skip
COMPANY_OF_TOKEN = Lookup(
    "company_of_token", ("bytea",), (("company_id", "uuid"),),
    "SELECT company_id FROM accounts_token WHERE digest = $1 AND revoked_at IS NULL",
)  # fmt: skip
COMPANIES_OF_PERSON = Lookup(
    "companies_of_person", ("uuid",), (("company_id", "uuid"),),
    "SELECT company_id FROM accounts_membership WHERE person_id = $1 ORDER BY id",
)  # fmt: skip
LOOKUPS = (COMPANY_OF_SLUG, COMPANY_OF_TOKEN, COMPANIES_OF_PERSON)
