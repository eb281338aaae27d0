# SPDX-License-Identifier: GPL-3.0-or-later
"""What the benchmarks of whole scans share: servers that answer for any list, one run of the program, its lines.

Nothing here leaves the loopback, and nothing needs root or the lab: mxlab plays the mail servers behind one socket
(`shared_socket`), dns_server makes its answers up from the names.
"""
import argparse
import collections
import ctypes
import json
import os
import pathlib
import re
import resource
import signal
import subprocess
import sys
import threading
import time

BENCH = pathlib.Path(__file__).resolve().parent
REPOSITORY = BENCH.parent
ZONE = "bench.test"
CLIENT_NAME = "scanner.bench.test"
FIRST = (127 << 24) + (64 << 16)  # dns_server: m0 is at 127.64.0.0
MOST = 1 << 21                    # mxlab: addresses behind one socket
CLIENT_CORE, SERVER_CORE = 0, 1


def address(number):
    """Where mNUMBER is."""
    value = FIRST + number
    return ".".join(str(value >> shift & 255) for shift in (24, 16, 8, 0))


def address_range(count):
    """Those of m1 to mCOUNT, as mxlab's tables want them."""
    return f"{address(1)}-{address(count)}"


# No pace at all: these servers are ours.
NO_LIMITS = ["--rate", "0", "--per-address", "0", "--per-network", "0", "--per-operator", "0"]


def scan_command(options, folder, targets, dns, port, senders, more=()):
    """The one place that knows how the program is called. Lines go to folder/lines.jsonl."""
    command = [options.waxseal, "scan", "--quiet", "--loops", options.loops, "--senders", senders,
               "--input-file", targets, "--nameservers", dns, "--port", port, "--second-looks", "0",
               "--allow-private=127.0.0.0/8", "--ehlo-name", CLIENT_NAME,
               "--output-file", folder / "lines.jsonl", "--metadata-file", folder / "run.json"]
    if (folder / "ca.pem").exists():
        command += ["--ca-file", folder / "ca.pem"]
    return [str(word) for word in [*command, *NO_LIMITS, *more]]


def arguments(description, peers=False, threads=1):
    """What every one of these scripts is told."""
    parser = argparse.ArgumentParser(description=description.splitlines()[0])
    build = REPOSITORY / "build/release"
    parser.add_argument("--waxseal", type=pathlib.Path, default=build / "waxseal")
    parser.add_argument("--mxlab", type=pathlib.Path, default=build / "tests/lab/mxlab/mxlab")
    parser.add_argument("--dns-server", type=pathlib.Path, default=build / "bench/dns_server")
    if peers:
        parser.add_argument("--scan-peer", type=pathlib.Path, default=build / "bench/scan_peer")
    parser.add_argument("--port", type=int, default=20000 + os.getpid() % 5000 * 2,
                        help="of the mail servers, below those that the kernel gives away")
    parser.add_argument("--threads", type=int, default=threads, help="of mxlab: so many listening sockets")
    parser.add_argument("--loops", type=int, default=1, help="of the scan, which has one core here")
    return parser


def pinned(core):
    """For preexec_fn: the child runs on this core, where there are two, and ends when we do."""
    libc = ctypes.CDLL(None)

    def pin():
        libc.prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG
        if os.cpu_count() > 1:
            try:
                os.sched_setaffinity(0, {core})
            except OSError:
                pass  # not ours to choose
    return pin


class Server:
    """A process on the servers' core that says "ready"."""

    def __init__(self, command):
        self.process = subprocess.Popen([str(word) for word in command], stdout=subprocess.PIPE,
                                        preexec_fn=pinned(SERVER_CORE))
        if self.process.stdout.readline() != b"ready\n":
            sys.exit(f"bench: {command[0]} did not start")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()


class MailServers(Server):
    """mxlab with this table; its CA lies in the folder."""

    def __init__(self, options, folder, table, more=(), name="table"):
        self.file = folder / f"{name}.json"
        self.file.write_text(json.dumps(table), encoding="utf-8")
        self.program = options.mxlab
        self.port = options.port
        super().__init__([options.mxlab, self.file, "--ca-dir", folder, "--port", options.port,
                          "--threads", options.threads, *more])

    def behaviours(self):
        """{"127.64.0.1": "good"}: what its table says of each address."""
        listed = subprocess.run([self.program, self.file, "--list", "--port", str(self.port)],
                                check=True, capture_output=True, text=True).stdout
        return {row[0]: row[2] for row in map(str.split, listed.splitlines())}


