#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Does every server do what it is there for, as far as a client can tell?

selftest.py FOLDER [ROW...], inside: `interop run` it. FOLDER is that of ca.pem, connections.jsonl and servers.tsv. A letter
goes to every server, in clear where the server has no TLS, by a client that takes whatever TLS there is; to those
that have an ordinary certificate also by one that verifies. The book of connections must say the same.
"""
import json
import pathlib
import socket
import ssl
import sys
import time
import warnings

# What OpenSSL, as Debian builds it, has not got, or refuses at every security level. No client of this file comes through there.
NOT_WITH_OPENSSL = {
    "ssl3-only", "triple-des-only", "rc4-only", "dhe-512",
    "client-certificate-required-12", "client-certificate-required-13",
    # an elliptic certificate without digitalSignature is refused before TLS 1.3, whoever verifies
    "ku-ec-encipherment-12", "ku-ec-agreement-12",
}
REPLIES = {
    "greeting-421": "421", "greeting-450": "450", "greeting-554": "554", "helo-only": "502", "not-offered": "502",
    "starttls-454": "454", "starttls-501": "501", "starttls-502": "502", "starttls-554": "554",
}
CLOSED = ("greeting-closed", "starttls-closed")
BROKEN = ("handshake-closed", "handshake-reset", "handshake-garbage", "handshake-alert-80", "inside-closed")
LEGACY_SERVER_CONNECT = 0x4
HELO = "selftest.test"
PATIENCE = 10  # seconds


class Ended(Exception):
    """The server closed the connection."""


class Client:
    def __init__(self, address):
        self.socket = socket.create_connection((address, 25), PATIENCE)
        self.file = self.socket.makefile("rwb")

    def reply(self):
        while True:
            line = self.file.readline().decode()
            if not line:
                raise Ended
            if line[3:4] != "-":
                return line[:3]

    def ask(self, *words):
        self.file.write(" ".join(words).encode() + b"\r\n")
        self.file.flush()
        return self.reply()

    def start_tls(self, context, host):
        self.socket = context.wrap_socket(self.socket, server_hostname=host)
        self.file = self.socket.makefile("rwb")

    def letter(self, domain):
        assert self.ask("EHLO", HELO) == "250"
        assert self.ask(f"MAIL FROM:<a@{HELO}>") == "250"
        assert self.ask(f"RCPT TO:<b@{domain}>") == "250"
        assert self.ask("DATA") == "354"
        assert self.ask("a letter\r\n.") == "250"
        assert self.ask("QUIT") == "221"


def any_tls():
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    with warnings.catch_warnings():  # TLS 1.0 is old, that is the point
        warnings.simplefilter("ignore")
        context.minimum_version = ssl.TLSVersion.TLSv1
    context.set_ciphers("ALL:eNULL:@SECLEVEL=0")
    context.options |= LEGACY_SERVER_CONNECT
    return context


def outcome(row, context):
    """How far a letter comes: refused, closed, the code of a reply, broken, or "taken"."""
    try:
        client = Client(row["address"])
    except ConnectionRefusedError:
        return "refused"
    try:
        for words in (None, ("EHLO", HELO), ("STARTTLS",)):
            code = client.ask(*words) if words else client.reply()
            if code not in ("220", "250"):
                return code
        try:
            client.start_tls(context, row["host"])
            client.letter(row["domain"])
        except (OSError, Ended) as error:
            return f"broken ({error})"
        return "taken"
    except Ended:
        return "closed"
    finally:
        client.socket.close()


def expected(row):
    stage = row["stage"]
    if stage == "refused":
        return "refused"
    if stage in CLOSED:
        return "closed"
    if stage in BROKEN or row["name"] in NOT_WITH_OPENSSL:
        return "broken"
    return REPLIES.get(stage, "taken")


def wait_for_book(book, rows, seconds):
    """The rows that the book says a letter was taken for, once all of `rows` are in it."""
    until = time.monotonic() + seconds
    while True:
        connections = [json.loads(line) for line in book.read_text().splitlines()]
        ours = [one for one in connections if one["ehlo"] == HELO]
        taken = {one["row"] for one in ours for letter in one["transactions"]
                 if letter["accepted"] and letter["inside_tls"] and one["client_hello"]}
        if rows <= taken or time.monotonic() > until:
            return taken
        time.sleep(0.05)


def main(folder, *names):
    folder = pathlib.Path(folder)
    columns = ("name", "domain", "host", "address", "stage", "tlsa", "dnssec")
    rows = [dict(zip(columns, line.split("\t"))) for line in (folder / "servers.tsv").read_text().splitlines()]
    rows = [row for row in rows if not names or row["name"] in names]
    verifying = ssl.create_default_context(cafile=folder / "ca.pem")
    failed, taken = 0, set()
    for row in rows:
        found = outcome(row, any_tls())
        if found == "taken":
            taken.add(row["name"])
        if found.split(" ")[0] != expected(row):
            failed += 1
            print(f"{row['name']}: {found}, not {expected(row)}")
    for name in ("plain", "tls12", "gnutls", "wolfssl", "chain-intermediate"):
        for row in rows:
            if row["name"] == name and (found := outcome(row, verifying)) != "taken":
                failed += 1
                print(f"{name}, verified: {found}")
    for name in taken ^ wait_for_book(folder / "connections.jsonl", taken, PATIENCE):
        failed += 1
        print(f"{name}: the book of connections does not agree")
    print(f"{len(rows)} servers, {failed} not as they should be")
    return 1 if failed or not rows else 0


sys.exit(main(*sys.argv[1:]))
