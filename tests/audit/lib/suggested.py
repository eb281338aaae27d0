# SPDX-License-Identifier: GPL-3.0-or-later
"""The suggestions of an audit: out of its JSON, into a zone and onto the policy host."""
import pathlib
import subprocess
import sys
import urllib.parse

HERE = pathlib.Path(__file__).resolve().parent
RUN = pathlib.Path("/var/spool/lab/run")
TYPES = {"TLSA", "TXT"}


def records(suggestions):
    """Lines of a zone file, of those records that are not published yet."""
    if not suggestions["tlsa"] or "tlsa_why_not" in suggestions:
        sys.exit(f"no TLSA record is suggested: {suggestions.get('tlsa_why_not', '')}")
    if suggestions.get("mta_sts_mode") not in ("testing", "enforce"):
        sys.exit(f"no MTA-STS policy is suggested: {suggestions.get('mta_sts_why_not_enforce', '')}")
    wanted = [*suggestions["tlsa"], suggestions["mta_sts_record"], suggestions["tlsrpt_record"]]
    lines = []
    for record in wanted:
        if not record["name"].endswith(".") or record["type"] not in TYPES or "\n" in record["value"]:
            sys.exit(f"that is no record for a zone file: {record}")
        if not record.get("published"):
            lines.append(f"{record['name']} {record['type']} {record['value']}")
    return lines


def publish(domain, lines, policy_url, policy):
    """Lines of a zone file, and a policy's text."""
    url = urllib.parse.urlsplit(policy_url)
    if (url.scheme, url.hostname, url.path) != ("https", f"mta-sts.{domain}", "/.well-known/mta-sts.txt"):
        sys.exit(f"that is not where a policy of {domain} is looked for: {policy_url}")
    (RUN / "audit/policies" / domain).write_bytes(policy.encode())
    zone, original = zone_of(domain)
    # The records are those of this audit alone, a second time too.
    if not original.exists():
        original.write_bytes(zone.read_bytes())
    zone.write_text(original.read_text() + "".join(line + "\n" for line in lines))
    subprocess.run([HERE / "zone.sh", domain], check=True)


def take_back(domain):
    """As it was before anything was published."""
    zone, original = zone_of(domain)
    (RUN / "audit/policies" / domain).unlink(missing_ok=True)
    if original.exists():
        original.replace(zone)
        subprocess.run([HERE / "zone.sh", domain], check=True)


def zone_of(domain):
    zone = RUN / f"dns/zones/{domain}.zone"
    return zone, zone.with_suffix(".zone.before")
