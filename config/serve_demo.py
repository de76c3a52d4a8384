"""`make demo`: everything under var/demo/ made once, then the web server and the worker until Ctrl-C.

`python -m config.serve_demo [--stripe] [--fresh]`, or `python -m config.serve_demo [--stripe] manage COMMAND` for one
command on the demo's data. Needs nothing but the installed requirements; reads PORT. All its settings are given here,
so that neither an `.env` file nor the shell's environment can point a demonstration at real data.

With `--stripe` (`make demo-stripe`) cards and payments go through a Stripe of our own beside it, on data of its own.
"""

import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType

ROOT = Path(__file__).resolve().parent.parent
STRIPE = "--stripe" in sys.argv
HOME = ROOT / "var" / ("demo-stripe" if STRIPE else "demo")
BIN = Path(sys.executable).parent
PORT = os.environ.get("PORT", "8000")
ADDRESS = f"http://127.0.0.1:{PORT}"
MEMORY = HOME / "stripe.json"
START_OVER = f"take away {HOME.relative_to(ROOT)}/ to start over" if STRIPE else "`make demo-fresh` starts over"
GO_ON = f"`make {HOME.name}` goes on from here; {START_OVER}"
STRIPE_ADDRESS = f"http://127.0.0.1:{int(PORT) + 1}"


def environment() -> dict[str, str]:
    return {
        **os.environ,
        "WAYMARK_DEMO": "1",
        "DEBUG": "0",
        "SECRET_KEY": secret_key(),
        "SITE_URL": ADDRESS,
        "ALLOWED_HOSTS": "127.0.0.1,localhost",
        "TRUSTED_PROXIES": "0",
        "BIND": f"127.0.0.1:{PORT}",
        "DATABASE_URL": f"sqlite:///{HOME / 'waymark.sqlite3'}",
        "CACHE_URL": f"filecache://{HOME / 'cache'}",
        "EMAIL_URL": f"filemail://{HOME / 'mail'}",
        "MEDIA_ROOT": str(HOME / "media"),
        "SEARCH_URL": "",
        "SEARCH_DIR": str(HOME / "search"),
        "CARD_ISSUER": "sandbox",
        "STRIPE_SECRET_KEY": "",
        "PYTHONUNBUFFERED": "1",
    }


def with_stripe(env: dict[str, str]) -> dict[str, str]:
    """Cards and payments through our own Stripe. Its secrets are as well known as everybody's password here."""
    return {
        **env,
        "CARD_ISSUER": "stripe",
        "STRIPE_SECRET_KEY": "sk_test_demo",
        "STRIPE_API_BASE": STRIPE_ADDRESS,
        "STRIPE_WEBHOOK_SECRET_ACCOUNT": "whsec_account",
        "STRIPE_WEBHOOK_SECRET_CONNECT": "whsec_connect",
        "STRIPE_WEBHOOK_SECRET_ISSUING": "whsec_issuing",
    }


def secret_key() -> str:
    """Made once, so that a second start keeps everybody signed in."""
    path = HOME / "secret-key"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(50))
    return path.read_text()


def manage(env: dict[str, str], *words: str) -> None:
    subprocess.run([BIN / "python", "manage.py", *words], cwd=ROOT, env=env, check=True)


def known_commands(env: dict[str, str]) -> set[str]:
    words = [str(BIN / "python"), "manage.py", "help", "--commands"]
    return set(subprocess.run(words, cwd=ROOT, env=env, check=True, capture_output=True, text=True).stdout.split())


def prepare(env: dict[str, str]) -> None:
    """Migrate, then seed once; on a later day, what the clock made due since then."""
    say("Bringing the database up to date")
    manage(env, "migrate", "--verbosity=0")
    commands = known_commands(env)
    seeded, day, today = HOME / "seeded", HOME / "day", str(datetime.now(UTC).date())
    if not seeded.exists() and "seed_demo" in commands:
        say("Making the council of Aldermere (once; some minutes)")
        manage(env, "seed_demo")
        seeded.touch()
    elif "run_day" in commands and (not day.exists() or day.read_text() != today):
        say("Doing what fell due since the last start")
        manage(env, "run_day")
    day.write_text(today)
    if "push_search" in commands:
        manage(env, "push_search")


