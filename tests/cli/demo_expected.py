"""What must become of each mail of the sample mailbox: an end-to-end test in the form of a table."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Outcome:
    """
    Args:
        kind: what the mail is; None where any kind but a "no" will do.
        state: the last state of its case; "" where it must not have one.
        to: whom its draft goes to; "" where there must be no draft.
        because: a word that the reason must hold.
    """

    kind: str | None
    state: str = ""
    to: str = ""
    because: str = ""


EXPECTED = {
    "ardent-no": Outcome("rejection", "answered"),
    "bluegate-receipt": Outcome("acknowledgement"),
    "brightwater-feedback": Outcome("feedback", "drafted", "marta.lindholm@brightwater-instruments.example"),
    "brightwater-no": Outcome("rejection", "heard", "marta.lindholm@brightwater-instruments.example"),
    "broken": Outcome("other", because="charset"),
    "careerwise-newsletter": Outcome(None),
    "conference-talk": Outcome("other"),
    "copperleaf-portal-no": Outcome("rejection", "no_reply", because="no-reply@talentrail.example"),
    "copperleaf-recruiter-no": Outcome("rejection", "drafted", "tomas.hale@larkhill-search.example"),
    "fennel-no": Outcome("rejection", "drafted", "priya.nair@fennelandrye.example"),
    "flight-cancelled": Outcome("other"),
    "friend-jo": Outcome("other"),
    "glasswing-again": Outcome("interview"),
    "glasswing-interview": Outcome("interview"),
    "glasswing-no": Outcome("rejection", "reopened"),
    "halden-receipt": Outcome("acknowledgement"),
    "jobmill-alert": Outcome("job_alert"),
    "karst-no": Outcome("rejection", "no_reply", because="no-reply@karst-robotics.example"),
    "kite-no": Outcome("rejection", "drafted", "sven.aalto@kite-cartography.example"),
    "loan-refused": Outcome("other"),
    "lumen-assessment": Outcome("assessment"),
    "meridian-interview": Outcome("interview"),
    "merrow-receipt": Outcome("acknowledgement"),
    "nordbaum-outreach": Outcome("outreach"),
    "nordlicht-absage": Outcome("rejection", "drafted", "broemmelkamp@nordlicht-verlag.example"),
    "northgate-notice": Outcome("notice"),
    "order-shop": Outcome("other"),
    "orrery-final-no": Outcome("rejection", "drafted", "daniel@orrery-labs.example"),
    "polder-filled": Outcome("rejection", "discarded", "joost@polder-analytics.example"),
    "quillon-on-hold": Outcome("on_hold", "drafted", "s.oyelaran@quillon-health.example"),
    "sable-relay-no": Outcome("rejection", "drafted", "elena.petrova.80031@reply.talentrail.example"),
    "tern-invitation": Outcome("interview"),
    "tern-moved": Outcome("interview", "drafted", "mike.dunmore@tern-logistics.example"),
    "tern-no": Outcome("rejection", "drafted", "mike.dunmore@tern-logistics.example"),
    "thornfield-no": Outcome("rejection", "cancelled"),
    "vantage-offer": Outcome("offer"),
}
#: When each draft must appear, in the time of Berlin.
DRAFTED_AT = {
    "brightwater-feedback": "2026-11-10T10:38",
    "brightwater-no": "2026-11-04T09:00",
    "copperleaf-recruiter-no": "2026-11-10T09:00",
    "fennel-no": "2026-11-04T15:41",
    "kite-no": "2026-11-06T11:00",  # it waits until after the interview at Tern Logistics
    "nordlicht-absage": "2026-11-06T16:52",
    "orrery-final-no": "2026-11-09T09:00",
    "polder-filled": "2026-11-06T11:48",
    "quillon-on-hold": "2026-11-13T09:48",
    "sable-relay-no": "2026-11-10T09:00",
    "tern-moved": "2026-11-06T12:00",  # thanks, an hour after the interview
    "tern-no": "2026-11-10T14:18",
}
