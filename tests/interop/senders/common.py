# SPDX-License-Identifier: GPL-3.0-or-later
"""What all senders share: places, results, rooms that end with all that runs in them, letters."""
import dataclasses
import os
import pathlib
import shutil
import smtplib
import socket
import subprocess
import threading
import time

LAB = pathlib.Path("/var/spool/lab")
PACKAGES = LAB / "packages"
SOURCE = pathlib.Path(__file__).resolve().parent
# The servers' authority: that of tests/interop where its servers stand, else the lab's own.
CA = next((path for path in (LAB / "run/interop/ca.pem", LAB / "ca/ca.pem") if path.exists()), None)
RESOLVER = "127.0.53.2"
# Resolves, forward and reverse; no server of the lab calls itself so.
HELO = "scanner.good.test"
SUBMISSION_PORT = 2525
LETTER = "From: <{sender}>\r\nTo: <{recipient}>\r\nSubject: interop\r\n\r\nA letter.\r\n"


@dataclasses.dataclass
class Target:
    """A domain, and the first of its mail servers for tools that do not look for it themselves."""

    domain: str
    host: str = ""
    address: str = ""


@dataclasses.dataclass
class Result:
    sender: str
    domain: str
    observed: str
    words: str
    host: str = ""
    # Of tools: how far the conversation came where it failed.
    stage: str = ""
    # It is what came of a second attempt.
    later: bool = False

    def as_json(self):
        fields = dataclasses.asdict(self)
        del fields["later"]
        if not self.stage:
            del fields["stage"]
        return fields


def wait_until(condition, seconds):
    """Whether it became true in time."""
    end = time.monotonic() + seconds
    while True:
        if condition():
            return True
        if time.monotonic() > end:
            return False
        time.sleep(0.1)


def new_folder(path, owner=None, mode=0o755):
    path.mkdir(parents=True, exist_ok=True)
    path.chmod(mode)
    if owner is not None:
        shutil.chown(path, *owner)
    return path


def fill(template, **values):
    """The text of a configuration, with @NAME@ filled in."""
    text = (SOURCE / template).read_text()
    for name, value in {"CA": CA, **values}.items():
        text = text.replace(f"@{name}@", str(value))
    return text


class Room:
    """Runs a sender in namespaces of its own (room.sh). Leaving ends every process in it."""

    def __init__(self, folder, *command, environment=None):
        self.folder = folder
        self.log = folder / "output"
        self.command = [str(part) for part in command]
        self.environment = {**os.environ, **(environment or {})}

    def __enter__(self):
        (self.folder / "room").unlink(missing_ok=True)
        with open(self.log, "ab") as log:
            self.holder = subprocess.Popen(
                ["unshare", "--pid", "--mount", "--fork", "--kill-child", "--mount-proc",
                 SOURCE / "room.sh", self.folder, *self.command],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=self.environment)
        if not wait_until((self.folder / "room").exists, 10):
            self.__exit__()
            raise RuntimeError(f"{self.folder.name}: no room; see {self.log}")
        return self

    def __exit__(self, *_):
        self.holder.kill()
        self.holder.wait()

    def run(self, *command, seconds=60):
        """A command inside; what it prints goes to the log."""
        children = f"/proc/{self.holder.pid}/task/{self.holder.pid}/children"
        inside = pathlib.Path(children).read_text().split()[0]
        with open(self.log, "ab") as log:
            subprocess.run(
                ["nsenter", "--target", inside, "--pid", "--mount", "--", *map(str, command)],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, timeout=seconds, check=False,
                env=self.environment)


class Syslog:
    """Takes what a program says to /dev/log and writes it to a file."""

    def __init__(self, path, log):
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        path.unlink(missing_ok=True)
        self.socket.bind(str(path))
        path.chmod(0o666)
        self.log = open(log, "ab")
        self.thread = threading.Thread(target=self.listen, daemon=True)
        self.thread.start()

    def listen(self):
        while True:
            try:
                said = self.socket.recv(65536)
            except OSError:
                return
            self.log.write(said.rstrip(b"\0\n") + b"\n")
            self.log.flush()

    def close(self):
        self.socket.shutdown(socket.SHUT_RDWR)
        self.socket.close()
        self.thread.join()
        self.log.close()


def greets(address, port):
    try:
        with socket.create_connection((address, port), 5) as connection:
            connection.settimeout(5)
            return connection.recv(3) == b"220"
    except OSError:
        return False


def submit(address, sender, domains, port=SUBMISSION_PORT):
    """One letter for each domain; {domain: what the server said to it, where the queue id is}."""
    answers = {}
    # Not all in one session: servers count.
    for start in range(0, len(domains), 40):
        with smtplib.SMTP(address, port, HELO, timeout=60) as session:
            session.ehlo()
            for domain in domains[start : start + 40]:
                answers[domain] = submit_one(session, sender, f"test@{domain}")
    return answers


def submit_one(session, sender, recipient):
    for code, text in (session.mail(sender), session.rcpt(recipient)):
        if code // 100 != 2:
            session.rset()
            return f"not taken: {code} {text.decode(errors='replace')}"
    code, text = session.data(LETTER.format(sender=sender, recipient=recipient))
    return f"{code} {text.decode(errors='replace')}"


def read_lines(path):
    try:
        return path.read_text(errors="replace").splitlines()
    except FileNotFoundError:
        return []
