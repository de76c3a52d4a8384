"""The web server: `gunicorn -c config/gunicorn.py config.wsgi`, in the demo and for real.

Logs method, path, status, size and time; never an address, a query string, a referer or a browser's name.
"""

import gc
import os
from typing import Any

from config.logs import configuration

bind = os.environ.get("BIND", "127.0.0.1:8000")
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = 4
timeout = 60
limit_request_line = 8190  # bytes: 500 characters of any script fit in an address; what is longer is answered 400
control_socket_disable = True
accesslog = "-"
access_log_format = "%(m)s %(U)s %(s)s %(B)s bytes %(M)s ms"
logconfig_dict = configuration("gunicorn.error", "gunicorn.access")


def post_worker_init(worker: Any) -> None:
    """What a worker has loaded stays until it ends: it need not be looked through for what nobody uses any more."""
    gc.collect()
    gc.freeze()
