"""The password hash, cheap enough that deadline morning does not stop the site."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2(Argon2PasswordHasher):
    """Argon2id with 19 MiB, two passes, one lane: OWASP's minimum, a fifth of Django's memory."""

    time_cost = 2
    memory_cost = 19 * 1024  # KiB
    parallelism = 1
