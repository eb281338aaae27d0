# SPDX-License-Identifier: GPL-3.0-or-later
"""OpenSMTPD as Debian has it, and with "relay tls": two of them, because it waits between two connections
from one address to another."""
import concurrent.futures
import pathlib
import re
import shutil
import subprocess

import common

SENDERS = {"opensmtpd-debian12": ("127.0.70.6", "relay"),
           "opensmtpd-tls-debian12": ("127.0.70.7", "relay tls")}
ENVELOPES = {sender: (address, "") for sender, (address, _) in SENDERS.items()}
PROGRAMS = common.PACKAGES / "opensmtpd/usr"

LINE = re.compile(r"(?P<session>[0-9a-f]{16}) mta (?P<text>.*)")
CONNECTING = re.compile(r"connecting address=\S+?://(?P<address>\S+?):\d+ host=")
DELIVERY = re.compile(r"delivery evpid=\S+ .*to=<test@(?P<domain>[^>]+)> .*relay=\"(?P<relay>[^\"]*)\" .*"
                      r"result=\"(?P<result>\w+)\" stat=\"(?P<why>.*)\"$")
NO_RELAY = re.compile(r"relay|Invalid recipient", re.IGNORECASE)


def run(wanted, targets, folder):
    # Its resolver asks for IPv4 addresses only where the machine has one besides 127.0.0.1.
    subprocess.run(["/usr/sbin/ip", "address", "replace", "192.0.2.25/32", "dev", "lo"], check=True)
    with concurrent.futures.ThreadPoolExecutor(len(SENDERS)) as pool:
        parts = pool.map(lambda sender: run_one(sender, targets, folder / sender), wanted)
        return [result for part in parts for result in part]


def run_one(sender, targets, folder):
    address, relay = SENDERS[sender]
    domains = [target.domain for target in targets]
    prepare(folder, address, relay)
    log = folder / "output"
    with common.Room(folder, PROGRAMS / "sbin/smtpd", "-dv", "-f", folder / "smtpd.conf") as room:
        if not common.wait_until(lambda: common.greets(address, common.SUBMISSION_PORT), 10):
            raise RuntimeError(f"OpenSMTPD does not greet; see {log}")
        # Without a sender nobody gets a bounce.
        common.submit(address, "", domains)
        common.wait_until(lambda: set(domains) <= set(read(log)), 150)
        waiting = {domain for domain, attempts in read(log).items() if attempts[-1][0] == "deferred"}
        room.run(folder / "smtpctl", "schedule", "all")
        common.wait_until(lambda: all(len(read(log)[domain]) > 1 for domain in waiting), 120)
    everything, said = read(log), complaints(log)
    return [final(sender, target, everything.get(target.domain, []), said) for target in targets]


def prepare(folder, address, relay):
    common.new_folder(folder)
    config = folder / "smtpd.conf"
    config.write_text(common.fill("opensmtpd/smtpd.conf", ADDRESS=address, RELAY=relay))
    config.chmod(0o600)
    # Compiled in: the authorities of "relay tls".
    shutil.copy(common.CA, folder / "authorities.pem")
    shutil.copy(PROGRAMS / "sbin/smtpctl", folder / "smtpctl")
    shutil.chown(folder / "smtpctl", None, "opensmtpq")
    (folder / "smtpctl").chmod(0o2755)
    common.new_folder(pathlib.Path("/var/lib/opensmtpd/empty"), mode=0o711)
    shutil.copytree(PROGRAMS / "libexec/opensmtpd", "/usr/libexec/opensmtpd", dirs_exist_ok=True)


def read(log):
    """{domain: [(observed, words, host) of each attempt]}"""
    attempts, sessions = {}, {}
    for line in common.read_lines(log):
        found = LINE.match(line)
        if not found:
            continue
        session = sessions.setdefault(found["session"], [])
        if match := DELIVERY.match(found["text"]):
            earlier = attempts.setdefault(match["domain"], [])
            earlier.append(attempt(match, found["text"], session))
        else:
            session.append(found["text"])
    return attempts


def attempt(match, text, session):
    words, relay = " | ".join([*session, text]), match["relay"]
    turned_away = match["result"] == "PermFail" and NO_RELAY.search(match["why"])
    if match["result"] == "Ok" or turned_away:
        # The last of its connections is the one that delivered.
        last = max((i for i, said in enumerate(session) if said.startswith("connecting")), default=0)
        if any(said.startswith("tls ciphers") for said in session[last:]):
            # It looks at the certificate with "relay" too, and delivers whatever it finds.
            wanted = session[last].startswith("connecting address=smtp+tls:")
            verified = any('cert-check result="success"' in said for said in session[last:])
            return "tls_auth" if wanted and verified else "tls_unauth", words, relay
        return "clear_reconnect" if last else "clear_same_session", words, relay
    return "deferred" if match["result"] == "TempFail" else "bounce", words, relay


def complaints(log):
    """{address: what the sessions with it complained of}; a letter that is deferred has no session."""
    addresses, said = {}, {}
    for line in common.read_lines(log):
        found = LINE.match(line)
        if not found:
            continue
        if match := CONNECTING.match(found["text"]):
            addresses[found["session"]] = match["address"]
        elif found["text"].startswith("error reason=") and found["session"] in addresses:
            said.setdefault(addresses[found["session"]], []).append(found["text"])
    return said


def final(sender, target, attempts, said):
    if not attempts:
        return common.Result(sender, target.domain, "unknown", "no attempt has ended")
    observed, words, host = attempts[-1]
    if observed == "deferred":
        observed = "defer_until_expiry" if len(attempts) > 1 else "unknown"
        words = " | ".join([*said.get(target.address, []), words])
    return common.Result(sender, target.domain, observed, words, host, later=len(attempts) > 1)
