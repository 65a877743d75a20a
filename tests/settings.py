"""The site's own settings with what tests need: cheap hashing, jobs at once, a data folder that goes away.

DATABASE_URL and REDIS_URL count only when they are those of tests/services.py, never a real installation's;
the rest of the environment does not count at all.
"""

import os
import tempfile

SERVICES = "OTOP_THROW_AWAY_SERVICES"
_FOLDER = tempfile.TemporaryDirectory(prefix="otop-tests-")

for name in [
    name for name in os.environ if name.startswith(("OTOP_", "EMAIL_", "LINE_")) and name != SERVICES
]:
    del os.environ[name]
if SERVICES not in os.environ:
    for name in ("DATABASE_URL", "REDIS_URL"):
        os.environ.pop(name, None)
os.environ["OTOP_DATA_DIR"] = _FOLDER.name
os.environ.setdefault(
    "TESTS_SHARED_FOLDER", _FOLDER.name
)  # the workers of a run inherit that of the first process
os.environ["OTOP_DEMO"] = "1"  # plain http, as in `make run`; the demo acts themselves are off below

from otop_registry.settings import *  # noqa: E402, F403 (after the environment is set)
from otop_registry.settings import DATA_DIR, DATABASES  # noqa: E402

DEMO = False
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "otop_registry.storage.WholeFileStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True  # no collected folder to read at the start
CELERY_TASK_ALWAYS_EAGER = CELERY_TASK_EAGER_PROPAGATES = True
# A real file, as in production: an in-memory database knows neither WAL nor a second writer.
DATABASES["default"]["TEST"] = {} if os.environ.get("DATABASE_URL") else {"NAME": DATA_DIR / "test.sqlite3"}
