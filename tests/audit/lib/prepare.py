#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes what the servers of the audit's lab read: prepare.py TABLES OUT CA.

OUT/policies/DOMAIN from TABLES/policies.txt; OUT/INSTANCE/etc for each Postfix of TABLES/postfix/servers.txt;
OUT/NAME/exim.conf. The certificates that an administrator can choose from lie in OUT/INSTANCE/tls.
"""
import collections
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
sys.dont_write_bytecode = True

import table

EXIM = {"healthy-2": ("mx2.healthy.example", "127.0.27.22 ; fd00:27::22"),
        "try-expired": ("mail.try-expired.example", "127.0.27.32")}


def fill(path, **values):
    text = path.read_text()
    for name, value in values.items():
        text = text.replace(f"@{name}@", str(value))
    return text


def policy_text(how, lines):
    words = how.split()
    end = "\n" if "lf" in words else "\r\n"
    served = " ".join(word for word in words if word != "lf")
    text = "".join(line.strip() + end for line in lines.split(";"))
    return (f"!{served}\n" if served else "") + text


def write_policies(tables, out):
    for domain, how, lines in table.rows(tables / "policies.txt", 3):
        (out / f"{domain}.example").write_bytes(policy_text(how, lines).encode())


def chain_files(ca, names, folder):
    """KEY, CHAIN, ... as smtpd_tls_chain_files wants them; copies, where the folder shall have its own."""
    files = []
    for name in names.split():
        leaf_alone = name.endswith(".leaf")
        name = name.removesuffix(".leaf")
        if folder is None:
            files += [ca / f"{name}.key", ca / f"{name}.chain"]
            continue
        folder.mkdir(parents=True, exist_ok=True)
        for part, kind in (("key", "key"), ("crt", "certificate"), ("chain", "fullchain")):
            (folder / f"{kind}.pem").write_bytes((ca / f"{name}.{part}").read_bytes())
        files += [folder / "key.pem", folder / ("certificate.pem" if leaf_alone else "fullchain.pem")]
    return ", ".join(map(str, files))


def addresses_of(words):
    """The last part of an IPv4 address can be a range: 127.0.27.101-110."""
    for word in words.split():
        first, _, last = word.partition("-")
        network, _, number = first.rpartition(".")
        yield from [first] if not last else (f"{network}.{n}" for n in range(int(number), int(last) + 1))


def listener(address, name, certificates, settings, alone):
    shown = f"[{address}]" if ":" in address else address
    lines = [f"{shown}:25 inet n - n - - smtpd"]
    if not alone:
        lines += [f"  -o myhostname={name}", f"  -o smtpd_tls_chain_files={certificates.replace(' ', '')}"]
        lines += [f"  -o {setting}" for setting in settings.split()]
    return "\n".join(lines) + "\n"


def write_postfix(tables, out, ca, domains):
    listeners = collections.defaultdict(list)
    for instance, *row in table.rows(tables / "postfix/servers.txt", 5):
        listeners[instance].append(row)
    for instance, rows in listeners.items():
        folder = out / instance
        (folder / "etc").mkdir(parents=True)
        alone = len(rows) == 1
        master = ""
        for addresses, name, names, settings in rows:
            certificates = chain_files(ca, names, folder / "tls" if alone else None)
            master += "".join(listener(one, name, certificates, settings, alone) for one in addresses_of(addresses))
        # The first listener's name and certificate are the instance's.
        first = chain_files(ca, rows[0][2], folder / "tls" if alone else None)
        (folder / "etc/main.cf").write_text(
            fill(tables / "postfix/main.cf", FOLDER=folder, HOST=rows[0][1], DOMAINS=", ".join(domains),
                 CERTIFICATE=first))
        (folder / "etc/master.cf").write_text(master + (tables / "postfix/services.cf").read_text())


def write_exim(tables, out, domains):
    for name, (host, addresses) in EXIM.items():
        (out / name).mkdir()
        (out / name / "exim.conf").write_text(
            fill(tables / "exim/exim.conf", FOLDER=out / name, HOST=host, ADDRESSES=addresses,
                 DOMAINS=" : ".join(domains)))


def main(tables, out, ca):
    domains = [row.domain for row in table.domains(tables / "domains.txt")]
    write_policies(tables, out / "policies")
    write_postfix(tables, out, ca, domains)
    write_exim(tables, out, domains)


main(*(pathlib.Path(argument) for argument in sys.argv[1:]))
