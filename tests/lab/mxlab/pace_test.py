#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A scan with limits, and what the mail servers saw of it: mxlab's own record of who came when.

usage: pace_test.py PATH-OF-MXLAB PATH-OF-WAXSEAL

One operator has half of all mail servers; the others have one each, six of which share an address and twelve a /24.
Asserted: no address, no /24 and no operator saw more than its limit in any stretch of time, and the servers of the
others were done long before the large operator's could be. Standard library only; about ten seconds.
"""
import collections
import json
import os
import socket
import struct
import subprocess
import sys
import tempfile
import threading

PORT = int(os.environ.get("PACE_TEST_PORT", "24571"))
RATES = {"address": 5.0, "network": 10.0, "operator": 20.0}  # connections a second
HALF = 168        # mail servers of the large operator, and of all others together
ADDRESS, NETWORK = 6, 12  # of the others: mail servers at one address, in one /24
# What a loaded machine may do to a connection between the scanner's look at its clock and the kernel's at its own. A scan
# without limits is a hundred times quicker, and one that is a little too quick all the time is found by the sum.
JITTER_S = 0.25


# ---- The world: domains, their operators and addresses ---------------------------------------------------------------

def world():
    """{domain: (MX host, operator, address)}. A /24 for each four hosts of the large operator, so that only the
    operator's own limit can hold it back."""
    out = {}
    for i in range(HALF):
        out[f"d{i}.large.test"] = (f"m{i}.large.test", "large.test", f"127.96.{i // 4}.{i % 4 + 1}")
        place = i % NETWORK
        out[f"d{i}.test{i}.test"] = (f"m.test{i}.test", f"test{i}.test", f"127.97.{i // NETWORK}.{place // ADDRESS + 1}")
    return out


class NameServer(threading.Thread):
    """MX and A of the world; nothing else exists."""

    def __init__(self, domains):
        super().__init__(daemon=True)
        self.mx = {domain: host for domain, (host, _, _) in domains.items()}
        self.a = {host: address for host, _, address in domains.values()}
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind(("127.0.0.1", 0))
        self.name = "127.0.0.1:%d" % self.socket.getsockname()[1]

    def run(self):
        while True:
            query, peer = self.socket.recvfrom(4096)
            self.socket.sendto(self.answer(query), peer)

    def answer(self, query):
        labels, at = [], 12
        while query[at]:
            labels.append(query[at + 1:at + 1 + query[at]].decode().lower())
            at += 1 + query[at]
        kind, = struct.unpack_from("!H", query, at + 1)
        question, name = query[12:at + 5], ".".join(labels)
        data = b""
        if kind == 15 and name in self.mx:
            host = b"".join(bytes([len(label)]) + label.encode() for label in self.mx[name].split("."))
            data = struct.pack("!H", 10) + host + b"\0"
        elif kind == 1 and name in self.a:
            data = socket.inet_aton(self.a[name])
        record = b"\xc0\x0c" + struct.pack("!HHIH", kind, 1, 300, len(data)) + data if data else b""
        return query[:2] + struct.pack("!HHHHH", 0x8180, 1, 1 if data else 0, 0, 0) + question + record


# ---- The checker -----------------------------------------------------------------------------------------------------

def excess(times, per_second):
    """How many too many came in the worst stretch of time; at most 0 where the limit was kept.

    A limit of r allows r*t + b arrivals in any stretch of t seconds, where b is a tenth of a second's worth, at least 1.
    That is a bucket of b tokens, refilled at r a second: how far it was overdrawn is the largest excess of all
    stretches, without a look at each of them.
    """
    most = max(1.0, per_second / 10)
    tokens, worst, before = most, -most, None
    for now in sorted(times):
        if before is not None:
            tokens = min(most, tokens + (now - before) * per_second)
        before = now
        tokens -= 1
        worst = max(worst, -tokens)
    return round(worst, 6)


def check_the_checker():
    paced = [i / 10 for i in range(100)]
    assert excess(paced, 10) <= 0, "one each tenth of a second is ten a second"
    assert excess(paced, 9) > 0, "and more than nine"
    assert excess(paced + [5.05], 10) > 0, "one more in the middle"
    assert excess([0, 0.001, 2, 2.001], 20) <= 0, "a tenth of a second's worth may come at once"
    assert excess([0, 0.001, 0.002, 2], 20) > 0, "and no more than that"
    assert excess([0, 4.9], 0.2) > 0 and excess([0, 5.0], 0.2) <= 0, "one in five seconds"


# ---- The scan --------------------------------------------------------------------------------------------------------

