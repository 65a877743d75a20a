"""Jobs: work that outlives a request, taken by lanes of workers, told as it goes."""

from registration.services.jobs.lanes import (
    DIED,
    FAULT,
    FIRST_PAUSE,
    LEASE,
    NO_RIGHT,
    RENEW,
    RESEND,
    Order,
    ReportProgress,
    again,
    ask,
    forget_old,
    perform,
    show_alive,
    sweep,
)

__all__ = [
    "DIED",
    "FAULT",
    "FIRST_PAUSE",
    "LEASE",
    "NO_RIGHT",
    "RENEW",
    "RESEND",
    "Order",
    "ReportProgress",
    "again",
    "ask",
    "forget_old",
    "perform",
    "show_alive",
    "sweep",
]
