# SPDX-License-Identifier: GPL-3.0-or-later
"""Exim on GnuTLS as Debian has it, and with hosts_require_tls; the letter's sender chooses."""
import concurrent.futures
import re

import common

SENDERS = {"exim-debian12": "default", "exim-require-tls-debian12": "require"}
ADDRESS = "127.0.70.2"
ENVELOPES = {sender: (ADDRESS, f"{part}@{common.HELO}") for sender, part in SENDERS.items()}
PROGRAM = common.PACKAGES / "exim/usr/sbin/exim4"

LINE = re.compile(r"^\S+ \S+ (?P<id>\w{6}-\w{6}-\w\w) (?P<text>.*)")
RELAY = re.compile(r"H=(\S+ \[[^]]+\])")
NO_RELAY = re.compile(r"after RCPT.*(relay|Invalid recipient)", re.IGNORECASE)


def run(wanted, targets, folder):
    prepare(folder)
    log = folder / "mainlog"
    letters = {}
    with common.Room(folder, PROGRAM, "-C", folder / "exim.conf", "-bdf") as room:
        if not common.wait_until(lambda: common.greets(ADDRESS, common.SUBMISSION_PORT), 10):
            raise RuntimeError(f"Exim does not greet; see {log} and {room.log}")
        for sender in wanted:
            answers = common.submit(ADDRESS, f"{SENDERS[sender]}@{common.HELO}",
                                    [target.domain for target in targets])
            for domain, answer in answers.items():
                name = re.search(r"id=(\S+)", answer)
                letters[name[1] if name else answer] = (sender, domain)
        common.wait_until(lambda: letters.keys() <= read(log).keys(), 90)
        waiting = [name for name, attempts in read(log).items() if attempts[-1][0] == "deferred"]
        with concurrent.futures.ThreadPoolExecutor(16) as pool:
            list(pool.map(lambda name: room.run(PROGRAM, "-C", folder / "exim.conf", "-M", name), waiting))
    everything = read(log)
    return [final(sender, domain, everything.get(name, [])) for name, (sender, domain) in letters.items()]


def prepare(folder):
    owner = ("Debian-exim", "Debian-exim")
    common.new_folder(folder, owner)
    common.new_folder(folder / "spool", owner)
    (folder / "exim.conf").write_text(common.fill("exim/exim.conf", FOLDER=folder, ADDRESS=ADDRESS))


def read(log):
    """{queue id: [(observed, words, host) of each attempt]}"""
    attempts, said = {}, {}
    for line in common.read_lines(log):
        found = LINE.match(line)
        if not found:
            continue
        name, text = found["id"], found["text"]
        if text.startswith(("=> ", "** ", "== ")):
            before = said.pop(name, [])
            earlier = attempts.setdefault(name, [])
            earlier.append(attempt(text, before, any("TLS" in words for _, words, _ in earlier)))
        elif not text.startswith(("<= ", "Completed")):
            said.setdefault(name, []).append(text)
    return attempts


def attempt(text, before, later):
    relay = RELAY.search(text)
    words, host = " | ".join([*before, text]), relay[1] if relay else ""
    if text.startswith("== "):
        return "deferred", words, host
    if text.startswith("** ") and not NO_RELAY.search(text):
        return "bounce", words, host
    if " X=TLS" in text or " X=" in text:
        return "tls_auth" if " CV=dane" in text else "tls_unauth", words, host
    if later:
        return "clear_after_age", words, host
    again = any("delivering unencrypted" in line for line in before)
    return "clear_reconnect" if again else "clear_same_session", words, host


def final(sender, domain, attempts):
    if not attempts:
        return common.Result(sender, domain, "unknown", "no attempt has ended")
    observed, words, host = attempts[-1]
    if observed == "deferred":
        observed = "defer_until_expiry" if len(attempts) > 1 else "unknown"
    return common.Result(sender, domain, observed, words, host, later=len(attempts) > 1)