class NameServer(Server):
    def __init__(self, options):
        self.name = f"127.0.0.1:{options.port + 1}"
        super().__init__([options.dns_server, "--port", options.port + 1, "--first", address(0)])


def write_list(file, count, zone=ZONE):
    with open(file, "w", encoding="ascii") as out:
        out.writelines(f"d{number}.{zone}\n" for number in range(1, count + 1))
    return file


class Watch:
    """Looks at a process every so often, in a thread of its own: peak resident KB, the most files open at once, and
    samples (seconds, resident KB, open files). wait4's maximum will not do: it begins with what this Python had."""

    def __init__(self, pid, every):
        self.pid, self.every = pid, every
        self.most_files = 0
        self.peak_rss_kb = 0
        self.samples = []
        self.began = time.monotonic()
        self.thread = threading.Thread(target=self.look, daemon=True)
        self.thread.start()

    def look(self):
        try:
            while True:
                files = len(os.listdir(f"/proc/{self.pid}/fd"))
                with open(f"/proc/{self.pid}/status", encoding="ascii") as status:
                    rows = dict(line.split(":", 1) for line in status)
                if "VmRSS" not in rows:
                    return  # it has ended and nobody has asked how
                self.most_files = max(self.most_files, files)
                self.peak_rss_kb = int(rows["VmHWM"].split()[0])
                self.samples.append((time.monotonic() - self.began, int(rows["VmRSS"].split()[0]), files))
                time.sleep(self.every)
        except OSError:
            pass  # it has ended


def run(command, watch_every=0.05, core=CLIENT_CORE, **how):
    """Plays a program to its end on the client's core: what the kernel says that it has used."""
    began = time.monotonic()
    process = subprocess.Popen([str(word) for word in command], preexec_fn=pinned(core), **how)
    watch = Watch(process.pid, watch_every)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)  # wait4 has taken it from Popen
    return {"exit": process.returncode, "wall": time.monotonic() - began, "user": used.ru_utime,
            "system": used.ru_stime, "cpu": used.ru_utime + used.ru_stime, "peak_rss_kb": watch.peak_rss_kb,
            "most_files": watch.most_files, "samples": watch.samples}


def lines(folder):
    """The lines of the last scan, one after the other: a million need not be in memory at once."""
    with open(folder / "lines.jsonl", encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


def outcomes(folder):
    """How many lines of which type and outcome, without reading what else they say: ("endpoint", "quit.completed")."""
    found = collections.Counter()
    with open(folder / "lines.jsonl", "rb") as file:
        for line in file:
            kind = re.match(rb'\{"type":"([a-z]+)"', line).group(1).decode()
            code = re.search(rb'"outcome":\{"code":"([a-z0-9._]+)"', line) if kind == "endpoint" else None
            found[kind, code.group(1).decode() if code else ""] += 1
    return found


def dropped_connections():
    """Of this machine so far: connections that a full backlog or a full queue of half-open ones has dropped."""
    with open("/proc/net/netstat", encoding="ascii") as file:
        rows = [line.split() for line in file]
    return int(dict(zip(rows[0], rows[1]))["ListenDrops"])


def raise_open_files(wanted):
    """For us and all that we start. The hard limit is what an administrator has to raise."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard != resource.RLIM_INFINITY and hard < wanted:
        fail(f"{wanted} files have to be open at once, and this process may have {hard}: ulimit -Hn {wanted}")
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, wanted), hard))


def median(values):
    ordered = sorted(values)
    half = len(ordered) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2


def spread(values, digits=0):
    """`5.3 (4.9..5.8)`"""
    return f"{median(values):.{digits}f} ({min(values):.{digits}f}..{max(values):.{digits}f})"


def say(text):
    print(text, file=sys.stderr, flush=True)


def fail(text):
    sys.exit(f"bench: {text}")
