#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Starts mxlab on 127.71.x addresses at a high port and asserts each class of behaviour.

usage: mxlab_test.py PATH-OF-MXLAB

Each test below is a behaviour and what a client must see of it. Standard library only.
"""
import concurrent.futures
import faulthandler
import json
import os
import signal
import socket
import ssl
import struct
import subprocess
import sys
import tempfile
import time

PORT = int(os.environ.get("MXLAB_TEST_PORT", "22571"))
GOOD = {"certificate": "good"}
TESTS = []      # (name, address, function)
BEHAVIOURS = {}
LISTEN = []


def case(behaviour, **listen):
    """Gives the test an address of its own, where this behaviour answers."""
    def add(function):
        number = len(TESTS) + 1
        address = "127.71.%d.%d" % (number // 250, number % 250 + 1)
        BEHAVIOURS[function.__name__] = behaviour
        entry = {"address": address, "behaviour": function.__name__}
        if listen:
            del entry["behaviour"]
            entry.update(listen)
        LISTEN.append(entry)
        TESTS.append((function.__name__, address, function))
        return function
    return add


class Client:
    """An SMTP client that shows every byte and every end."""

    def __init__(self, address, timeout=5.0, greet=True):
        self.sock = socket.create_connection((address, PORT), timeout=timeout)
        self.buffer = b""
        self.greeting = self.reply() if greet else None

    def reply(self):
        """The bytes of one reply, all its lines."""
        while True:
            end = self._end_of_reply()
            if end:
                out, self.buffer = self.buffer[:end], self.buffer[end:]
                return out
            data = self.sock.recv(65536)
            if not data:
                raise EOFError(self.buffer)
            self.buffer += data

    def _end_of_reply(self):
        at = 0
        while (newline := self.buffer.find(b"\n", at)) >= 0:
            if self.buffer[at + 3:at + 4] != b"-":
                return newline + 1
            at = newline + 1
        return 0

    def say(self, text):
        self.sock.sendall(text.encode() + b"\r\n")
        return self.reply()

    def tls(self, **options):
        context = tls_context(**options)
        self.sock = context.wrap_socket(self.sock, server_hostname=options.get("sni"),
                                        suppress_ragged_eofs=False)
        self.buffer = b""
        return self

    def starttls(self, **options):
        self.say("EHLO client.test")
        assert self.say("STARTTLS").startswith(b"220")
        return self.tls(**options)

    def rest(self, seconds=3.0):
        """All bytes until the end, and how it ended: eof, reset or silence."""
        data, self.buffer = self.buffer, b""
        self.sock.settimeout(seconds)
        try:
            while chunk := self.sock.recv(65536):
                data += chunk
                assert len(data) < 10000, "no end of it"
            return data, "eof"
        except ConnectionResetError:
            return data, "reset"
        except TimeoutError:
            return data, "silence"
        except ssl.SSLError as error:
            assert "UNEXPECTED_EOF" in str(error), error
            return data, "eof-without-close-notify"

    def quit(self):
        reply = self.say("QUIT")
        self.sock.close()
        return reply


def tls_context(sni=None, low=None, high=None, ciphers=None, alpn=None):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.options &= ~getattr(ssl, "OP_IGNORE_UNEXPECTED_EOF", 0x80)
    context.verify_mode = ssl.CERT_NONE
    if low or high or ciphers:
        context.set_ciphers(ciphers or "ALL:@SECLEVEL=0")
        context.minimum_version = low or ssl.TLSVersion.TLSv1_2
        context.maximum_version = high or ssl.TLSVersion.TLSv1_3
    if alpn:
        context.set_alpn_protocols(alpn)
    return context


def expect_tls_error(client, text, **options):
    try:
        client.starttls(**options)
    except (ssl.SSLError, OSError) as error:
        assert text.upper() in str(error).upper().replace(" ", "_"), error
        return
    raise AssertionError("the handshake went well")


def capabilities(reply):
    return [line[4:] for line in reply.decode().splitlines()[1:]]


# --- the plain dialogue ---

@case({"tls": GOOD, "hostname": "mx.good.test"})
def ordinary(address):
    c = Client(address)
    assert c.greeting == b"220 mx.good.test ESMTP mxlab\r\n", c.greeting
    assert "STARTTLS" in capabilities(c.say("EHLO client.test"))
    assert c.say("STARTTLS") == b"220 2.0.0 Ready to start TLS\r\n"
    c.tls(sni="mx.good.test")
    assert c.sock.version() == "TLSv1.3"
    assert "STARTTLS" not in capabilities(c.say("EHLO client.test"))
    assert c.say("STARTTLS").startswith(b"554")
    assert c.say("noop").startswith(b"250") and c.say("FOO").startswith(b"500")
    assert c.say("MAIL FROM:<>").startswith(b"250") and c.say("RSET").startswith(b"250")
    assert c.quit().startswith(b"221")


@case({})
def no_starttls(address):
    c = Client(address)
    assert "STARTTLS" not in capabilities(c.say("EHLO client.test"))
    assert c.say("STARTTLS").startswith(b"502")
    assert c.say("HELO client.test") == b"250 mx.test\r\n"
    c.sock.sendall(b"QUIT\r\n")
    assert c.rest() == (b"221 2.0.0 Bye\r\n", "eof")


@case({"greeting": {"parts": [{"lines": ["220-wait"]}, {"delay_ms": 200, "lines": ["220 mx"]}]}})
def teaser(address):
    begin = time.monotonic()
    assert Client(address).greeting == b"220-wait\r\n220 mx\r\n"
    assert time.monotonic() - begin >= 0.19


@case({"greeting": {"then": "silence"}})
def silent_greeting(address):
    assert Client(address, greet=False).rest(0.3) == (b"", "silence")


@case({"greeting": {"then": "reset"}})
def reset_at_once(address):
    try:
        assert Client(address, greet=False).rest() == (b"", "reset")
    except ConnectionResetError:
        pass  # already in connect()


@case({"greeting": {"then": "close"}})
def close_at_once(address):
    assert Client(address, greet=False).rest() == (b"", "eof")


@case({"greeting": "554 5.7.1 blocked"})
def greeting_554(address):
    c = Client(address)
    assert c.greeting.startswith(b"554") and c.say("EHLO x").startswith(b"503")
    assert c.quit().startswith(b"221")


@case({"greeting": "421 4.3.2 too busy"})
def greeting_421(address):
    assert Client(address, greet=False).rest() == (b"421 4.3.2 too busy\r\n", "eof")


@case({"greeting": {"text": "HTTP/1.1 400 Bad Request\r\n\r\n", "then": "close"}})
def http(address):
    assert Client(address, greet=False).rest()[0].startswith(b"HTTP/1.1")


@case({"greeting": {"hex": "15 03 03 00 02 02 28 00 e9 0a"}, "early_talk": "554 5.5.1 early"})
def raw_bytes(address):
    c = Client(address, greet=False)
    assert c.rest(0.2) == (b"\x15\x03\x03\0\2\2\x28\0\xe9\n", "silence")


@case({"greeting": {"delay_ms": 400, "lines": ["220 mx"]}, "early_talk": "554 5.5.1 early"})
def early_talk_rejected(address):
    c = Client(address, greet=False)
    c.sock.sendall(b"EHLO early\r\n")
    assert c.rest() == (b"554 5.5.1 early\r\n", "eof")


@case({"split": 1, "split_delay_ms": 5, "greeting": "220 a"})
def split(address):
    c = Client(address, greet=False)
    begin, pieces = time.monotonic(), []
    while b"".join(pieces)[-1:] != b"\n":
        pieces.append(c.sock.recv(100))
    assert len(pieces) > 3 and time.monotonic() - begin >= 0.025, pieces


@case({"line_end": "\n", "reply_delay_ms": 100})
def bare_lf_and_delay(address):
    c = Client(address)
    begin = time.monotonic()
    assert b"\r" not in c.say("EHLO x") and time.monotonic() - begin >= 0.09


@case({"ehlo": {"lines": ["250-a", "250 b"], "pad_to": 3000}})
def long_line(address):
    assert Client(address).say("EHLO x") == b"250-a\r\n250 b" + b"x" * 2995 + b"\r\n"


@case({"ehlo": {"lines": ["250-a\u0000b", "550 c"]}})
def odd_ehlo(address):
    assert Client(address).say("EHLO x") == b"250-a\0b\r\n550 c\r\n"


@case({"ehlo": {"lines": ["250-a"], "endless": {"line": "250-x"}}})
def endless(address):
    c = Client(address)
    c.sock.sendall(b"EHLO x\r\n")
    got = 0
    while got < 300000:
        got += len(c.sock.recv(65536))
    c.sock.close()


@case({"capabilities": ["starttls", "XXXXXXXA", "STARTTLS foo"], "ehlo": "502 no"})
def ehlo_refused(address):
    c = Client(address)
    assert c.say("EHLO x") == b"502 no\r\n" and c.say("HELO x").startswith(b"250")


@case({"ehlo": {"then": "reset"}})
def reset_after_ehlo(address):
    c = Client(address)
    c.sock.sendall(b"EHLO x\r\n")
    assert c.rest() == (b"", "reset")


@case({"capabilities": ["XSTARTTLS", "starttls"], "tls": GOOD,
       "starttls_with_parameter": "220 go", "starttls_before_ehlo": "503 EHLO first"})
def keywords(address):
    c = Client(address)
    assert c.say("STARTTLS").startswith(b"503")
    assert capabilities(c.say("EHLO x")) == ["XSTARTTLS", "starttls"]
    assert c.say("STARTTLS foo") == b"220 go\r\n"
    assert c.tls().quit().startswith(b"221")


@case({"tls": GOOD, "tls_required": True})
def tls_required(address):
    c = Client(address)
    assert c.say("NOOP").startswith(b"250") and c.say("RSET").startswith(b"530")
    assert c.say("STARTTLS foo").startswith(b"501")
    assert c.starttls().say("RSET").startswith(b"250")


@case({"quit": {"then": "silence"}, "commands": {"NOOP": "451 later", "other": "502 what"},
       "max_errors": 1})
def command_overrides(address):
    c = Client(address)
    assert c.say("NOOP").startswith(b"451") and c.say("FOO").startswith(b"502")
    assert c.say("FOO").startswith(b"421")
    c = Client(address)
    c.sock.sendall(b"QUIT\r\n")
    assert c.rest(0.2) == (b"", "silence")


@case({"idle_timeout_ms": 150})
def idle(address):
    assert Client(address).rest()[0].startswith(b"421 4.4.2")


# --- STARTTLS ---

@case({"starttls": "454 4.7.0 TLS not available", "capabilities": ["STARTTLS"]})
def starttls_454(address):
    c = Client(address)
    assert c.say("STARTTLS").startswith(b"454") and c.say("NOOP").startswith(b"250")


@case({"starttls": {"then": "silence"}})
def starttls_silence(address):
    c = Client(address)
    c.sock.sendall(b"STARTTLS\r\n")
    assert c.rest(0.2) == (b"", "silence")


@case({"starttls": {"lines": ["220 go"], "then": "continue"}})
def cleartext_continues(address):
    c = Client(address)
    assert c.say("STARTTLS").startswith(b"220") and c.say("NOOP").startswith(b"250")


@case({"tls": GOOD, "starttls": ["220 go", "250 injected"]})
def extra_plaintext(address):
    c = Client(address)
    c.say("STARTTLS")
    assert c.reply() == b"250 injected\r\n"
    assert c.tls().quit().startswith(b"221")


def pipelined(address):
    c = Client(address)
    c.say("EHLO x")
    c.sock.sendall(b"STARTTLS\r\nNOOP\r\n")
    return c, c.reply()


@case({"tls": GOOD})
def pipelined_discarded(address):
    c, _ = pipelined(address)
    assert c.buffer == b"" and c.tls().rest(0.2) == (b"", "silence")


@case({"tls": GOOD, "pipelined": "keep"})
def command_injection(address):
    c, _ = pipelined(address)
    assert c.buffer == b"" and c.tls().reply().startswith(b"250 2.0.0")


@case({"tls": GOOD, "pipelined": "answer"})
def pipelined_answered(address):
    c, _ = pipelined(address)
    assert c.reply().startswith(b"250")
    assert c.tls().quit().startswith(b"221")


@case({"tls": GOOD, "pipelined": "reject"})
def pipelined_rejected(address):
    c, reply = pipelined(address)
    assert reply.startswith(b"554") and c.rest() == (b"", "eof")


@case({"tls": GOOD, "pipelined": "feed"})
def pipelined_fed(address):
    c, _ = pipelined(address)
    assert c.rest()[1] == "eof"


# --- the handshake ---

@case({"tls": {"certificate": "good", "min": "TLSv1", "max": "TLSv1",
               "ciphers": "ALL:@SECLEVEL=0"}})
def tls10_only(address):
    c = Client(address).starttls(low=ssl.TLSVersion.TLSv1)
    assert c.sock.version() == "TLSv1"
    expect_tls_error(Client(address), "PROTOCOL_VERSION", low=ssl.TLSVersion.TLSv1_2)


@case({"tls": {"certificates": ["good", "rsa1024"], "max": "TLSv1.2", "security_level": 0,
               "ciphers": "DHE-RSA-AES128-SHA:AES128-SHA", "dh_bits": "1024", "tickets": False,
               "extended_master_secret": False}})
def tls12_dhe(address):
    c = Client(address).starttls(ciphers="DHE:@SECLEVEL=0")
    assert c.sock.cipher()[0] == "DHE-RSA-AES128-SHA"
    c = Client(address).starttls(ciphers="AES128-SHA:@SECLEVEL=0")
    assert c.sock.cipher()[0] == "AES128-SHA" and c.quit().startswith(b"221")


@case({"tls": {"certificate": "good", "sni": {"b.test": "self"}, "unknown_sni": "refuse"}})
def sni(address):
    names = [Client(address).starttls(sni=name).sock.getpeercert(True) for name in (None, "b.test")]
    assert names[0] != names[1]
    expect_tls_error(Client(address), "UNRECOGNIZED_NAME", sni="c.test")


@case({"tls": {"certificate": "good", "alpn": ["smtp"], "alpn_required": True}})
def alpn(address):
    assert Client(address).starttls(alpn=["smtp"]).sock.selected_alpn_protocol() == "smtp"
    expect_tls_error(Client(address), "NO_APPLICATION_PROTOCOL", alpn=["h2"])


@case({"tls": {"certificate": "good", "client_certificate": "require", "max": "TLSv1.2"}})
def client_certificate(address):
    expect_tls_error(Client(address), "HANDSHAKE_FAILURE")


@case({"tls": {"certificate": "none"}})
def no_certificate(address):
    expect_tls_error(Client(address), "HANDSHAKE_FAILURE")


@case({"tls": {"certificate": "good", "refuse_extensions": ["supported_versions"],
               "refusal_alert": "internal_error"}})
def version_intolerant(address):
    expect_tls_error(Client(address), "INTERNAL_ERROR")
    assert Client(address).starttls(high=ssl.TLSVersion.TLSv1_2).sock.version() == "TLSv1.2"


@case({"tls": dict(GOOD, handshake={"alert": {"description": "insufficient_security"}})})
def alert(address):
    expect_tls_error(Client(address), "INSUFFICIENT_SECURITY")


@case({"tls": dict(GOOD, handshake={"answer": {"then": "silence"}})})
def silence_after_hello(address):
    expect_tls_error(Client(address, timeout=0.3), "timed_out")


@case({"tls": dict(GOOD, handshake={"answer": {"then": "close"}})})
def close_after_hello(address):
    expect_tls_error(Client(address), "EOF")


@case({"tls": dict(GOOD, handshake={"answer": {"then": "reset"}})})
def reset_after_hello(address):
    expect_tls_error(Client(address), "reset")


@case({"tls": dict(GOOD, handshake={"answer": "454 4.7.0 TLS not available"})})
def text_after_hello(address):
    c = Client(address)
    c.say("STARTTLS")
    c.sock.sendall(b"\x16\x03\x01\0\x04\x01\0\0\0")
    assert c.reply().startswith(b"454") and c.say("NOOP").startswith(b"250")


@case({"tls": dict(GOOD, handshake={"cut": {"after": 100, "then": "close"}})})
def cut(address):
    c = Client(address)
    c.say("STARTTLS")
    incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
    tls = tls_context().wrap_bio(incoming, outgoing)
    try:
        tls.do_handshake()
    except ssl.SSLWantReadError:
        pass
    c.sock.sendall(outgoing.read())
    data, end = c.rest()
    assert len(data) == 100 and data[0] == 22 and end == "eof", (len(data), end)


@case({"tls": dict(GOOD, handshake={"split": 50, "split_delay_ms": 2, "delay_ms": 50}),
       "inside_tls": {"greeting": "220 again"}})
def paced_handshake(address):
    begin = time.monotonic()
    c = Client(address).starttls()
    assert time.monotonic() - begin >= 0.05
    assert c.reply() == b"220 again\r\n" and c.quit().startswith(b"221")


@case({"tls": dict(GOOD, handshake={"answer": {"then": "reset"},
                                    "only_if": {"client_hello_over": 2000}})})
def large_hello_only(address):
    assert Client(address).starttls().quit().startswith(b"221")
    expect_tls_error(Client(address), "reset", alpn=["x" * 200 + str(i) for i in range(10)])


# --- inside TLS ---

@case({"tls": GOOD, "inside_tls": {"capabilities": ["STARTTLS"], "close_notify": False,
                                   "starttls": "220 again"}})
def starttls_inside(address):
    c = Client(address).starttls()
    assert capabilities(c.say("EHLO x")) == ["STARTTLS"] and c.say("STARTTLS").startswith(b"220")
    c = Client(address).starttls()
    c.sock.sendall(b"QUIT\r\n")
    assert c.rest()[1] == "eof-without-close-notify"


@case({"tls": GOOD, "inside_tls": {"all_commands": "554 5.7.0 weak TLS"}})
def refused_inside(address):
    c = Client(address).starttls()
    assert c.say("EHLO x").startswith(b"554") and c.quit().startswith(b"221")


@case({"tls": GOOD, "inside_tls": {"greeting": {"then": "close"}}})
def close_inside(address):
    assert Client(address).starttls().rest() == (b"", "eof")


@case({"tls": GOOD, "inside_tls": {"greeting": {"then": "silence"}}})
def silence_inside(address):
    c = Client(address).starttls()
    c.sock.sendall(b"EHLO x\r\n")
    assert c.rest(0.2) == (b"", "silence")


@case({"tls": GOOD, "implicit_tls": True})
def implicit_tls(address):
    c = Client(address, greet=False).tls()
    assert c.reply().startswith(b"220") and c.say("EHLO x").startswith(b"250")


# --- limits, sequences, statistics ---

@case({"limits": {"max_connections_per_client": 1, "connections_per_minute": 3}})
def limits(address):
    first = Client(address)
    assert Client(address).greeting.startswith(b"421")
    first.quit()
    time.sleep(0.1)
    assert Client(address).greeting.startswith(b"220")
    assert Client(address).greeting.startswith(b"421")


@case({"limits": {"refuse_first": 1}})
def refuse_first(address):
    assert Client(address).greeting.startswith(b"450")
    assert Client(address).greeting.startswith(b"220")


@case({"tls": GOOD, "limits": {"starttls_per_minute": 1}})
def starttls_per_minute(address):
    Client(address).starttls().quit()
    assert Client(address).say("STARTTLS").startswith(b"454")


@case({"extends": "no_starttls", "hostname": "extended"}, sequence=["greeting_554", "extending"])
def extending(address):
    assert Client(address).greeting.startswith(b"554")
    assert Client(address).greeting.startswith(b"220 extended")


CERTIFICATES = {
    "good": {"names": ["mx.good.test", "127.71.0.1"]},
    "rsa1024": {"names": ["mx.good.test"], "key": "rsa-1024", "digest": "sha1",
                "issuer": "intermediate", "chain": "reversed"},
    "self": {"names": ["b.test"], "issuer": "self", "days": [-30, -1], "key": "ed25519",
             "key_usage": ["keyEncipherment"], "extended_key_usage": ["clientAuth"]},
}


def statistics_when_idle(lab, stats_file, address):
    """All that was counted, once the last conversation with an address has ended there, too."""
    for _ in range(100):
        lab.send_signal(signal.SIGUSR1)
        time.sleep(0.1)
        try:
            with open(stats_file, encoding="ascii") as file:
                stats = json.load(file)
            one = stats["addresses"][address]
        except (OSError, ValueError, KeyError):
            continue  # not written yet, or half written
        if one["open_now"] == 0 and one["peer_resets"] > 0:
            break
    return stats


def check_statistics(lab, stats_file):
    """One conversation of each kind against an address nobody else used, then the numbers."""
    address = "127.71.9.9"
    c = Client(address)
    for verb in ("EHLO me.test", "NOOP", "VRFY x", "RCPT TO:<x>"):
        c.say(verb)
    c.starttls(sni="mx.good.test").quit()
    Client(address).quit()
    Client(address).sock.close()
    c = Client(address)
    c.sock.sendall(b"EHLO a\r\nSTARTTLS\r\nNOOP\r\n")
    c.reply()
    c.reply()  # the server now waits for a ClientHello, and for nothing else
    c.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    c.sock.close()
    stats = statistics_when_idle(lab, stats_file, "%s:%d" % (address, PORT))
    one = stats["addresses"]["%s:%d" % (address, PORT)]
    wanted = {"behaviour": "ordinary", "connections": 4, "handshakes": {"ok": 1, "failed": 0},
              "quit_in_clear": 1, "quit_in_tls": 1, "dirty_closes": 2, "peer_resets": 1,
              "violations": {"RCPT": 1, "VRFY": 1}, "open_now": 0, "client_hellos": 1,
              "early_talk": {"before_greeting": 0, "before_tls": 1, "pipelined": 1},
              "ehlo_names": {"a": 1, "client.test": 1, "me.test": 1},
              "server_names": {"mx.good.test": 1}, "tls_versions": {"TLSv1.3": 1}}
    for key, value in wanted.items():
        assert one[key] == value, (key, one[key], value)
    assert stats["totals"]["violations"] == {"RCPT": 1, "VRFY": 1}, stats["totals"]


def check_shared_socket(mxlab, table):
    """Of many addresses behind one socket, each behaves as --list says, and no other is served."""
    listed = subprocess.run([mxlab, table, "--port", str(PORT), "--list"], capture_output=True,
                            text=True, timeout=10, check=True).stdout
    rows = [line.split() for line in listed.splitlines()]
    shared = [(address, name) for address, port, name in rows if int(port) == PORT + 1]
    assert len(shared) == 1024 and len({name for _, name in shared}) == 2
    for address, name in shared[::100]:
        with socket.create_connection((address, PORT + 1), timeout=5.0) as sock:
            assert sock.recv(100).startswith(b"220 " + name.encode()), (address, name)
    with socket.create_connection(("127.72.9.9", PORT + 1), timeout=5.0) as sock:
        assert sock.recv(100) == b""


def check_arrivals(arrivals, stats_file):
    """A line for each connection that the statistics know, on our own clock."""
    now = time.monotonic() * 1000
    with open(arrivals, encoding="ascii") as file:
        lines = [line.split() for line in file]
    with open(stats_file, encoding="ascii") as file:
        addresses = json.load(file)["addresses"]
    seen = {}
    for _, server, client in lines:
        assert client == "127.0.0.1", client
        seen[server] = seen.get(server, 0) + 1
    assert seen == {name: one["connections"] for name, one in addresses.items()}
    times = [float(ms) for ms, _, _ in lines]
    assert now - 60000 < min(times) <= max(times) <= now, (min(times), now)


def check_table_errors(mxlab, directory):
    """What a wrong table is told: the file, the place and what to do."""
    wrong = [({"behaviours": {"a": {"greting": "x"}}, "listen": []}, "/behaviours/a: unknown key"),
             ({"behaviours": {"a": {"greeting": {"then": "tsl"}}}, "listen": []}, "/greeting/then"),
             ({"behaviours": {"a": {"extends": "a"}}, "listen": []}, "circle"),
             ({"behaviours": {"a": {"tls": {"certificate": "z"}}}, "listen": []}, '"z"'),
             ({"behaviours": {"a": {"starttls": "220 go"}}, "listen": []}, '"tls" section'),
             ({"behaviours": {"a": {}}, "listen": [{"addresses": "127.0.0.9-127.0.0.1",
                                                    "behaviour": "a"}]}, "/listen/0/addresses"),
             ({"behaviours": {"a": {}}, "listen": [{"address": "192.0.2.1", "behaviour": "a"}]},
              "ip addr add"),
             ({"behaviours": {"a": {}}, "listen": [{"address": "::1", "behaviour": "a",
                                                    "shared_socket": True}]}, "IPv4")]
    path = os.path.join(directory, "wrong.json")
    for table, text in wrong:
        with open(path, "w", encoding="ascii") as file:
            json.dump(table, file)
        done = subprocess.run([mxlab, path], capture_output=True, text=True, timeout=10,
                              check=False)
        assert done.returncode == 1 and text in done.stderr, (text, done.stderr)


def check_mix(mxlab, directory):
    """A weighted range is dealt out by address: about as weighted, and the same every time."""
    path = os.path.join(directory, "mix.json")
    with open(path, "w", encoding="ascii") as file:
        json.dump({"behaviours": {"a": {}, "b": {}},
                   "listen": [{"addresses": "127.80.0.1-127.80.19.136",
                               "behaviours": [["a", 90], ["b", 10]]}]}, file)
    lists = [subprocess.run([mxlab, path, "--list"], capture_output=True, text=True, timeout=10,
                            check=True).stdout for _ in range(2)]
    names = [line.split()[2] for line in lists[0].splitlines()]
    assert lists[0] == lists[1] and len(names) == 5000
    assert 440 < names.count("b") < 560, names.count("b")


def run_all(mxlab, directory):
    table, stats = os.path.join(directory, "table.json"), os.path.join(directory, "stats.json")
    arrivals = os.path.join(directory, "arrivals.txt")
    behaviours = dict(BEHAVIOURS, one={"greeting": "220 one"}, other={"greeting": "220 other"})
    listen = LISTEN + [{"address": "127.71.9.9", "behaviour": "ordinary"},
                       {"addresses": "127.72.0.0-127.72.3.255", "port": PORT + 1,
                        "shared_socket": True, "behaviours": [["one", 1], ["other", 1]]}]
    with open(table, "w", encoding="ascii") as file:
        json.dump({"certificates": CERTIFICATES, "behaviours": behaviours, "listen": listen}, file)
    command = [mxlab, table, "--port", str(PORT), "--stats", stats,
               "--arrivals", arrivals,
               "--ca-dir", os.path.join(directory, "ca")]
    lab = subprocess.Popen(command, stdout=subprocess.PIPE)
    results = []
    try:
        assert lab.stdout.readline() == b"ready\n", "mxlab did not start"
        jobs = [(name, lambda a=address, f=function: f(a)) for name, address, function in TESTS]
        jobs += [("table_errors", lambda: check_table_errors(mxlab, directory)),
                 ("mix", lambda: check_mix(mxlab, directory)),
                 ("shared_socket", lambda: check_shared_socket(mxlab, table))]
        with concurrent.futures.ThreadPoolExecutor(8) as pool:
            results = [(name, pool.submit(job)) for name, job in jobs]
        statistics = concurrent.futures.Future()
        results.append(("statistics", statistics))
        try:
            statistics.set_result(check_statistics(lab, stats))
        except Exception as error:  # pylint: disable=broad-except
            statistics.set_exception(error)
    finally:
        lab.send_signal(signal.SIGTERM)
        code = lab.wait(10)
    try:
        check_arrivals(arrivals, stats)
        wrong = []
    except (AssertionError, OSError) as error:
        wrong = [("arrivals", error)]
    failed = [(name, future.exception()) for name, future in results if future.exception()] + wrong
    if code != 0:
        failed.append(("clean_exit", "mxlab ended with %d" % code))
    for name, error in failed:
        print("FAILED %s: %s %s" % (name, type(error).__name__, error))
    print("%d passed, %d failed" % (len(results) + 2 - len(failed), len(failed)))
    return 1 if failed else 0


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    faulthandler.dump_traceback_later(30, exit=True)  # a test that hangs shows where
    with tempfile.TemporaryDirectory() as scratch:
        sys.exit(run_all(sys.argv[1], scratch))
