"""Each law sees its breach, teaches in its message, and lets the good way pass."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tools.house import errors, machine, names, programs, size, surfaces, tenants, variables
from tools.house.checkout import Checkout

Lay = Callable[[dict[str, str]], Checkout]
MODELS = """
class Asset(Row):
    company = labelled(models.ForeignKey(Company), OF_COMPANY)
class Person(Row):
    email = labelled(models.EmailField(), EMAIL)
"""


def test_a_file_of_301_lines_is_too_long(lay: Lay) -> None:
    (finding,) = size.breaches(lay({"vidarium/a.py": "x = 1\n" * 301, "vidarium/b.py": "x = 1\n" * 300}))
    assert (finding.path, finding.said) == (
        "vidarium/a.py",
        "301 lines; 300 are the limit. Which second noun lives here? Give it its own file.",
    )


def test_a_function_of_41_lines_is_too_long(lay: Lay) -> None:
    long, fitting = ("def f():\n" + "    x = 1\n" * lines for lines in (40, 39))
    (finding,) = size.breaches(lay({"vidarium/a.py": long, "vidarium/b.py": fitting}))
    assert finding.said.startswith("f has 41 lines; 40 are the limit, 25 the aim.")


def test_an_exception_is_named_with_its_reason(lay: Lay) -> None:
    given = '[size]\n"vidarium/a.py" = "a table"\n'
    assert not list(size.breaches(lay({"vidarium/a.py": "x = 1\n" * 301, "tools/house/exceptions.toml": given})))


def test_every_exception_of_ours_names_a_file_that_is_there() -> None:
    here = Checkout(Path(__file__).resolve().parents[2])
    named = [place for law in ("size", "tenants", "programs", "errors", "variables", "templates") for place in here.excepted(law)]
    assert [place for place in named if not (here.root / place.partition(":")[0]).exists()] == []


def test_migrations_are_not_looked_at(lay: Lay) -> None:
    assert not list(size.breaches(lay({"vidarium/a/migrations/0001.py": "x = 1\n" * 999})))


@pytest.mark.parametrize("name", ["vidarium/library/utils.py", "vidarium/common/clock.py", "tests/helpers.py"])
def test_a_drawer_is_not_a_name(lay: Lay, name: str) -> None:
    (finding,) = names.breaches(lay({name: "", "vidarium/library/assets.py": ""}))
    assert "names a drawer, not a thing" in finding.said


@pytest.mark.parametrize(
    "asked",
    [
        "Asset.objects.filter(company_id=company_id, id=1)",
        "Asset.objects.filter(asset__in=laid)",
        "Person.objects.get(id=1)",
        "Asset.objects.create(company_id=company_id)",
    ],
)
def test_a_room_above_may_ask_for_rows_when_it_says_whose(lay: Lay, asked: str) -> None:
    assert not list(tenants.breaches(lay({"vidarium/library/models.py": MODELS, "vidarium/production/jobs.py": asked})))


@pytest.mark.parametrize("asked", ["Asset.objects.get(id=1)", "Asset.objects.select_for_update().filter(pk=1, status='ready')"])
def test_a_company_s_thing_is_not_fetched_by_its_id_alone(lay: Lay, asked: str) -> None:
    (finding,) = tenants.breaches(lay({"vidarium/library/models.py": MODELS, "vidarium/production/jobs.py": asked}))
    assert finding.said == "Asset is library's and is fetched by its id alone. Say whose it is, company_id=…, or ask a verb of library."


@pytest.mark.parametrize("surface", ["console", "api", "edge", "cli"])
def test_a_surface_asks_verbs_and_not_rows(lay: Lay, surface: str) -> None:
    asked = "Asset.objects.filter(company_id=company_id)"
    (finding,) = tenants.breaches(lay({"vidarium/library/models.py": MODELS, f"vidarium/{surface}/page.py": asked}))
    assert "ask a verb of library" in finding.said


def test_nobody_asks_for_everybody_s_rows(lay: Lay) -> None:
    (finding,) = tenants.breaches(lay({"vidarium/library/models.py": MODELS + "\nAsset.objects.all()"}))
    assert finding.said == "Asset.objects.all() asks for everybody's rows. Say whose."


@pytest.mark.parametrize("what", ["from django.http import HttpResponse", "import ninja", "from starlette.requests import Request"])
def test_a_domain_room_knows_no_http(lay: Lay, what: str) -> None:
    (finding,) = surfaces.breaches(lay({"vidarium/library/assets.py": what, "vidarium/console/library.py": what}))
    assert (finding.path, finding.line) == ("vidarium/library/assets.py", 1)


@pytest.mark.parametrize(
    "what",
    [
        "import subprocess",
        "from subprocess import run",
        "import os\nos.system('ls')",
        "import asyncio\nasyncio.create_subprocess_exec(1)",
    ],
)
def test_one_place_starts_programs(lay: Lay, what: str) -> None:
    (finding,) = programs.breaches(lay({"vidarium/library/assets.py": what, "vidarium/foundation/process/execution.py": what}))
    assert finding.path == "vidarium/library/assets.py"
    assert "Describe a Step" in finding.said


TREE = '''
class VidariumError(Exception):
    """Something broke."""
    code: ClassVar[str] = "internal"
    status: ClassVar[int] = 500
'''
PAGES = {"docs/errors/internal.md": "", "docs/errors/upload.md": "", "docs/errors/upload.closed.md": ""}


def said(checkout: Checkout) -> list[str]:
    return [finding.said for finding in errors.breaches(checkout)]


def test_an_error_with_sentence_code_status_and_page_is_well(lay: Lay) -> None:
    room = 'class UploadError(VidariumError):\n    """It fails."""\n    code, status = "upload", 409\n'
    leaf = 'class Closed(UploadError):\n    """It ended."""\n    code = "upload.closed"\n'
    assert said(lay({"vidarium/foundation/errors.py": TREE, "vidarium/library/errors.py": room + leaf, **PAGES})) == []


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ('    """No full stop"""\n    code, status = "upload", 409\n', "has no docstring that is a sentence"),
        ('    """It fails."""\n', "has no code of its own"),
        ('    """It fails."""\n    code = "internal"\n', "shares the code internal with another error"),
        ('    """It fails."""\n    code, status = "upload", 200\n', "has no HTTP status"),
        ('    """It fails."""\n    code, status = "upload.lost", 409\n', "Write docs/errors/upload.lost.md"),
    ],
)
def test_an_error_that_leaves_something_out_is_a_breach(lay: Lay, body: str, fault: str) -> None:
    room = "class UploadError(VidariumError):\n" + body
    found = said(lay({"vidarium/foundation/errors.py": TREE, "vidarium/library/errors.py": room, **PAGES}))
    assert any(fault in sentence for sentence in found), found


def test_a_page_whose_error_is_gone_is_a_breach(lay: Lay) -> None:
    found = said(lay({"vidarium/foundation/errors.py": TREE, "docs/errors/internal.md": "", "docs/errors/upload.old.md": ""}))
    assert found == ["No error has this code. Remove the page, unless a code was changed: codes are stable."]


READER = 'def read(given):\n    given.get("PORT")\n    checked_url(given, "EMAIL_URL")\n'


def test_every_variable_is_documented(lay: Lay) -> None:
    (finding,) = variables.breaches(lay({"vidarium/foundation/environment.py": READER, "docs/operations.md": "| `PORT` | the port |"}))
    assert (finding.line, finding.said) == (3, "EMAIL_URL is read here and explained nowhere. Add it to the table in docs/operations.md.")


def test_one_module_reads_the_environment(lay: Lay) -> None:
    read, given = 'import os\nos.environ["PORT"]\n', 'import os\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "x")\n'
    (finding,) = variables.breaches(lay({"vidarium/cli/up.py": read, "vidarium/cli/web.py": given}))
    assert (finding.path, finding.line) == ("vidarium/cli/up.py", 2)


@pytest.mark.parametrize("line", ["/home/ana/film.mov", "see ../shared/design"])
def test_the_repository_knows_no_machine(lay: Lay, line: str) -> None:
    (finding,) = machine.breaches(lay({"vidarium/cli/up.py": f"# {line}\n", "vidarium/cli/web.py": "# DATA_DIR/work/1\n"}))
    assert (finding.path, finding.line) == ("vidarium/cli/up.py", 1)
