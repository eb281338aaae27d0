# SPDX-License-Identifier: GPL-3.0-or-later
"""compare and hello, by themselves: what counts as right, and what differs between two hellos."""
import importlib.machinery
import importlib.util
import json
import pathlib
import struct
import sys
import unittest

HERE = pathlib.Path(__file__).resolve().parent
sys.dont_write_bytecode = True
loader = importlib.machinery.SourceFileLoader("compare", str(HERE / "compare"))
compare = importlib.util.module_from_spec(importlib.util.spec_from_loader("compare", loader))
loader.exec_module(compare)
import hello


def predicted(delivery):
    return {"delivery": delivery}


def observed(what):
    return {"observed": what, "words": ""}


class Verdict(unittest.TestCase):
    def test_a_mail_server_does_exactly_what_is_predicted(self):
        sender = "exim-debian12"
        self.assertEqual(compare.verdict(sender, predicted("tls_auth"), observed("tls_auth")), "right")
        self.assertEqual(compare.verdict(sender, predicted("tls_auth"), observed("tls_unauth")), "wrong")
        self.assertEqual(compare.verdict(sender, predicted("unknown"), observed("tls_auth")), "unknown")

    def test_a_tool_completes_a_handshake_or_not(self):
        sender = "posttls-finger-may"
        for delivery in ("tls_auth", "tls_unauth", "clear_same_session"):
            self.assertEqual(compare.verdict(sender, predicted(delivery), observed("tls_unauth")), "right")
            self.assertEqual(compare.verdict(sender, predicted(delivery), observed("handshake_failed")), "wrong")
        self.assertEqual(
            compare.verdict(sender, predicted("defer_until_expiry"), observed("handshake_failed")), "right")

    def test_what_is_missing_is_wrong(self):
        self.assertEqual(compare.verdict("exim-debian12", None, observed("tls_auth")), "wrong")
        self.assertEqual(compare.verdict("exim-debian12", predicted("unknown"), None), "wrong")
        self.assertEqual(compare.verdict("exim-debian12", predicted("unknown"), observed("unknown")), "wrong")

    def test_every_prediction_for_an_observed_sender_wants_an_observation(self):
        predictions = {("a", "one.test"): predicted("bounce"), ("a", "two.test"): predicted("bounce"),
                       ("b", "one.test"): predicted("bounce")}
        counts, wrong, unknown = compare.compare(predictions, {("a", "one.test"): observed("bounce")})
        self.assertEqual(dict(counts["a"]), {"right": 1, "wrong": 1})
        self.assertNotIn("b", counts)
        self.assertEqual((len(wrong), unknown), (1, []))


def record(suites, *extensions):
    """The hex of a ClientHello's record."""
    body = b"\3\3" + bytes(32) + b"\0" + struct.pack(f">H{len(suites)}H", 2 * len(suites), *suites) + b"\1\0"
    said = b"".join(struct.pack(">HH", number, len(octets)) + octets for number, octets in extensions)
    body += struct.pack(">H", len(said)) + said
    message = b"\1" + len(body).to_bytes(3, "big") + body
    return (b"\x16\3\1" + struct.pack(">H", len(message)) + message).hex()


NAME = (0, b"\0\x0a\0\0\7mx.test")
GROUPS = (10, b"\0\4\0\x1d\0\x17")
SIGNATURES = (13, b"\0\2\4\3")
VERSIONS = (43, b"\4\3\4\3\3")
SHARES = (51, b"\0\6\0\x1d\0\2ab")
FILE = {"versions": ["TLSv1.3", "TLSv1.2"], "cipher_suites": ["TLS_AES_128_GCM_SHA256"],
        "groups": ["x25519", "secp256r1"], "key_shares": ["x25519"],
        "signature_algorithms": ["ecdsa_secp256r1_sha256"], "server_name": "mx_host",
        "extensions": {"extended_master_secret": False, "session_ticket": True, "renegotiation_info": False,
                       "status_request": False}}


class Hello(unittest.TestCase):
    def sent(self, suites=(0x1301,), more=((35, b""),), without=()):
        parts = [part for part in (NAME, GROUPS, SIGNATURES, VERSIONS, SHARES) if part not in without]
        return hello.read(record(suites, *parts, *more))

    def test_one_as_in_the_file(self):
        self.assertEqual(hello.differences(self.sent(), FILE), [])
        self.assertEqual(self.sent().server_name, "mx.test")

    def test_each_part_can_differ(self):
        for part, word in ((NAME, "server_name"), (GROUPS, "groups"), (SIGNATURES, "signature_algorithms"),
                           (SHARES, "key_shares"), (VERSIONS, "versions")):
            found = hello.differences(self.sent(without=(part,)), FILE)
            # Without supported_versions the version of the message is all that is offered.
            self.assertEqual([text.split(":")[0] for text in found], [word])
        self.assertEqual(len(hello.differences(self.sent(more=()), FILE)), 1)

    def test_suites_in_their_order_and_some_left_out(self):
        self.assertEqual(hello.differences(self.sent(suites=(0x1301, 0x00A2)), FILE), [])  # one of DSS
        self.assertEqual(len(hello.differences(self.sent(suites=(0x1301, 0x1302)), FILE)), 1)
        self.assertEqual(len(hello.differences(self.sent(suites=()), FILE)), 1)

    def test_a_treatment_has_a_hello_and_a_name_of_its_own(self):
        sender = {"hello": FILE}
        self.assertEqual(hello.said(sender, {"server_name": "none"})["server_name"], "none")
        other = {**FILE, "groups": []}
        self.assertEqual(hello.said(sender, {"hello": other})["groups"], [])

    def test_what_is_no_hello(self):
        for text in ("", "1503010002", record((0x1301,))[:-2]):
            with self.assertRaises((ValueError, IndexError, struct.error)):
                hello.read(text)


class Profiles(unittest.TestCase):
    def test_each_has_a_sender_and_each_tool_a_profile(self):
        files = {path.stem: json.loads(path.read_text()) for path in (HERE / "profiles").glob("*.json")}
        known = {*compare.ENVELOPES, *compare.TOOLS}
        self.assertLessEqual(files.keys(), known)
        self.assertLessEqual(compare.TOOLS, files.keys())

    def test_a_tool_says_clear_same_session_for_nothing_but_a_broken_session(self):
        for tool in compare.TOOLS:
            file = json.loads((HERE / f"profiles/{tool}.json").read_text())
            for treatment in (file["without_policy"], file.get("dane") or {}):
                self.assertLessEqual({key for key, word in treatment.items() if word == "clear_same_session"},
                                     {"session_failure"})


if __name__ == "__main__":
    unittest.main()
