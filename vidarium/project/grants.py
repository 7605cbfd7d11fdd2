"""What each database login may do, on one page. From it `schema.py` makes the grants, at every start.

A process that was talked into running somebody else's SQL gets no further than its line here: the edge has no password to
give away, `web` publishes no picture, the worker signs nobody in. A table or a function that no line names is closed to all
three, and fails a test.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from vidarium.accounts import activity
from vidarium.foundation.environment import APP_ROLE, EDGE_ROLE, LOGINS, WEB_ROLE, WORKER_ROLE
from vidarium.privacy import consents


@dataclass(frozen=True)
class Right:
    """One thing that may be done with a table's rows; with some of its columns alone where they are named."""

    verb: str
    """PostgreSQL's."""
    columns: tuple[str, ...] = ()

    def of(self, *columns: str) -> Right:
        return Right(self.verb, columns)

    def __str__(self) -> str:
        return f"{self.verb} ({', '.join(self.columns)})" if self.columns else self.verb


READ, ADD, CHANGE, DROP = Right("SELECT"), Right("INSERT"), Right("UPDATE"), Right("DELETE")
LOCK = CHANGE.of("id")
"""Who locks a row must be able to change a column of it. This one can't become another: the wall compares it with the company."""
ALL = (READ, ADD, CHANGE, DROP)
Rights = tuple[Right, ...]
PROCESSES = (WEB_ROLE, EDGE_ROLE, WORKER_ROLE)


@dataclass(frozen=True)
class May:
    """What each kind of process may do with a table. The operator's commands may do all of it, but for what `lasts`."""

    web: Rights = ()
    edge: Rights = ()
    worker: Rights = ()
    lasts: bool = False
    """No login may change or drop a row."""

    def of(self, login: str) -> Rights:
        return {WEB_ROLE: self.web, EDGE_ROLE: self.edge, WORKER_ROLE: self.worker}[login]


TABLES: Mapping[str, May] = {
    # -- people, and how they come in: `web` knows them; the edge knows that somebody is still signed in
    "accounts_person": May(
        web=(READ, ADD, CHANGE), edge=(READ.of("id", "is_active"),), worker=(READ.of("id", "moved_at"), CHANGE.of("moved_at", "moved_from"))
    ),
    "accounts_signinlink": May(web=(READ, CHANGE, DROP), worker=(READ.of("id", "used_at", "expires_at"), DROP)),
    "accounts_code": May(web=ALL, worker=(READ.of("id", "expires_at"), DROP)),
    "accounts_signedin": May(
        web=ALL,
        edge=(READ.of("id", "person_id", "digest", "seen_at"), CHANGE.of("seen_at")),
        worker=(READ.of("id", "person_id", "seen_at"), DROP),
    ),
    # Only the operator's commands make somebody staff; the worker ends it when nobody has looked at it again.
    # `web` locks the row, so that one look begins after the other.
    "accounts_staff": May(web=(READ, LOCK), worker=(READ, CHANGE.of("ended_at", "warned_at"), DROP)),
    "accounts_rememberedbrowser": May(web=ALL, worker=(READ.of("id", "expires_at"), DROP)),
    "accounts_undeclared": May(web=(READ, ADD, CHANGE), edge=(READ, ADD, CHANGE), worker=(READ.of("id", "seen_on"), DROP)),
    "django_session": May(web=ALL, edge=(READ,), worker=(READ.of("expire_date"), DROP)),
    "mfa_authenticator": May(web=ALL, edge=(READ.of("id", "user_id", "type"),)),
    "account_emailaddress": May(web=ALL),
    "account_emailconfirmation": May(web=(READ, DROP)),
    "privacy_subject": May(web=(READ, ADD)),
    "privacy_receipt": May(web=(READ, ADD), lasts=True),
    # -- companies, and who may do what in them
    "accounts_company": May(web=(READ, ADD, CHANGE), edge=(READ, LOCK), worker=(READ, CHANGE.of("closed_at"))),
    "accounts_customrole": May(web=ALL, edge=(READ,)),
    "accounts_membership": May(web=ALL, edge=(READ,)),
    "accounts_staffaccess": May(web=(READ, ADD, CHANGE), edge=(READ,), worker=(READ, CHANGE.of("ended_at"), DROP)),
    "accounts_invitation": May(web=ALL, worker=(READ.of("id", "company_id", "expires_at"), DROP)),
    "accounts_token": May(web=ALL, edge=(READ, CHANGE.of("used_at"))),
    # What a program was told of people is nothing to the edge: there the row's number is that of the upload that was made.
    "accounts_idempotentanswer": May(
        web=ALL,
        edge=(READ.of("id", "company_id", "digest", "request", "status", "created_at"), ADD, DROP),
        worker=(READ.of("id", "company_id", "created_at"), DROP),
    ),
    "accounts_activity": May(web=(READ, ADD), edge=(ADD,), worker=(ADD,), lasts=True),
    "accounts_attempt": May(web=ALL, edge=(READ, ADD, CHANGE), worker=(READ.of("digest", "arrival"), DROP)),
    # -- letters: written by one, sent by another (see MAILBOX)
    "notices_message": May(web=(ADD,), worker=ALL),
    # -- films: the edge takes them in, the worker makes them playable, `web` shows them; each may take one away
    "library_collection": May(web=ALL, edge=(READ,)),
    "library_asset": May(web=(READ, CHANGE, DROP), edge=ALL, worker=(READ, CHANGE, DROP)),
    "library_upload": May(web=(READ, DROP), edge=ALL, worker=(READ, CHANGE, DROP)),
    "library_retirement": May(web=ALL, edge=(READ, DROP), worker=ALL),
    "library_removal": May(web=(READ, ADD), edge=(READ, ADD), worker=(READ, ADD, DROP)),
    "production_grid": May(web=(READ, DROP), edge=(READ, DROP), worker=ALL),
    # The edge finds out that a piece is lost, and takes back that it was there.
    "production_rendition": May(web=(READ, DROP), edge=(READ, CHANGE.of("filled", "sizes"), DROP), worker=ALL),
    "production_chunk": May(web=(READ, DROP), edge=(READ, DROP), worker=ALL),
    # What goes is shut first, and a door that is to be shut is made.
    "delivery_playback": May(web=(READ, ADD, DROP), edge=(READ, DROP), worker=(READ, ADD, DROP)),
    "delivery_revocation": May(web=ALL, edge=(READ, ADD, CHANGE), worker=ALL),
    # -- the queue: anyone puts a job in, the worker alone takes one out. Its functions run with their caller's rights
    "procrastinate_jobs": May(web=(READ, ADD), edge=(READ, ADD), worker=ALL),
    "procrastinate_events": May(web=(ADD,), edge=(ADD,), worker=ALL),
    "procrastinate_workers": May(web=(READ,), edge=(READ,), worker=ALL),
    "procrastinate_periodic_defers": May(worker=ALL),
    # -- Django's own bookkeeping: names of code
    "django_content_type": May(web=(READ,)),
    "django_migrations": May(),
    "auth_permission": May(web=(READ,)),
    "auth_group": May(web=(READ,)),
    "auth_group_permissions": May(web=(READ,)),
}
MAILBOX = {"notices_message": (READ,)}
"""What `web` may besides on a development start, which shows its letters on a page: there are codes in them."""

