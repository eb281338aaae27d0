# SPDX-License-Identifier: GPL-3.0-or-later
"""Postfix, four times in one: a transport for each TLS security level, chosen by the letter's sender."""
import os
import re
import time

import common

SENDERS = {f"postfix-{level}-debian12": level for level in ("may", "encrypt", "dane", "secure")}
ADDRESS = "127.0.70.1"
PROGRAMS = common.PACKAGES / "postfix/usr"
BACKOFF = 3
ENVELOPES = {sender: (ADDRESS, f"{level}@{common.HELO}") for sender, level in SENDERS.items()}

LINE = re.compile(r"(?P<sender>postfix-[a-z]+-debian12)/smtp\[(?P<process>\d+)\]: (?P<text>.*)")
TLS = re.compile(r"(?P<trust>Verified|Trusted|Untrusted|Anonymous) TLS connection (?:re-?used|established) to "
                 r"(?P<relay>\S+):")
STATUS = re.compile(r"\w+: to=<test@(?P<domain>[^>]+)>, .*?relay=(?P<relay>[^,]+),.* "
                    r"status=(?P<status>\w+) \((?P<why>.*)\)$")
# A server that wants no mail for this domain has come as far as one that takes it.
NO_RELAY = re.compile(r"relay|Relay access|Invalid recipient|not permitted", re.IGNORECASE)


def run(wanted, targets, folder):
    etc = prepare(folder)
    environment = {"MAIL_CONFIG": str(etc)}
    domains = [target.domain for target in targets]
    log = folder / "maillog"
    with common.Room(folder, PROGRAMS / "lib/postfix/sbin/master", "-d", environment=environment) as room:
        if not common.wait_until(lambda: common.greets(ADDRESS, common.SUBMISSION_PORT), 10):
            raise RuntimeError(f"Postfix does not greet; see {log} and {room.log}")
        for sender in wanted:
            common.submit(ADDRESS, f"{SENDERS[sender]}@{common.HELO}", domains)
        last = time.monotonic()
        everything = {(sender, domain) for sender in wanted for domain in domains}
        common.wait_until(lambda: everything <= set(read(log)), 90)
        waiting = {key for key, attempts in read(log).items() if attempts[-1].observed == "deferred"}
        time.sleep(max(0.0, BACKOFF + 1 - (time.monotonic() - last)))  # as old as a second attempt wants
        room.run(PROGRAMS / "sbin/postqueue", "-f")
        common.wait_until(lambda: all(len(read(log)[key]) > 1 for key in waiting), 60)
    attempts = read(log)
    return [final(sender, domain, attempts.get((sender, domain), []))
            for sender in wanted for domain in domains]


def prepare(folder):
    etc = common.new_folder(folder / "etc")
    for name in ("main.cf", "master.cf"):
        (etc / name).write_text(common.fill(f"postfix/{name}", FOLDER=folder, ADDRESS=ADDRESS))
        # Postfix reads a file again and again until it is two seconds old.
        os.utime(etc / name, (0, 0))
    spool = common.new_folder(folder / "spool")
    common.new_folder(spool / "pid")
    common.new_folder(folder / "data", ("postfix", None), 0o700)
    for name in ("active", "bounce", "corrupt", "defer", "deferred", "flush", "hold", "incoming",
                 "private", "saved", "trace"):
        common.new_folder(spool / name, ("postfix", None), 0o700)
    common.new_folder(spool / "maildrop", ("postfix", "postdrop"), 0o730)
    common.new_folder(spool / "public", ("postfix", "postdrop"), 0o710)
    return etc


def read(log):
    """{(sender, domain): [Result of each attempt]}"""
    attempts, tls, troubles = {}, {}, {}
    for line in common.read_lines(log):
        found = LINE.search(line)
        if not found:
            continue
        process, text = found["process"], found["text"]
        if match := TLS.match(text):
            tls.setdefault(process, {})[match["relay"].rpartition(":")[0]] = (match["trust"], text)
        elif match := STATUS.match(text):
            key = found["sender"], match["domain"]
            earlier = attempts.setdefault(key, [])
            result = attempt(match, text, tls.pop(process, {}), troubles.pop(process, []), bool(earlier))
            earlier.append(common.Result(*key, *result))
        elif "SSL_connect error" in text or "Cannot start TLS" in text or "library problem" in text:
            troubles.setdefault(process, []).append(text)
    return attempts


def attempt(match, text, tls, troubles, later):
    """(observed, words, host) of one line with a status."""
    relay = match["relay"].rpartition(":")[0] or match["relay"]
    status, why = match["status"], match["why"]
    words = " | ".join([*troubles, text])
    turned_away = "in reply to RCPT" in why and NO_RELAY.search(why)
    if status == "sent" or turned_away:
        if relay in tls:
            trust, said = tls[relay]
            return "tls_auth" if trust == "Verified" else "tls_unauth", f"{said} | {text}", relay
        if any("Cannot start TLS" in trouble for trouble in troubles):
            return "clear_after_age" if later else "clear_reconnect", words, relay
        return "clear_same_session", words, relay
    if status == "bounced":
        return "bounce", words, relay
    return "deferred", words, relay


def final(sender, domain, attempts):
    if not attempts:
        return common.Result(sender, domain, "unknown", "no attempt has ended")
    last = attempts[-1]
    last.later = len(attempts) > 1
    if last.observed == "deferred":
        last.observed = "defer_until_expiry" if len(attempts) > 1 else "unknown"
    return last
