"""Every write to people and their posts."""

from registration.services.people.posts import (
    NAME_FIELDS,
    activate,
    add_person,
    add_post,
    change_person,
    current,
    deactivate,
    end_post,
    end_waiver,
    find,
    get_or_404,
    grant_waiver,
    send_link,
    state_of,
    units,
    waivers,
)

__all__ = [
    "NAME_FIELDS",
    "activate",
    "add_person",
    "add_post",
    "change_person",
    "current",
    "deactivate",
    "end_post",
    "end_waiver",
    "find",
    "get_or_404",
    "grant_waiver",
    "send_link",
    "state_of",
    "units",
    "waivers",
]
