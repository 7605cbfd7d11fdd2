"""Catalogs on the disk: the sources that translators edit (`.po`) and what Django loads (`.mo`)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from tools.messages.harvest import Text

LANGUAGES = ("zh_Hans",)
"""English is what stands in the code."""
HEADER = "# Words of Vidarium. Written by `python -m tools.messages`; translate what is empty and run it again."
BEGUN = datetime(2026, 11, 24, tzinfo=UTC)
"""A catalog that tells when it was made is never the same twice."""


def source(root: Path, language: str) -> Path:
    return root / "vidarium" / "locale" / language / "LC_MESSAGES" / "django.po"


def compiled(root: Path, language: str) -> Path:
    return source(root, language).with_suffix(".mo")


def renewed(file: Path, language: str, found: Iterable[Text]) -> Catalog:
    """The catalog of these texts, with the translations that the file has. What is no longer in the code is gone."""
    known = read_po(BytesIO(file.read_bytes()), locale=language) if file.exists() else Catalog(locale=language)
    fresh = Catalog(
        locale=language, project="Vidarium", version="1", charset="utf-8", header_comment=HEADER, fuzzy=False,
        msgid_bugs_address="the repository's issues", creation_date=BEGUN, revision_date=BEGUN,
        last_translator="the Vidarium maintainers", language_team=language,
    )  # fmt: skip
    for text in found:
        words = (text.singular, text.plural) if text.plural else text.singular
        before = known.get(words if isinstance(words, str) else words[0], text.context or None)
        fresh.add(words, before.string if before else None, locations=[(text.place, 0)], context=text.context or None)
    return fresh


def written(catalog: Catalog) -> bytes:
    """The source as it stands in git."""
    out = BytesIO()
    write_po(out, catalog, width=130, sort_by_file=True, include_lineno=False)
    return out.getvalue()


def machine_readable(catalog: Catalog) -> bytes:
    """What Django loads. Texts without a translation are left out: Django then shows the English."""
    out = BytesIO()
    write_mo(out, catalog)
    return out.getvalue()


def untranslated(catalog: Catalog) -> list[str]:
    """Texts that a reader of this language would see in English."""
    return [message.id if isinstance(message.id, str) else message.id[0] for message in catalog if message.id and not told(message.string)]


def told(translation: str | tuple[str, ...] | list[str] | None) -> bool:
    forms = [translation] if isinstance(translation, str) else list(translation or ())
    return bool(forms) and all(forms)