def serve(env: dict[str, str]) -> int:
    """Both servers in sessions of their own, so that Ctrl-C reaches us alone and we stop them in order."""
    signal.signal(signal.SIGTERM, interrupt)
    signal.signal(signal.SIGHUP, interrupt)
    beside = [start_stripe(env)] if STRIPE else []
    web = start(env, "web.log", "gunicorn", "--config", "config/gunicorn.py", "--no-control-socket", "config.wsgi")
    worker = start(env, "worker.log", "python", "manage.py", "db_worker", "--no-reload")
    try:
        if not answers(web):
            say(f"The web server did not start. Its words are in {HOME / 'web.log'}:\n{ending('web.log')}")
            return 1
        say(welcome())
        while web.poll() is None:
            if worker.poll() is not None:
                say("The worker stopped; starting it again")
                worker = start(env, "worker.log", "python", "manage.py", "db_worker", "--no-reload")
            time.sleep(1)
        say(f"The web server stopped by itself:\n{ending('web.log')}")
        return 1
    except KeyboardInterrupt:
        say(f"\nStopping. What you did is kept; {GO_ON}.")
        return 0
    finally:
        stop(web, worker, *beside)


def start_stripe(env: dict[str, str]) -> subprocess.Popen[bytes]:
    words = ["--port", str(int(PORT) + 1), "--webhooks", f"{ADDRESS}/webhooks/stripe/"]
    return start(env, "stripe.log", "python", "-m", "tests.fake_stripe", *words, "--memory", str(MEMORY))


def interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def start(env: dict[str, str], log: str, *words: str) -> subprocess.Popen[bytes]:
    with (HOME / log).open("ab") as lines:
        return subprocess.Popen(
            [BIN / words[0], *words[1:]], cwd=ROOT, env=env, stdout=lines, stderr=lines, start_new_session=True
        )


def stop(*processes: subprocess.Popen[bytes]) -> None:
    for process in processes:
        if process.poll() is None:
            process.terminate()
    for process in processes:
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()


def answers(web: subprocess.Popen[bytes]) -> bool:
    for _ in range(300):
        if web.poll() is not None:
            return False
        try:
            with urllib.request.urlopen(f"{ADDRESS}/health/live", timeout=2):  # noqa: S310  our own address
                return True
        except OSError:
            time.sleep(0.2)
    return False


def ending(log: str) -> str:
    return "\n".join((HOME / log).read_text(errors="replace").splitlines()[-15:])


def port_is_free() -> bool:
    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind(("127.0.0.1", int(PORT)))
        except OSError:
            return False
    return True


def welcome() -> str:
    from config.demo.people import GROUPS, PASSWORD, TOTP_SECRET

    people = [visitor for group in GROUPS for visitor in group[1]]
    width = max(len(visitor.email) for visitor in people)
    lines = [f"  {each.email:<{width}}  {'*' if each.second_factor else ' '} {each.who}" for each in people]
    return "\n".join(
        [
            f"\nWaymark is on {ADDRESS}/   (begin at {ADDRESS}/demo/, where one click signs you in as anybody)",
            f"\nWho can sign in, with the password {PASSWORD}:",
            *lines,
            f"  * also asks for a code: add {TOTP_SECRET} to an authenticator app",
            *([f"\nA shop's till, to pay with Rosa's or Amira's card: {STRIPE_ADDRESS}/till"] if STRIPE else []),
            "\nCtrl-C stops it.",
        ]
    )


def say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def manage_demo(words: list[str]) -> int:
    """One command of `manage.py` on the demo's data, with its exit code."""
    if not (HOME / "seeded").exists():
        say(f"There is no demo yet: `make {'demo-stripe' if STRIPE else 'demo'}` makes it.")
        return 1
    command = [str(BIN / "python"), "manage.py", *(words or ["help"])]
    env = with_stripe(environment()) if STRIPE else environment()
    return subprocess.run(command, cwd=ROOT, env=env, check=False).returncode


def main(words: list[str]) -> int:
    words = [word for word in words if word != "--stripe"]
    if words[:1] == ["manage"]:
        return manage_demo(words[1:])
    if not port_is_free():
        say(f"Something is already on port {PORT}: stop it, or choose another with `make demo PORT=8080`.")
        return 1
    if "--fresh" in words:
        shutil.rmtree(HOME, ignore_errors=True)
    HOME.mkdir(parents=True, exist_ok=True)
    (ROOT / "var" / "static").mkdir(exist_ok=True)  # where WhiteNoise looks first; the demo collects nothing
    env = environment()
    try:
        prepare(env)
        if STRIPE:
            env = with_stripe(env)
            for module, *more in (["config.demo.at_stripe"], ["tests.fake_stripe.of_the_demo", str(MEMORY)]):
                subprocess.run([BIN / "python", "-m", module, *more], cwd=ROOT, env=env, check=True)
    except KeyboardInterrupt:
        return 0
    except subprocess.CalledProcessError as why:
        say(f"The demo could not be prepared: `{' '.join(map(str, why.cmd[1:]))}` failed.")
        say(f"If it was made by an older version of Waymark: {START_OVER}.")
        return 1
    return serve(env)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
