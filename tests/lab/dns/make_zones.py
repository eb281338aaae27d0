#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes the lab's zone files and what goes with them.

make_zones.py SOURCE CA OUT [ZONES...]: reads SOURCE/dns/lab.zones, further files like it, SOURCE/mxlab.json,
SOURCE/load.json and CA/digests; writes OUT/NAME.zone for each zone, OUT/zones (one line each: name,
the zone above, options) and OUT/load.txt, the targets of the load test.
"""
import ipaddress
import json
import pathlib
import re
import sys

HEAD = """$ORIGIN {origin}
$TTL 300
@ SOA {server} host.test. 1 1800 900 604800 60
@ NS {server}
"""
ROOT_SERVER = "ns.root-lab."
SERVER = "ns.test."


def read_sections(text):
    """[(name, options, lines)], in the order of the file."""
    sections = []
    for line in text.splitlines():
        words = line.split()
        if words[:1] == ["zone"]:
            sections.append((words[1], words[2:], []))
        elif sections and words and not line.startswith(";"):
            sections[-1][2].append(line)
    return sections


def fill_digests(line, digests):
    def digest(mark):
        kind, name = mark.groups()
        if (name, kind) not in digests:
            sys.exit(f"a zone: there is no certificate {name!r}: {line}")
        return digests[name, kind]

    return re.sub(r"@(spki|cert|spki512):([^@]+)@", digest, line)


def addresses(listen):
    if "address" in listen:
        yield listen["address"]
    if "addresses" in listen:
        first, last = (int(ipaddress.ip_address(a)) for a in listen["addresses"].split("-"))
        for number in range(first, last + 1):
            yield str(ipaddress.ip_address(number))


def mxlab_zone(table):
    """NAME.mxlab.test for each entry: the behaviour's name, or for a sequence its purpose."""
    lines = []
    for listen in table["listen"]:
        name = listen.get("behaviour") or listen["purpose"]
        lines.append(f"{name} MX 10 {name}")
        for address in addresses(listen):
            lines.append(f"{name} {'AAAA' if ':' in address else 'A'} {address}")
    return lines


def load_zone(table):
    """d0001.load.test with its own MX host, for each address of the load table."""
    lines, domains = [], []
    everything = [a for listen in table["listen"] for a in addresses(listen)]
    for number, address in enumerate(everything, 1):
        lines.append(f"d{number:04} MX 10 mx{number:04}")
        lines.append(f"mx{number:04} A {address}")
        domains.append(f"d{number:04}.load.test")
    return lines, domains


def parent(name, zones):
    """The nearest zone above."""
    labels = name.rstrip(".").split(".")
    above = (".".join(labels[i:]) + "." for i in range(1, len(labels)))
    return next((zone for zone in above if zone in zones), ".")


def main(source, ca, out, *more):
    digests = {}
    for line in (ca / "digests").read_text().splitlines():
        name, kind, value = line.split()
        digests[name, kind] = value

    zones = []
    for file in (source / "dns/lab.zones", *more):
        zones += read_sections(file.read_text())
    load_lines, load_domains = load_zone(json.loads((source / "load.json").read_text()))
    derived = {
        "mxlab.test.": mxlab_zone(json.loads((source / "mxlab.json").read_text())),
        "load.test.": load_lines,
    }

    text = {}
    for name, _, lines in zones:
        server = ROOT_SERVER if name in (".", "arpa.") else SERVER
        text[name] = [HEAD.format(origin=name, server=server)]
        text[name] += [fill_digests(line, digests) for line in lines]
        text[name] += derived.get(name, [])
    for name, _, _ in zones:
        if name not in (".", "arpa."):
            text[parent(name, text)].append(f"{name} NS {SERVER}")

    out.mkdir(parents=True, exist_ok=True)
    for name, lines in text.items():
        (out / f"{name.rstrip('.') or 'root'}.zone").write_text("\n".join(lines) + "\n")
    (out / "zones").write_text(
        "".join(f"{n} {parent(n, text)} {' '.join(o)}\n" for n, o, _ in zones))
    (out / "load.txt").write_text("".join(f"{domain}\n" for domain in load_domains))


main(*(pathlib.Path(argument) for argument in sys.argv[1:]))
