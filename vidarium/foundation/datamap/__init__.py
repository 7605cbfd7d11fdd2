"""The data map: one label on every field, which everything that handles data obeys."""

from vidarium.foundation.datamap.fields import Labelled, Row, Unlabelled, label_of, labelled
from vidarium.foundation.datamap.words import (
    Erasure,
    Ground,
    Kept,
    Label,
    LogTreatment,
    NotPersonal,
    Owner,
    Personal,
    Provenance,
    Purpose,
    Role,
    Store,
    Term,
    cookies,
)

__all__ = [
    "Erasure",
    "Ground",
    "Kept",
    "Label",
    "Labelled",
    "LogTreatment",
    "NotPersonal",
    "Owner",
    "Personal",
    "Provenance",
    "Purpose",
    "Role",
    "Row",
    "Store",
    "Term",
    "Unlabelled",
    "cookies",
    "label_of",
    "labelled",
]
