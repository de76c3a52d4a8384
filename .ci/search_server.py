"""A real Elasticsearch for tests, benchmarks and the drill: fetched by Maven, kept in a folder of its own, thrown away.

`with cluster(nodes=1) as nodes: nodes[0].url`. Each node can be paused, killed and started again. The server
refuses to run as root, so there it runs as "nobody".
"""

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException
from pathlib import Path

VERSION = "8.19.5"
GROUP = "org/elasticsearch/distribution/integ-test-zip/elasticsearch"
ARTIFACT = f"org.elasticsearch.distribution.integ-test-zip:elasticsearch:{VERSION}:zip"
JAVA, NEWEST_JAVA = 17, 24  # versions that this server starts under
NOBODY = 65534
PATIENCE = 90.0  # seconds for a node to be up
INSTALL = ("openjdk-17-jre-headless", "maven")


class CannotRunError(Exception):
    """There is no such server here; the message says why, in words."""


class Node:
    def __init__(self, home: Path, name: str, port: int, heap: str) -> None:
        self.home, self.name, self.port = home, name, port
        self.url = f"http://127.0.0.1:{port}"
        self.heap = heap
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        env = {
            "PATH": os.environ["PATH"],
            "HOME": str(self.home),
            "ES_JAVA_HOME": str(java_home()),
            "ES_JAVA_OPTS": f"-Xms{self.heap} -Xmx{self.heap}",
        }
        root = os.geteuid() == 0
        if root:
            subprocess.run(["chown", "-R", f"{NOBODY}:{NOBODY}", self.home], check=True)  # noqa: S607
        with (self.home / "console.log").open("ab") as console:
            self.process = subprocess.Popen(
                [self.home / "bin" / "elasticsearch"],
                env=env,
                cwd=self.home,
                stdout=console,
                stderr=console,
                start_new_session=True,
                **({"user": NOBODY, "group": NOBODY, "extra_groups": []} if root else {}),
            )

    def wait(self) -> None:
        """Until it answers."""
        until = time.monotonic() + PATIENCE
        while not self.answers():
            if self.process is None or self.process.poll() is not None or time.monotonic() > until:
                raise CannotRunError(f"Elasticsearch did not start: {self.last_words()}")
            time.sleep(0.2)

    def answers(self) -> bool:
        door = HTTPConnection("127.0.0.1", self.port, timeout=3)
        try:
            door.request("GET", "/_cluster/health?timeout=1s")
            return door.getresponse().status == HTTPStatus.OK
        except (OSError, HTTPException):
            return False
        finally:
            door.close()

    def signal(self, what: signal.Signals) -> None:
        """To the launcher and the server alike."""
        if self.process:
            os.killpg(self.process.pid, what)

    def pause(self) -> None:
        self.signal(signal.SIGSTOP)

    def go_on(self) -> None:
        self.signal(signal.SIGCONT)

    def kill(self) -> None:
        """At once, without a word: SIGKILL."""
        if self.process and self.process.poll() is None:
            self.signal(signal.SIGKILL)
            self.process.wait()

    def last_words(self) -> str:
        lines = (self.home / "console.log").read_text(errors="replace").strip().splitlines()
        return " / ".join(lines[-3:])


@contextmanager
def cluster(*, nodes: int = 1, heap: str = "512m") -> Iterator[list[Node]]:
    """So many nodes, up and answering; killed at the end. Raises CannotRunError."""
    package = fetched()
    folder = Path(tempfile.mkdtemp(prefix="waymark-search-"))
    folder.chmod(0o755)  # "nobody" has to come in
    made = [unpacked(package, folder, number, heap) for number in range(nodes)]
    for number, node in enumerate(made):
        configure(node, number, made)
    try:
        for node in made:
            node.start()
        for node in made:
            node.wait()
        yield made
    finally:
        for node in made:
            node.kill()
        shutil.rmtree(folder, ignore_errors=True)