FUNCTIONS: Mapping[str, tuple[str, ...]] = {
    "company_of_slug": (WEB_ROLE,),
    "company_of_invitation": (WEB_ROLE,),
    "disabled_companies_of_owner": (WEB_ROLE,),
    "company_of_token": (WEB_ROLE, EDGE_ROLE),
    "companies_of_person": (WEB_ROLE, EDGE_ROLE),
    "companies_for_staff": (WEB_ROLE,),
    "accesses_of_staff": (WEB_ROLE,),
    "open_access_of_staff": (WEB_ROLE, EDGE_ROLE, WORKER_ROLE),
    "places_of_person": (),
    "accesses_run_out": (WORKER_ROLE,),
    "accesses_overdue": (WORKER_ROLE,),
    "staff_lapsing": (WORKER_ROLE,),
    "revoked_playbacks": (EDGE_ROLE,),
    "companies_past_cooling": (WORKER_ROLE,),
    "invitations_overdue": (WORKER_ROLE,),
    "answers_overdue": (WORKER_ROLE,),
    "uploads_overdue": (WORKER_ROLE,),
    "uploads_complete": (WORKER_ROLE,),
    "retirements_due": (WORKER_ROLE,),
    "assets_expired": (WORKER_ROLE,),
    "removals_settled": (WORKER_ROLE,),
    "unfinished_assets": (WORKER_ROLE,),
    "companies_with_spent_revocations": (WORKER_ROLE,),
    activity.FORGET: (WORKER_ROLE,),
    consents.FORGET: (WORKER_ROLE,),
}
"""Who calls those that run as the schema's owner; each room's `lookups.py` says what they answer."""


def statements(signatures: Mapping[str, str], *, development: bool) -> Iterator[str]:
    """What makes it so, whatever held before. To be run in one transaction: others are being served meanwhile.

    `signatures`: by its name, each function of the database that runs as the schema's owner.
    """
    yield "REVOKE CREATE ON SCHEMA public FROM PUBLIC"
    for login in LOGINS:
        yield f"GRANT USAGE ON SCHEMA public TO {login}"
        # What is revoked of a table is revoked of its columns, too.
        yield f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {login}"
        # The next number of a row tells nothing.
        yield f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {login}"
    yield from _for_the_operator()
    for login in PROCESSES:
        for table, may in TABLES.items():
            also = MAILBOX.get(table, ()) if development and login == WEB_ROLE else ()
            yield from _granted(table, (*may.of(login), *also), login)
    for name, signature in signatures.items():
        yield f"REVOKE ALL ON FUNCTION {signature} FROM PUBLIC, {', '.join(LOGINS)}"
        yield f"GRANT EXECUTE ON FUNCTION {signature} TO {', '.join((APP_ROLE, *FUNCTIONS.get(name, ())))}"


def _for_the_operator() -> Iterator[str]:
    """Rows of every table. None is its own, it truncates nothing, it alters nothing."""
    yield f"GRANT {', '.join(map(str, ALL))} ON ALL TABLES IN SCHEMA public TO {APP_ROLE}"
    for table in (table for table, may in TABLES.items() if may.lasts):
        yield f"REVOKE {CHANGE}, {DROP} ON {table} FROM {APP_ROLE}"


def _granted(table: str, rights: Rights, login: str) -> Iterator[str]:
    if rights:
        yield f"GRANT {', '.join(map(str, rights))} ON {table} TO {login}"
