"""The three readers of environment variables; nonsense stops the start with one sentence."""

import os

from django.core.exceptions import ImproperlyConfigured


def env(name: str, default: str = "") -> str:
    """The variable without outer blanks; set but empty counts as not set."""
    return os.environ.get(name, "").strip() or default


def env_bool(name: str, *, default: bool = False) -> bool:
    """1/true/yes/on or 0/false/no/off; anything else stops the start."""
    word = env(name, str(default)).lower()
    if word in {"1", "true", "yes", "on"}:
        return True
    if word in {"0", "false", "no", "off"}:
        return False
    raise ImproperlyConfigured(f"{name} must be 1 or 0, not {word!r}.")


def env_int(name: str, default: int, *, least: int = 0) -> int:
    """A whole number of at least `least`; anything else stops the start."""
    word = env(name, str(default))
    if not (word.isascii() and word.isdigit() and int(word) >= least):
        raise ImproperlyConfigured(f"{name} must be a whole number of at least {least}, not {word!r}.")
    return int(word)
