# SPDX-License-Identifier: GPL-3.0-or-later
"""danetool of GnuTLS, with libunbound as a validating resolver of its own. Each host of a domain, and of each the first
address that answers. It looks at usages 0 to 3 alike, and neither at names nor at dates."""
import re
import subprocess

from lab import LAB, LOOKUP_FAILED, NO_RECORDS, PACKAGES, REFUSED, VERIFIED, Said, hosts_of, last_line, output_of, worst

DANETOOL = PACKAGES / "tools/usr/bin/danetool"
OVERLAY = LAB.parent / "share"


def put_root_key():
    """Debian's libgnutls-dane reads /usr/share/dns/root.key and nothing else. In a mount namespace of the caller's."""
    for folder in ("new/dns", "work"):
        (OVERLAY / folder).mkdir(parents=True, exist_ok=True)
    (OVERLAY / "new/dns/root.key").write_bytes((LAB / "run/dns/root.ds").read_bytes())
    subprocess.run(["mount", "-t", "overlay", "oracles", "-o",
                    f"lowerdir=/usr/share,upperdir={OVERLAY}/new,workdir={OVERLAY}/work", "/usr/share"], check=True)


def check(domain):
    hosts = hosts_of(domain)
    if hosts is None:
        return Said(LOOKUP_FAILED, "no answer about MX")
    return worst([check_host(host) for host in hosts])


def check_host(host):
    output = output_of(DANETOOL, "--check", host, "--port", "25", "--starttls-proto", "smtp", "--local-dns")
    verdicts = re.findall(r"^Verification: (.*?)\s*$", output, re.MULTILINE)
    words = " | ".join(sorted(set(verdicts))) or last_line(output)
    if any("matches" in verdict for verdict in verdicts):
        return Said(VERIFIED, words)
    if verdicts:
        return Said(REFUSED, words)
    if re.search(r"dane_query_tlsa: .*(No DANE data were found|No DNSSEC signature)", output):
        return Said(NO_RECORDS, words)
    return Said(LOOKUP_FAILED if "dane_query_tlsa" in output else REFUSED, words)
