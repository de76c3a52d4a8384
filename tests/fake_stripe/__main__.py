"""`python -m tests.fake_stripe --port 12113 --webhooks http://127.0.0.1:8000/webhooks/stripe/`, until stopped."""

import argparse
import signal
import sys
import threading
from pathlib import Path

from tests.fake_stripe.fake import SECRETS
from tests.fake_stripe.server import running


def main() -> None:
    words = argparse.ArgumentParser(prog="python -m tests.fake_stripe", description="A Stripe for trying things out.")
    words.add_argument("--port", type=int, default=0, help="0 for a free one")
    words.add_argument("--webhooks", default="", help="http://host/webhooks/stripe/; nothing is sent without")
    for endpoint, secret in SECRETS.items():
        words.add_argument(f"--secret-{endpoint}", default=secret)
    words.add_argument("--memory", type=Path, help="a file that keeps what it knows from one start to the next")
    given = words.parse_args()
    secrets = {endpoint: getattr(given, f"secret_{endpoint}") for endpoint in SECRETS}
    stopped = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stopped.set())
    with running(port=given.port, webhooks=given.webhooks, secrets=secrets, memory=given.memory) as fake:
        sys.stdout.write(f"{fake.address}\n")
        sys.stdout.flush()
        stopped.wait()


if __name__ == "__main__":
    main()
