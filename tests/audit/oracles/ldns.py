# SPDX-License-Identifier: GPL-3.0-or-later
"""ldns-dane, which cannot do STARTTLS: it looks at the chain that `openssl s_client` has been sent, at each address of each
host. The records it asks for itself."""
import re
import tempfile

from lab import (CA, LOOKUP_FAILED, NO_RECORDS, PACKAGES, REFUSED, VERIFIED, Said, addresses_of, ask, hosts_of,
                 last_line, output_of, worst)

LDNS = PACKAGES / "dns/usr/bin/ldns-dane"


def check(domain):
    hosts = hosts_of(domain)
    if hosts is None:
        return Said(LOOKUP_FAILED, "no answer about MX")
    return worst([check_host(host) for host in hosts])


def check_host(host):
    return worst([check_address(host, address) for address in addresses_of(host)])


def check_address(host, address):
    connect = f"[{address}]:25" if ":" in address else f"{address}:25"
    chain = output_of("timeout", "8", "openssl", "s_client", "-starttls", "smtp", "-connect", connect, "-servername", host,
                      "-showcerts")
    code, records = ask(f"_25._tcp.{host}", "TLSA")
    if code not in ("NOERROR", "NXDOMAIN"):
        return Said(LOOKUP_FAILED, f"TLSA: {code}")
    if "BEGIN CERTIFICATE" not in chain:
        return Said(REFUSED if records else NO_RECORDS, "no certificate")
    with tempfile.NamedTemporaryFile("w", suffix=".pem") as file:
        file.write(chain)
        file.flush()
        output = output_of(LDNS, "-T", "-f", CA, "-c", file.name, "verify", host, "25")
    words = last_line(output)
    if re.search(r"dane-validated successfully", output):
        return Said(VERIFIED, words)
    return Said(REFUSED if "did not dane-validate" in output else NO_RECORDS, words)
