# SPDX-License-Identifier: GPL-3.0-or-later
"""Postfix as a sender that enforces DANE: that of tests/interop/senders, at smtp_tls_security_level = dane-only."""
import os
import re
import shutil
import smtplib
import subprocess

import common
import postfix

FOLDER = common.LAB / "run/senders/dane-only"
SETTINGS = """
# --- the one transport of this
default_transport = dane-only:
transport_maps = inline:{ @ROUTES@ }
"""
TRANSPORT = """
dane-only       unix  - - n - 10 smtp
  -o syslog_name=postfix-dane-only
  -o smtp_tls_security_level=dane-only
"""
VERIFIED = re.compile(r"postfix-dane-only/smtp\[(\d+)\]: Verified TLS connection established to (\S+)\[")
STATUS = re.compile(r"postfix-dane-only/smtp\[(\d+)\]: .*to=<([^>]+)>, .*relay=([^,\[]+).* status=(\w+) (.*)$")


def mx_hosts(domain):
    output = subprocess.run([common.PACKAGES / "dns/usr/bin/drill", f"@{common.RESOLVER}", domain, "MX"],
                            capture_output=True, text=True, timeout=30, check=True).stdout
    return re.findall(r"^\S+\s+\d+\s+IN\s+MX\s+\d+\s+(\S+)\.$", output, re.MULTILINE)


def deliver(domain):
    """[(whether a letter arrived inside verified TLS, words)]: one by the domain's MX, and one to each host by itself."""
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    hosts = mx_hosts(domain)
    etc = postfix.prepare(FOLDER)
    routes = " ".join(f"{{ to-{number}@{domain} = dane-only:[{host}] }}" for number, host in enumerate(hosts))
    for name, more in (("main.cf", SETTINGS.replace("@ROUTES@", routes)), ("master.cf", TRANSPORT)):
        with open(etc / name, "a", encoding="utf-8") as file:
            file.write(more)
        os.utime(etc / name, (0, 0))
    recipients = [f"test@{domain}", *(f"to-{number}@{domain}" for number in range(len(hosts)))]
    with common.Room(FOLDER, postfix.PROGRAMS / "lib/postfix/sbin/master", "-d",
                     environment={"MAIL_CONFIG": str(etc)}) as room:
        if not common.wait_until(lambda: common.greets(postfix.ADDRESS, common.SUBMISSION_PORT), 10):
            raise RuntimeError(f"Postfix does not greet; see {FOLDER}/maillog and {room.log}")
        submit(recipients)
        common.wait_until(lambda: len(read()) == len(recipients), 60)
    results = read()
    return [results.get(recipient, (False, f"{recipient}: no attempt has ended")) for recipient in recipients]


def submit(recipients):
    with smtplib.SMTP(postfix.ADDRESS, common.SUBMISSION_PORT, common.HELO, timeout=60) as session:
        session.ehlo()
        for recipient in recipients:
            common.submit_one(session, f"a@{common.HELO}", recipient)


def read():
    """{recipient: (whether it arrived, words)}"""
    verified, results = set(), {}
    for line in common.read_lines(FOLDER / "maillog"):
        if match := VERIFIED.search(line):
            verified.add(match.groups())
        elif match := STATUS.search(line):
            process, recipient, relay, status, why = match.groups()
            arrived = status == "sent" and (process, relay) in verified
            results[recipient] = arrived, f"{recipient}: {status} by {relay} {why}"
    return results