def unpacked(package: Path, folder: Path, number: int, heap: str) -> Node:
    into = folder / f"node-{number + 1}"
    shutil.unpack_archive(package, into)
    home = into / f"elasticsearch-{VERSION}"
    for program in (home / "bin").iterdir():
        program.chmod(0o755)
    return Node(home, f"node-{number + 1}", free_port(), heap)


def configure(node: Node, number: int, nodes: list[Node]) -> None:
    """One node stands alone; several find one another on this machine."""
    settings = {
        "node.name": node.name,
        "http.port": str(node.port),
        "http.host": "127.0.0.1",
        "transport.host": "127.0.0.1",
        "xpack.security.enabled": "false",
        "cluster.routing.allocation.disk.threshold_enabled": "false",
    }
    if len(nodes) == 1:
        settings["discovery.type"] = "single-node"
    else:
        ports = transport_ports(nodes)
        settings |= {
            "cluster.name": "waymark",
            "transport.port": str(ports[number]),
            "discovery.seed_hosts": "[" + ", ".join(f'"127.0.0.1:{port}"' for port in ports) + "]",
            "cluster.initial_master_nodes": "[" + ", ".join(f'"{each.name}"' for each in nodes) + "]",
        }
    lines = [f"{key}: {value}" for key, value in settings.items()]
    (node.home / "config" / "elasticsearch.yml").write_text("\n".join(lines) + "\n")


def transport_ports(nodes: list[Node]) -> list[int]:
    """Beside the port for HTTP, the same for everybody who asks."""
    return [node.port + 1000 if node.port < 64000 else node.port - 1000 for node in nodes]


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


def fetched() -> Path:
    """The distribution in Maven's own store, brought there on the first call."""
    store = Path.home() / ".m2" / "repository" / GROUP / VERSION / f"elasticsearch-{VERSION}.zip"
    if not store.exists():
        install_missing()
        words = ["mvn", "-q", "-B", "dependency:get", "-Dtransitive=false", f"-Dartifact={ARTIFACT}"]
        done = subprocess.run(words, capture_output=True, text=True, check=False)
        if done.returncode or not store.exists():
            raise CannotRunError(f"Maven could not fetch Elasticsearch: {(done.stdout + done.stderr).strip()[-300:]}")
    java_home()
    return store


def install_missing() -> None:
    if shutil.which("mvn") and found_java():
        return
    if os.geteuid() == 0 and shutil.which("apt-get"):
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for words in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", *INSTALL]):
            subprocess.run(["apt-get", *words], env=quiet, stdout=subprocess.DEVNULL, check=False)  # noqa: S607
    if not shutil.which("mvn"):
        raise CannotRunError("Elasticsearch is fetched by Maven (mvn), which is not here (Debian: apt install maven)")


def java_home() -> Path:
    home = found_java()
    if home is None:
        raise CannotRunError("Elasticsearch needs Java 17 to 24 (Debian: apt install openjdk-17-jre-headless)")
    return home


def found_java() -> Path | None:
    """The home of a Java of the right age: JAVA_HOME, the one on the PATH, or one that Debian keeps beside it."""
    named = [os.environ.get("ES_JAVA_HOME"), os.environ.get("JAVA_HOME")]
    on_path = shutil.which("java")
    homes = [Path(each) for each in named if each]
    homes += [Path(on_path).resolve().parents[1]] if on_path else []
    homes += sorted(Path("/usr/lib/jvm").glob("*")) if Path("/usr/lib/jvm").is_dir() else []
    return next((home for home in homes if JAVA <= java_version(home) <= NEWEST_JAVA), None)


def java_version(home: Path) -> int:
    """17 for "17.0.15"; 0 for no Java at all."""
    program = home / "bin" / "java"
    if not program.exists():
        return 0
    said = subprocess.run([program, "-version"], capture_output=True, text=True, check=False).stderr
    digits = said.partition('"')[2].split(".")[0]
    return int(digits) if digits.isdigit() else 0
