"""What this room hands to people outside: whoever carries letters (`EMAIL_URL`) and text messages (`SMS_URL`).

Without that variable there is nobody, and nothing goes out.
"""

from dataclasses import replace

from django.utils.translation import gettext_noop as _

from vidarium.accounts.labels import EMAIL, PHONE
from vidarium.foundation.datamap import Erasure, Kept, LogTreatment, Store, Term
from vidarium.notices.labels import MAIL

DELIVERED = Term(_("it is delivered; then the carrier keeps it by rules of its own"))
BY_MAIL, BY_SMS = _("the mail service that carries our letters"), _("the carrier of our text messages")

ADDRESS = replace(
    EMAIL, keep=DELIVERED, erase=Erasure.EXPIRY, export=False, log=LogTreatment.NEVER, seen_by=(BY_MAIL,),
    words=_("Your e-mail address, on each letter to you"),
)  # fmt: skip
LETTER = replace(MAIL, keep=DELIVERED, erase=Erasure.EXPIRY, seen_by=(BY_MAIL,), words=_("What a letter to you says"))
NUMBER = replace(
    PHONE, keep=DELIVERED, erase=Erasure.EXPIRY, export=False, log=LogTreatment.NEVER, seen_by=(BY_SMS,),
    words=_("Your phone number, on each text message to you"),
)  # fmt: skip
TEXT = replace(MAIL, keep=DELIVERED, erase=Erasure.EXPIRY, seen_by=(BY_SMS,), words=_("What a text message to you says"))

KEPT = (
    Kept(Store.RECIPIENT, "mail.to", ADDRESS),
    Kept(Store.RECIPIENT, "mail.subject", LETTER),
    Kept(Store.RECIPIENT, "mail.text", LETTER),
    Kept(Store.RECIPIENT, "sms.to", NUMBER),
    Kept(Store.RECIPIENT, "sms.text", TEXT),
)
