"""Who hears what. The whole list is this page."""

from __future__ import annotations

from vidarium.accounts.events import (
    AccountTouched,
    CodeIssued,
    CompanyDisabled,
    CompanyOpened,
    CompanyRestored,
    MemberInvited,
    OwnershipHandedOver,
    StaffEntered,
    StaffLapses,
    StaffReadMuch,
    TakenBack,
    WayBackOffered,
)
from vidarium.delivery import playback
from vidarium.foundation import events
from vidarium.library.events import AssetArrived, AssetRemoved, AssetRestored, AssetRetired
from vidarium.notices import desk_letters, letters
from vidarium.privacy import consents
from vidarium.production import jobs


def bind() -> None:
    """Tie each announced fact to those who listen; run once, when Django starts."""
    events.hear(CompanyOpened, consents.opened)
    events.hear(CodeIssued, letters.code)
    events.hear(MemberInvited, letters.invitation)
    events.hear(OwnershipHandedOver, letters.ownership)
    events.hear(AccountTouched, letters.touched)
    events.hear(StaffEntered, desk_letters.entered)
    events.hear(StaffLapses, desk_letters.lapses)
    events.hear(StaffReadMuch, desk_letters.read_much)
    events.hear(WayBackOffered, letters.way_back)
    events.hear(TakenBack, letters.taken_back)
    events.hear(AssetArrived, jobs.begin)
    events.hear(CompanyDisabled, playback.shut_company)
    events.hear(CompanyRestored, playback.shut_company)
    events.hear(AssetRetired, playback.shut_retired)
    events.hear(AssetRestored, playback.open_restored)
    events.hear(AssetRemoved, playback.shut_removed)
