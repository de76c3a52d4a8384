"""`make lock`: every requirements*.in into its lock file with hashes, and package.json into npm's."""

import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TOOL = ROOT / "var" / "lock-tool"
UV = "uv==0.13.9"
LOCKS = ("requirements", "requirements-test", "requirements-node")


def uv() -> Path:
    """A tool of its own, kept out of the environment that Waymark runs in."""
    if not (TOOL / "bin" / "uv").exists():
        venv.create(TOOL, with_pip=True)
        subprocess.run([TOOL / "bin" / "pip", "install", "--quiet", UV], check=True)
    return TOOL / "bin" / "uv"


def main() -> int:
    for name in LOCKS:
        words = ["--universal", "--python-version", "3.11", "--generate-hashes", "--quiet", *sys.argv[1:]]
        subprocess.run([uv(), "pip", "compile", *words, f"{name}.in", "-o", f"{name}.txt"], cwd=ROOT, check=True)
    npm = [".ci/npm", "install", "--package-lock-only", "--omit-lockfile-registry-resolved", "--no-audit", "--no-fund"]
    return subprocess.run(npm, cwd=ROOT, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
