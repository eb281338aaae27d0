# SPDX-License-Identifier: GPL-3.0-or-later
"""The servers' own book of connections (tests/interop/servers), against which what senders say is held: a
sender that is thrown out of TLS and comes back in clear may only log the TLS."""
import json

import common

BOOK = common.LAB / "run/interop/connections.jsonl"


def taken(since_ms):
    """{(the sender's address, from, domain): was the last letter that was taken inside TLS?}"""
    letters = {}
    for line in common.read_lines(BOOK):
        try:
            connection = json.loads(line)
        except json.JSONDecodeError:  # the last line, half written
            continue
        if connection["started_ms"] < since_ms:
            continue
        for letter in connection["transactions"]:
            for recipient in letter["to"] if letter["accepted"] else []:
                key = connection["peer"].rpartition(":")[0], letter["from"], recipient.rpartition("@")[2]
                letters[key] = letter["inside_tls"]
    return letters


def correct(results, envelopes, since_ms):
    """Results whose letter arrived in clear although the sender tells of TLS, put right. envelopes:
    {sender: (its address, from)}."""
    letters = taken(since_ms)
    for result in results:
        if result.sender not in envelopes:
            continue
        inside = letters.get((*envelopes[result.sender], result.domain))
        if inside is False and result.observed in ("tls_auth", "tls_unauth"):
            result.observed = "clear_after_age" if result.later else "clear_reconnect"
            result.words += " | the server: it was taken in clear"
        elif inside is True and result.observed.startswith("clear"):
            result.observed = "unknown"
            result.words += " | the server: it was taken inside TLS"
