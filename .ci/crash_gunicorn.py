"""The site's own configuration of gunicorn, and a file for each worker that is ready: killing one leaves another."""

import os
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from config import gunicorn as ours
from config.gunicorn import *  # noqa: F403


def post_worker_init(worker: Any) -> None:
    ours.post_worker_init(worker)
    (Path(os.environ["DRILL_UP"]) / str(worker.pid)).touch()
