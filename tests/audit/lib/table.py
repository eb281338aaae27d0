# SPDX-License-Identifier: GPL-3.0-or-later
"""The tables of tests/audit: columns with "|" between, "#" begins a comment line."""
import dataclasses
import sys

KEYS = {"dane", "coverage", "dane_tlsrpt", "mta_sts", "sts_tlsrpt", "covered", "fits", "fits_tlsrpt", "tlsrpt",
        "verdict", "finger", "danetool", "ldns", "policy"}


@dataclasses.dataclass
class Domain:
    """A row of domains.txt."""

    name: str
    what: str
    expected: dict
    # {oracle: (what it says instead, why)}
    otherwise: dict

    @property
    def domain(self):
        return f"{self.name}.example"


def rows(path, columns):
    for number, line in enumerate(path.read_text().splitlines(), 1):
        if line.startswith("#") or not line.strip():
            continue
        row = [column.strip() for column in line.split("|")]
        if len(row) != columns:
            sys.exit(f"{path}:{number}: {len(row)} columns, not {columns}")
        yield row


def settings(text, where):
    words = dict(word.partition("=")[::2] for word in text.split())
    if unknown := words.keys() - KEYS:
        sys.exit(f"{where}: no such column: {' '.join(sorted(unknown))}")
    return words


def domains(path):
    """The rows of domains.txt."""
    found = []
    for name, what, expected, otherwise in rows(path, 4):
        exceptions = {}
        for part in filter(None, (one.strip() for one in otherwise.split(";"))):
            said, _, why = part.partition(":")
            oracle, _, outcome = said.partition("=")
            if not why or oracle.strip() not in KEYS:
                sys.exit(f"{path}: {name}: an exception is \"ORACLE=OUTCOME: reason\", not {part!r}")
            exceptions[oracle.strip()] = outcome.strip(), why.strip()
        found.append(Domain(name, what, settings(expected, f"{path}: {name}"), exceptions))
    if len({row.name for row in found}) != len(found):
        sys.exit(f"{path}: a domain stands there twice")
    return found
