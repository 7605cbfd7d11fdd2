"""From a slug, a key, an invitation or a person to the company, before the company is known. A disabled company lets nobody in."""

from vidarium.foundation.lookups import Lookup

COMPANY_OF_SLUG = Lookup(
    "company_of_slug", ("text",), (("company_id", "uuid"),),
    "SELECT id FROM accounts_company WHERE slug = $1",
)  # fmt: skip
COMPANY_OF_TOKEN = Lookup(
    "company_of_token", ("bytea",), (("company_id", "uuid"),),
    "SELECT t.company_id FROM accounts_token t JOIN accounts_company c ON c.id = t.company_id "
    "LEFT JOIN accounts_membership m ON m.id = t.membership_id LEFT JOIN accounts_person p ON p.id = m.person_id "
    "WHERE t.digest = $1 AND c.disabled_at IS NULL AND m.suspended_at IS NULL AND p.is_active IS NOT FALSE "
    "AND (t.revoked_at IS NULL OR t.revoked_at > clock_timestamp()) AND (t.expires_at IS NULL OR t.expires_at > clock_timestamp())",
)  # fmt: skip
COMPANIES_OF_PERSON = Lookup(
    "companies_of_person", ("uuid",), (("company_id", "uuid"),),
    "SELECT m.company_id FROM accounts_membership m JOIN accounts_company c ON c.id = m.company_id "
    "WHERE m.person_id = $1 AND m.suspended_at IS NULL AND c.disabled_at IS NULL ORDER BY m.id",
)  # fmt: skip
COMPANY_OF_INVITATION = Lookup(
    "company_of_invitation", ("bytea",), (("company_id", "uuid"),),
    "SELECT i.company_id FROM accounts_invitation i JOIN accounts_company c ON c.id = i.company_id "
    "WHERE i.digest = $1 AND i.expires_at > now() AND c.disabled_at IS NULL",
)  # fmt: skip
DISABLED_COMPANIES_OF_OWNER = Lookup(
    "disabled_companies_of_owner", ("uuid",), (("company_id", "uuid"),),
    "SELECT m.company_id FROM accounts_membership m JOIN accounts_company c ON c.id = m.company_id "
    "WHERE m.person_id = $1 AND m.role = 'owner' AND c.disabled_at IS NOT NULL AND c.closed_at IS NULL ORDER BY m.id",
)  # fmt: skip
INVITATIONS_OVERDUE = Lookup(
    "invitations_overdue", ("timestamptz",), (("company_id", "uuid"), ("invitation_id", "uuid")),
    "SELECT company_id, id FROM accounts_invitation WHERE expires_at <= $1 ORDER BY expires_at LIMIT 1000",
)  # fmt: skip
ANSWERS_OVERDUE = Lookup(
    "answers_overdue", ("timestamptz",), (("company_id", "uuid"),),
    "SELECT DISTINCT company_id FROM accounts_idempotentanswer WHERE created_at <= $1",
)  # fmt: skip
COMPANIES_PAST_COOLING = Lookup(
    "companies_past_cooling", ("timestamptz",), (("company_id", "uuid"),),
    "SELECT id FROM accounts_company WHERE disabled_at <= $1 AND closed_at IS NULL",
)  # fmt: skip
PLACES_OF_PERSON = Lookup(
    "places_of_person", ("uuid",), (("company_id", "uuid"),),
    "SELECT company_id FROM accounts_membership WHERE person_id = $1",
)  # fmt: skip
# Where staff are asked for, the database itself looks whether they still are: who is not learns of no company.
COMPANIES_FOR_STAFF = Lookup(
    "companies_for_staff", ("uuid", "text"), (("company_id", "uuid"),),
    "SELECT c.id FROM accounts_company c WHERE c.disabled_at IS NULL "
    "AND EXISTS (SELECT FROM accounts_staff s WHERE s.person_id = $1 AND s.ended_at IS NULL) "
    "AND (position(lower($2) IN lower(c.name)) > 0 OR position(lower($2) IN c.slug) > 0) ORDER BY c.slug LIMIT 25",
)  # fmt: skip
OPEN_ACCESS_OF_STAFF = Lookup(
    "open_access_of_staff", ("uuid",),
    (("company_id", "uuid"), ("access_id", "uuid"), ("ends_at", "timestamptz"), ("disabled_at", "timestamptz")),
    "SELECT a.company_id, a.id, a.ends_at, c.disabled_at FROM accounts_staffaccess a JOIN accounts_staff s ON s.id = a.staff_id "
    "JOIN accounts_company c ON c.id = a.company_id WHERE s.person_id = $1 AND s.ended_at IS NULL AND a.ended_at IS NULL",
)  # fmt: skip
ACCESSES_OF_STAFF = Lookup(
    "accesses_of_staff", ("uuid",), (("company_id", "uuid"), ("access_id", "uuid")),
    "SELECT a.company_id, a.id FROM accounts_staffaccess a JOIN accounts_staff s ON s.id = a.staff_id "
    "WHERE s.person_id = $1 AND s.ended_at IS NULL ORDER BY a.id DESC LIMIT 25",
)  # fmt: skip
ACCESSES_RUN_OUT = Lookup(
    "accesses_run_out", ("timestamptz",), (("company_id", "uuid"), ("access_id", "uuid")),
    "SELECT company_id, id FROM accounts_staffaccess WHERE ended_at IS NULL AND ends_at <= $1",
)  # fmt: skip
ACCESSES_OVERDUE = Lookup(
    "accesses_overdue", ("timestamptz",), (("company_id", "uuid"),),
    "SELECT DISTINCT company_id FROM accounts_staffaccess WHERE ended_at <= $1",
)  # fmt: skip
# The one that gives an address: of the operator's own staff, to the worker, which may not read who anybody is and must write to them.
STAFF_LAPSING = Lookup(
    "staff_lapsing", ("timestamptz", "timestamptz"),
    (("staff_id", "uuid"), ("email", "text"), ("language", "text"), ("lapses_at", "timestamptz")),
    "SELECT s.id, p.email, p.language, s.lapses_at FROM accounts_staff s JOIN accounts_person p ON p.id = s.person_id "
    "WHERE s.ended_at IS NULL AND s.warned_at IS NULL AND s.lapses_at > $1 AND s.lapses_at <= $2",
)  # fmt: skip
LOOKUPS = (
    STAFF_LAPSING,
    ACCESSES_OF_STAFF,
    ACCESSES_OVERDUE,
    ACCESSES_RUN_OUT,
    COMPANIES_FOR_STAFF,
    OPEN_ACCESS_OF_STAFF,
    PLACES_OF_PERSON,
    COMPANIES_PAST_COOLING,
    ANSWERS_OVERDUE,
    COMPANIES_OF_PERSON,
    COMPANY_OF_INVITATION,
    COMPANY_OF_SLUG,
    COMPANY_OF_TOKEN,
    DISABLED_COMPANIES_OF_OWNER,
    INVITATIONS_OVERDUE,
)
