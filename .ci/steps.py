"""How one step of `make test` runs, and the table that says how all of them went."""

import os
import re
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
PYTEST_CLOSING = re.compile(r"^=*\s*((\d+ \w+,? ?)+ in [\d.]+s.*?|no tests ran.*?)\s*=*$")


@dataclass
class Step:
    name: str
    words: tuple[str, ...]
    env: dict[str, str] = field(default_factory=dict)
    result: str = "not run"
    note: str = ""
    seconds: float = 0.0

    @property
    def failed(self) -> bool:
        return self.result == "FAILED"

    def run(self, quiet: bool = False) -> "Step":
        """Runs it; output goes to the screen at once, or (quiet) only when it failed."""
        started, lines = time.monotonic(), []
        say("" if quiet else f"\n--- {self.name}")
        with subprocess.Popen(
            [str(BIN / self.words[0]), *self.words[1:]],
            cwd=ROOT,
            env={**os.environ, **self.env},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        ) as process:
            for line in process.stdout or ():
                lines.append(line.rstrip())
                say("" if quiet else line.rstrip())
        self.seconds = time.monotonic() - started
        self.result = "ok" if process.returncode == 0 else "FAILED"
        self.note = next((found[1] for line in reversed(lines) if (found := PYTEST_CLOSING.match(line))), "")
        if process.returncode < 0:
            self.note = f"stopped from outside by signal {-process.returncode} {self.note}".rstrip()
        if quiet and self.failed:
            say("\n".join([f"\n--- {self.name} FAILED", *lines]))
        return self

    def leave_out(self, why: str) -> "Step":
        """It could not run: said at the end in words, and a failure where CI expects everything."""
        self.note = why
        self.result = "FAILED" if os.environ.get("CI") == "true" else "not run"
        return self


def say(text: str) -> None:
    if text:
        sys.stdout.write(text + "\n")
        sys.stdout.flush()


def table(steps: list[Step]) -> int:
    """The last lines: what ran, how it went, how long it took. Answers the exit code."""
    say("\nstep                          result    seconds")
    for step in steps:
        say(f"{step.name:<30}{step.result:<10}{step.seconds:>7.1f}  {step.note}".rstrip())
    failed = [step.name for step in steps if step.failed]
    left_out = [step.name for step in steps if step.result == "not run"]
    if left_out:
        say(f"Did not run: {', '.join(left_out)}.")
    say(f"FAILED: {', '.join(failed)}." if failed else "All that ran passed.")
    return 1 if failed else 0
