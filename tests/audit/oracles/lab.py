# SPDX-License-Identifier: GPL-3.0-or-later
"""What the oracles share: names of the lab, its DNS, and how to run a program."""
import dataclasses
import pathlib
import re
import subprocess

LAB = pathlib.Path("/var/spool/lab")
PACKAGES = LAB / "packages"
CA = LAB / "ca/ca.pem"
RESOLVER = "127.0.53.2"
PATIENCE = 12  # seconds, of a program; danetool waits ten of them for a server without STARTTLS

# What an oracle can say of a host or a domain, worst first.
LOOKUP_FAILED, REFUSED, VERIFIED, NO_RECORDS = "lookup-failed", "refused", "verified", "no-records"
WORST_FIRST = (LOOKUP_FAILED, REFUSED, VERIFIED, NO_RECORDS)


@dataclasses.dataclass
class Said:
    outcome: str
    words: str


def worst(answers):
    """Of the hosts that have records: those without say nothing where another has some."""
    return min(answers, key=lambda said: WORST_FIRST.index(said.outcome))


def output_of(*command, environment=None):
    try:
        done = subprocess.run([str(word) for word in command], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, timeout=PATIENCE, check=False, env=environment,
                              cwd=LAB)  # danetool leaves files behind
        return done.stdout.decode(errors="replace")
    except subprocess.TimeoutExpired as error:
        return (error.stdout or b"").decode(errors="replace") + "\nno end"


def last_line(output):
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    return lines[-1] if lines else "nothing"


def ask(name, kind):
    """(the reply's code, [the data of each record of that kind])"""
    output = output_of(PACKAGES / "dns/usr/bin/drill", f"@{RESOLVER}", name, kind)
    code = re.search(r"rcode: (\w+)", output)
    data = re.findall(rf"^\S+\s+\d+\s+IN\s+{kind}\s+(.*)$", output, re.MULTILINE)
    return code[1] if code else "", data


def hosts_of(domain):
    """Its MX hosts, the preferred one first; None where DNS does not say."""
    code, records = ask(domain, "MX")
    if code not in ("NOERROR", "NXDOMAIN"):
        return None
    pairs = sorted((int(preference), host) for preference, host in (record.split() for record in records))
    return [host.rstrip(".") for _, host in pairs]


def addresses_of(host):
    return ask(host, "A")[1] + ask(host, "AAAA")[1]
