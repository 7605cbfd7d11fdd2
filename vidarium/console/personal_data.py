"""What the pages leave in a browser, apart from the session's cookie."""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

from vidarium.accounts.labels import REMEMBERED, YOU
from vidarium.foundation.datamap import (
    Erasure,
    Ground,
    Kept,
    LogTreatment,
    Owner,
    Personal,
    Provenance,
    Purpose,
    Role,
    Store,
    Term,
    cookies,
)

FORM_GUARD = Personal(
    "device.form-guard", clause="I.C-e", source=Provenance.OBSERVED,
    uses={Purpose.SECURITY: Ground.CONTRACT},
    keep=Term(_("a year has passed since your last visit")), erase=Erasure.EXPIRY, export=False, log=LogTreatment.NEVER,
    role=Role.CONTROLLER, owner=Owner.SELF, seen_by=(YOU,), words=_("A random number that guards forms against forgery"),
)  # fmt: skip
UNFINISHED = Personal(
    "device.uploads", clause="I.C-d", source=Provenance.OBSERVED,
    uses={Purpose.SERVICE: Ground.CONTRACT},
    keep=Term(_("the upload is complete, or you remove it from the queue")), erase=Erasure.EXPIRY, export=False, log=LogTreatment.NEVER,
    role=Role.CONTROLLER, owner=Owner.SELF, seen_by=(_("you, and whoever else uses this browser"),),
    words=_("Uploads that are not complete yet, so that they go on after a reload"),
)  # fmt: skip
DRAFT = Personal(
    "device.draft", clause="I.C-d", source=Provenance.PROVIDED,
    uses={Purpose.SERVICE: Ground.CONTRACT},
    keep=Term(_("it is saved, or you close the tab")), erase=Erasure.EXPIRY, export=False, log=LogTreatment.NEVER,
    role=Role.CONTROLLER, owner=Owner.SELF, seen_by=(YOU,), words=_("A title that you typed and that is not saved yet"),
)  # fmt: skip
CHOSEN_LANGUAGE = Personal(
    "device.language", clause="I.C-d", source=Provenance.PROVIDED,
    uses={Purpose.SERVICE: Ground.CONTRACT},
    keep=Term(_("a year has passed since you chose it")), erase=Erasure.EXPIRY, export=False, log=LogTreatment.NEVER,
    role=Role.CONTROLLER, owner=Owner.SELF, seen_by=(YOU,), words=_("The language that you chose for the pages, if you chose one"),
)  # fmt: skip
ACQUAINTANCE = Personal(
    "device.known", clause="I.C-e", source=Provenance.DERIVED,
    uses={Purpose.SECURITY: Ground.CONTRACT},
    keep=Term(_("your password changes, or a year has passed since you signed in there")), erase=Erasure.EXPIRY, export=False,
    log=LogTreatment.NEVER, role=Role.CONTROLLER, owner=Owner.SELF, seen_by=(YOU,),
    words=_("That you have signed in from this browser, so that no stranger’s guessing locks you out"),
)  # fmt: skip

KEPT = (
    *cookies("csrftoken", FORM_GUARD),
    *cookies("vidarium_language", CHOSEN_LANGUAGE),
    *cookies("vidarium_known", ACQUAINTANCE),
    *cookies("vidarium_remembered", REMEMBERED),
    Kept(Store.BROWSER, "vidarium.uploads.{member}", UNFINISHED),
    Kept(Store.BROWSER, "vidarium.uploads/handles", UNFINISHED),
    Kept(Store.BROWSER, "draft:{address}:{field}", DRAFT),
)