def start_mxlab(mxlab, folder, domains):
    addresses = sorted({address for _, _, address in domains.values()})
    table = {"certificates": {"any": {"names": ["*.test"]}},
             "behaviours": {name: {"hostname": f"mx.{name}.test", "tls": {"certificate": "any"}}
                            for name in ("large", "others")},
             "listen": [{"address": address, "behaviour": "large" if address.startswith("127.96.") else "others"}
                        for address in addresses]}
    with open(os.path.join(folder, "table.json"), "w", encoding="ascii") as file:
        json.dump(table, file)
    lab = subprocess.Popen([mxlab, file.name, "--port", str(PORT), "--ca-dir", folder,
                            "--arrivals", os.path.join(folder, "arrivals.txt")], stdout=subprocess.PIPE)
    assert lab.stdout.readline() == b"ready\n", "mxlab did not start"
    return lab


def scan(waxseal, folder, domains, name_server):
    with open(os.path.join(folder, "list.txt"), "w", encoding="ascii") as file:
        file.writelines(domain + "\n" for domain in domains)
    pace = [word for name, rate in RATES.items() for word in ("--per-" + name, "%g" % rate)]
    subprocess.run([waxseal, "scan", "--quiet", "--input-file", file.name, "--nameservers", name_server,
                    "--port", str(PORT), "--allow-private=127.0.0.0/8", "--ehlo-name", "scanner.test", "--second-looks", "0",
                    "--output-file", os.path.join(folder, "lines.jsonl"), "--rate", "0", *pace], check=True, timeout=60)


def read_arrivals(folder):
    """[(seconds, address)], from the first on."""
    with open(os.path.join(folder, "arrivals.txt"), encoding="ascii") as file:
        rows = [line.split() for line in file]
    arrivals = [(float(ms) / 1000, server.rpartition(":")[0]) for ms, server, _ in rows]
    first = min(time for time, _ in arrivals)
    return [(time - first, address) for time, address in arrivals]


def operators_of(arrivals, domains):
    """[(seconds, operators)]: all that have a mail server at the address."""
    by_address = collections.defaultdict(set)
    for _, operator, address in domains.values():
        by_address[address].add(operator)
    return [(time, by_address[address]) for time, address in arrivals]


def check_limits(arrivals, domains):
    """Prints a line for each kind of limit; returns sentences about those that were not kept."""
    seen = {kind: collections.defaultdict(list) for kind in RATES}
    for time, address in arrivals:
        seen["address"][address].append(time)
        seen["network"][address.rpartition(".")[0] + ".0/24"].append(time)
    for time, operators in operators_of(arrivals, domains):
        if len(operators) == 1:  # where several share an address, who was meant is not to be seen
            seen["operator"][next(iter(operators))].append(time)
    wrong = []
    for kind, rate in RATES.items():
        worst, name = max((excess(times, rate), name) for name, times in seen[kind].items())
        busiest = max(len(times) for times in seen[kind].values())
        print("%-9s %4g a second: %4d seen, at most %3d at one, %s" %
              (kind, rate, len(seen[kind]), busiest, "kept" if worst <= 0 else "%.2f too many at %s" % (worst, name)))
        if worst > JITTER_S * rate:
            wrong.append("%s %s: %.2f connections too many" % (kind, name, worst))
    return wrong


def check_the_others(arrivals):
    """The large operator takes its time, and nobody else has to wait for that."""
    large = [time for time, address in arrivals if address.startswith("127.96.")]
    others = [time for time, address in arrivals if address.startswith("127.97.")]
    ideal = {"large": (HALF - RATES["operator"] / 10) / RATES["operator"],
             "others": max((ADDRESS - 1) / RATES["address"], (NETWORK - 1) / RATES["network"])}
    print("the large operator's: done after %.2f s, ideal %.2f; the others': %.2f s, ideal %.2f" %
          (max(large), ideal["large"], max(others), ideal["others"]))
    if max(others) > ideal["large"] / 2:
        return ["the others were done after %.2f s, ideal is %.2f" % (max(others), ideal["others"])]
    return []


def main(mxlab, waxseal):
    check_the_checker()
    domains = world()
    with tempfile.TemporaryDirectory() as folder:
        name_server = NameServer(domains)
        name_server.start()
        lab = start_mxlab(mxlab, folder, domains)
        try:
            scan(waxseal, folder, domains, name_server.name)
        finally:
            lab.terminate()
            lab.wait(10)
        arrivals = read_arrivals(folder)
    wrong = check_limits(arrivals, domains) + check_the_others(arrivals)
    if len(arrivals) != len(domains):
        wrong.append("%d connections for %d mail servers" % (len(arrivals), len(domains)))
    for sentence in wrong:
        print("FAILED", sentence)
    return 1 if wrong else 0


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1], sys.argv[2]))
