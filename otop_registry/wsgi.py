"""What gunicorn serves; an installation that may not be started is refused here too."""

import os

from django.core.wsgi import get_wsgi_application

from registration.installation import refuse

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "otop_registry.settings")

application = get_wsgi_application()
refuse()
