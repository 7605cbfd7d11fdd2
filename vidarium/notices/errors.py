"""What can go wrong when people are told something.

NoticesError
├── MailNotTaken   503   the mail server did not take it; it is tried again
└── SmsNotTaken    503   the carrier of text messages did not
"""

from __future__ import annotations

from typing import ClassVar

from vidarium.foundation.errors import VidariumError


class NoticesError(VidariumError):
    """A message could not be delivered."""

    code: ClassVar[str] = "notices"
    status: ClassVar[int] = 503


class MailNotTaken(NoticesError):
    """The mail server did not take this message. It is tried again for a day."""

    code, status = "notices.mail_not_taken", 503


class SmsNotTaken(NoticesError):
    """The carrier of text messages did not take this one. It is tried again for a few minutes."""

    code, status = "notices.sms_not_taken", 503
