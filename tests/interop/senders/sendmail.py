# SPDX-License-Identifier: GPL-3.0-or-later
"""Sendmail as it comes, and with TLSFallbacktoClear: two of them, because that is an option of the whole."""
import concurrent.futures
import re
import subprocess

import common

SENDERS = {"sendmail-debian12": ("127.0.70.4", "no"),
           "sendmail-fallback-clear-debian12": ("127.0.70.5", "yes")}
ENVELOPES = {sender: (address, f"sender@{common.HELO}") for sender, (address, _) in SENDERS.items()}
PROGRAM = common.PACKAGES / "sendmail/usr/libexec/sendmail/sendmail"

LINE = re.compile(r"sender\[(?P<process>\d+)\]: (?P<text>.*)")
STATUS = re.compile(r"(?P<id>\w+): to=<test@(?P<domain>[^>]+)>, .*?(?:relay=(?P<relay>[^,]*), )?"
                    r"dsn=(?P<dsn>[^,]+), (?:reply=(?P<reply>.*), )?stat=(?P<status>.*)$")
NO_RELAY = re.compile(r"relay|Invalid recipient", re.IGNORECASE)


def run(wanted, targets, folder):
    domains = [target.domain for target in targets]
    with concurrent.futures.ThreadPoolExecutor(len(SENDERS)) as pool:
        parts = pool.map(lambda sender: run_one(sender, domains, folder / sender), wanted)
        return [result for part in parts for result in part]


def run_one(sender, domains, folder):
    address, fallback = SENDERS[sender]
    prepare(folder, address, fallback)
    log = folder / "log"
    syslog = common.Syslog(common.new_folder(folder / "dev") / "log", log)
    config = folder / "sendmail.cf"
    try:
        with common.Room(folder, PROGRAM, "-L", "sender", "-bD", "-O", "LogLevel=14",
                         "-X", folder / "traffic", "-C", config) as room:
            if not common.wait_until(lambda: common.greets(address, common.SUBMISSION_PORT), 10):
                raise RuntimeError(f"Sendmail does not greet; see {log} and {room.log}")
            common.submit(address, f"sender@{common.HELO}", domains)
            common.wait_until(lambda: set(domains) <= set(read(log)), 90)
            waiting = {domain: attempts[-1] for domain, attempts in read(log).items()
                       if attempts[-1][1] == "deferred"}
            again = [attempt[0] for attempt in waiting.values()]
            with concurrent.futures.ThreadPoolExecutor(8) as pool:
                list(pool.map(lambda name: room.run(PROGRAM, "-L", "sender", "-O", "LogLevel=14", "-X",
                                                    folder / "traffic", "-C", config, f"-qI{name}"), again))
            common.wait_until(lambda: all(len(read(log)[domain]) > 1 for domain in waiting), 10)
    finally:
        syslog.close()
    everything = read(log)
    return [final(sender, domain, everything.get(domain, [])) for domain in domains]


def prepare(folder, address, fallback):
    common.new_folder(folder)
    common.new_folder(folder / "mqueue", mode=0o700)
    (folder / "statistics").touch()
    (folder / "sendmail.mc").write_text(
        common.fill("sendmail/sendmail.mc", FOLDER=folder, ADDRESS=address, FALLBACK=fallback))
    with open(folder / "sendmail.cf", "wb") as config, open(folder / "m4.log", "wb") as log:
        subprocess.run([common.PACKAGES / "tools/usr/bin/m4",
                        f"-D_CF_DIR_={common.PACKAGES}/sendmail/usr/share/sendmail/cf/",
                        folder / "sendmail.mc"], stdout=config, stderr=log, check=True)


def read(log):
    """{domain: [(queue id, observed, words, host) of each attempt]}"""
    attempts, said = {}, {}
    for line in common.read_lines(log):
        found = LINE.search(line)
        if not found:
            continue
        process, text = found["process"], found["text"]
        if match := STATUS.match(text):
            earlier = attempts.setdefault(match["domain"], [])
            earlier.append((match["id"], *attempt(match, text, said.pop(process, []),
                                                  any("TLS" in words for _, _, words, _ in earlier))))
        elif "STARTTLS=client" in text or "ruleset=tls" in text or "SYSERR" in text:
            said.setdefault(process, []).append(text)
    return attempts


def attempt(match, text, before, later):
    """(observed, words, host) of one line with a status."""
    relay, status = match["relay"] or "", match["status"]
    words = " | ".join([*before, text])
    if status.startswith("Sent") or (match["dsn"].startswith("5.") and NO_RELAY.search(match["reply"] or "")):
        if any(in_tls(line, relay) for line in before):
            return "tls_unauth", words, relay
        if later:
            return "clear_after_age", words, relay
        failed = any("error" in line or "trying_again" in line for line in before)
        return "clear_reconnect" if failed else "clear_same_session", words, relay
    if match["dsn"].startswith("4."):
        return "deferred", words, relay
    return "bounce", words, relay


def in_tls(line, relay):
    """Whether it says that a handshake with this relay was completed. Long names have "..." in their middle."""
    found = re.search(r"STARTTLS=client, relay=(\S+?)\.?, version=", line)
    begin, _, end = relay.split(" ")[0].rstrip(".").partition("...")
    return bool(found) and found[1].startswith(begin) and found[1].endswith(end)


def final(sender, domain, attempts):
    if not attempts:
        return common.Result(sender, domain, "unknown", "no attempt has ended")
    _, observed, words, host = attempts[-1]
    if observed == "deferred":
        observed = "defer_until_expiry"
    return common.Result(sender, domain, observed, words, host, later=len(attempts) > 1)
