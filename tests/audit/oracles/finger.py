# SPDX-License-Identifier: GPL-3.0-or-later
"""posttls-finger at level dane-only: Postfix's own DANE client. It looks at the first host of a domain that it can
connect to. Unlike Postfix it goes on where a certificate is refused, and where there is no record that it can use;
a record that fits behind an MX answer that is not signed makes a server Trusted and not more."""
import os
import re

from lab import CA, LOOKUP_FAILED, NO_RECORDS, PACKAGES, REFUSED, VERIFIED, LAB, Said, last_line, output_of

FINGER = PACKAGES / "postfix/usr/sbin/posttls-finger"
TRUST = re.compile(r"((Verified|Trusted|Untrusted|Anonymous) TLS connection established to [^:]*:\d+)")
RECORD = re.compile(r"DNSSEC-signed TLSA record: \S+ [23] [01] [012] ")


def check(domain):
    output = output_of(FINGER, "-c", "-L", "summary,certmatch,verbose", "-t", "8", "-T", "8", "-F", CA, "-l", "dane-only",
                       "-o", "myhostname=scanner.good.test", domain,
                       environment={**os.environ, "MAIL_CONFIG": str(LAB / "run/audit/mail/etc")})
    if re.search(r"TLSA lookup error|lookup failed", output):
        return Said(LOOKUP_FAILED, last_line(output))
    if not RECORD.search(output):
        return Said(NO_RECORDS, last_line(output))
    trust = TRUST.search(output)
    why = re.search(r"certificate verification failed.*: (num=.*)", output)
    words = f"{trust[1]}{': ' + why[1] if why else ''}" if trust else last_line(output)
    return Said(VERIFIED if trust and trust[2] == "Verified" else "unproved" if trust and trust[2] == "Trusted"
                else REFUSED, words)
