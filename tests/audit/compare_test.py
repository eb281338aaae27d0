# SPDX-License-Identifier: GPL-3.0-or-later
"""compare and the tables, by themselves."""
import importlib.machinery
import importlib.util
import pathlib
import sys
import tempfile
import unittest

HERE = pathlib.Path(__file__).resolve().parent
sys.dont_write_bytecode = True
sys.path.insert(1, str(HERE / "lib"))
loader = importlib.machinery.SourceFileLoader("compare", str(HERE / "compare"))
compare = importlib.util.module_from_spec(importlib.util.spec_from_loader("compare", loader))
loader.exec_module(compare)
import table

GOOD = {"domain": "a.example", "verdict": "safe", "dane": {"state": "valid", "coverage": "all", "tlsrpt_result": None},
        "mta_sts": {"state": "none", "hosts": []}}
UNDER_A_POLICY = {"domain": "a.example", "dane": {"state": "none", "coverage": "none"},
                  "mta_sts": {"state": "enforce", "hosts": [
                      {"mx_host": "mx1.a.example", "covered": True, "servers": [
                          {"fits": "yes"}, {"fits": "no", "tlsrpt_result": "certificate-expired", "why": "expired"}]},
                      {"mx_host": "mx2.a.example", "covered": False, "servers": []}]}}


def row(**expected):
    return table.Domain("a", "an example", expected, {})


def differing(domain, **expected):
    return [line.split(": ")[1].split(" ")[0] for line in compare.differences(row(**expected), domain)]


class Differences(unittest.TestCase):
    def test_as_it_should_be(self):
        self.assertEqual(differing(GOOD, dane="valid", coverage="all", verdict="safe"), [])
        self.assertEqual(differing(UNDER_A_POLICY, mta_sts="enforce", covered="some", fits="no",
                                   fits_tlsrpt="certificate-expired"), [])

    def test_each_column_can_differ(self):
        self.assertEqual(differing(GOOD, dane="valid", coverage="some", verdict="not_yet"), ["coverage", "verdict"])
        self.assertEqual(differing(UNDER_A_POLICY, mta_sts="enforce", covered="all", fits="yes",
                                   fits_tlsrpt="certificate-host-mismatch"), ["covered", "fits", "fits_tlsrpt"])

    def test_a_silent_row_wants_no_policy_and_no_report(self):
        self.assertEqual(differing(GOOD), ["dane"])
        broken = {**GOOD, "dane": {"state": "invalid", "tlsrpt_result": "tlsa-invalid"}}
        self.assertEqual(differing(broken, dane="invalid"), ["dane_tlsrpt"])
        self.assertEqual(differing(UNDER_A_POLICY), ["mta_sts"])

    def test_a_domain_that_is_missing_is_a_difference(self):
        self.assertEqual(len(compare.differences(row(), None)), 1)

    def test_the_words_of_the_audit_are_shown(self):
        self.assertIn("expired", compare.differences(row(mta_sts="enforce", fits="yes"), UNDER_A_POLICY)[0])


class Tables(unittest.TestCase):
    def test_every_policy_is_of_a_domain_and_every_domain_says_what_a_fetch_comes_to(self):
        domains = {one.name: one for one in table.domains(HERE / "domains.txt")}
        policies = {name for name, *_ in table.rows(HERE / "policies.txt", 3)}
        self.assertLessEqual(policies, domains.keys())
        self.assertLessEqual(policies, {name for name, one in domains.items() if "policy" in one.expected})

    def test_a_row_that_is_not_understood_ends_it(self):
        for text in ("a | b", "a | b | no_such_column=1 |", "a | b | dane=none | ldns=refused",
                     "a | b | dane=none |\na | b | dane=none |"):
            with tempfile.NamedTemporaryFile("w") as file:
                file.write(text)
                file.flush()
                with self.assertRaises(SystemExit):
                    table.domains(pathlib.Path(file.name))


if __name__ == "__main__":
    unittest.main()
