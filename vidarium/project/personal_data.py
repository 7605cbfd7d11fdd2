"""What no single room keeps: the logs."""

from vidarium.foundation.datamap import Kept, NotPersonal, Store

EVENT = NotPersonal("what happened and when, with ids of companies and videos; addresses and secrets are masked")
KEPT = (Kept(Store.LOG, "logs/{process}.log", EVENT),)
