#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Says in a screen what a scan of the lab found: how many domains, what share of the servers offers
STARTTLS, what failed and why. Reads the JSON lines of `waxseal scan`, as any script would."""
import collections
import json
import sys


def words(endpoint):
    """Why this endpoint did not complete a handshake, in a person's words; None when it did."""
    if "skipped" in endpoint:
        return "not contacted: " + endpoint["skipped"].replace("_", " ")
    plain = endpoint["data"]["smtp"]
    conversations = [plain] + endpoint["probes"]
    if any(c["result"].get("tls", {}).get("handshake_completed_successfully") for c in conversations):
        return None
    end, stage = plain["end"], plain["stage"]
    if end == "not_offered":
        return "STARTTLS not offered"
    if end == "not_positive":
        reply = next(e for e in plain["result"]["events"]
                     if e["type"] == "reply" and e["step"] == plain["last_step"])
        return f"{stage}: refused with {reply['code']}"
    if end == "handshake_failed":
        alerts = [a for c in conversations for a in c["result"]["tls"]["handshake_log"]["alerts"]]
        names = sorted({a["name"] for a in alerts if a["from"] == "server"})
        return "handshake failed" + (": the server's alert " + ", ".join(names) if names else "")
    return f"{stage}: {end.replace('_', ' ')}"


def main():
    records = [json.loads(line) for line in open(sys.argv[1], encoding="utf-8")]
    domains = [r for r in records if r["type"] == "domain"]
    endpoints = [r for r in records if r["type"] == "endpoint"]
    visited = [e for e in endpoints if "skipped" not in e]
    offered = [e for e in visited if any(
        c.upper().split()[0] == "STARTTLS"
        for c in e["data"]["smtp"]["result"].get("capabilities", {}).get("before_tls", []))]
    completed = [e for e in visited if words(e) is None]
    reasons = collections.defaultdict(list)
    for endpoint in endpoints:
        reason = words(endpoint)
        if reason:
            reasons[reason].append(endpoint["mx_host"])

    print(f"\n{len(domains)} domains lead to {len(endpoints)} mail servers; {len(visited)} were visited.")
    print(f"{len(offered)} of them ({100 * len(offered) / len(visited):.0f} %) offer STARTTLS, "
          f"{len(completed)} ({100 * len(completed) / len(visited):.0f} %) complete a TLS handshake.")
    print("\nWhat became of the others, and an example of each:\n")
    for reason, hosts in sorted(reasons.items(), key=lambda item: (-len(item[1]), item[0])):
        print(f"  {len(hosts):>3}  {reason:<58}  {hosts[0]}")


if __name__ == "__main__":
    main()
