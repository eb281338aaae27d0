# SPDX-License-Identifier: GPL-3.0-or-later
"""The ClientHello that a real sender sent, beside the one that its sender file says it sends."""
import dataclasses
import pathlib
import re
import struct

WIRE = pathlib.Path(__file__).resolve().parents[2] / "src/wire"
# No certificate and no server of today asks for these, and a probe offers 64 suites at most: a sender file may
# leave them out.
LEFT_OUT = re.compile(r"_DSS_|_ARIA_|_CCM_8$")
EXTENSIONS = {"extended_master_secret": 23, "session_ticket": 35, "renegotiation_info": 0xFF01, "status_request": 5}
SERVER_NAME, GROUPS, SIGNATURES, VERSIONS, KEY_SHARES = 0, 10, 13, 43, 51


def table(name):
    """{number: IANA's name}, out of the program's own source."""
    if name == "CipherSuites":
        text = (WIRE / "cipher_suite_names.inc").read_text()
    else:
        text = re.search(rf"k{name}\[\] = {{(.*?)\n}};", (WIRE / "tls_names.cpp").read_text(), re.DOTALL)[1]
    return {int(number, 0): said for number, said in re.findall(r'\{(0x[0-9a-fA-F]+|\d+), "([^"]+)"\}', text)}


NAMES = {name: table(name) for name in ("Versions", "CipherSuites", "Groups", "SignatureSchemes")}


def names(kind, octets):
    numbers = struct.unpack(f">{len(octets) // 2}H", octets)
    return [NAMES[kind].get(number, f"0x{number:04X}") for number in numbers]


@dataclasses.dataclass
class Hello:
    versions: list
    cipher_suites: list
    groups: list
    key_shares: list
    signature_algorithms: list
    server_name: str
    extensions: dict


def read(records):
    """From the hex of its records. ValueError or struct.error where that is no whole ClientHello."""
    message, rest = b"", bytes.fromhex(records)
    while rest:
        kind, _, length = struct.unpack(">BHH", rest[:5])
        if kind != 22:
            raise ValueError(f"a record of type {kind}")
        message, rest = message + rest[5 : 5 + length], rest[5 + length :]
    if len(message) < 4 or message[0] != 1 or len(message) < 4 + int.from_bytes(message[1:4], "big"):
        raise ValueError("no whole ClientHello")
    return read_body(message[4 : 4 + int.from_bytes(message[1:4], "big")])


def read_body(body):
    at = 34 + 1 + body[34]
    length, = struct.unpack_from(">H", body, at)
    suites = names("CipherSuites", body[at + 2 : at + 2 + length])
    at += 2 + length
    at += 1 + body[at]
    found = extensions(body[at + 2 :])
    versions = names("Versions", found[VERSIONS][1:]) if VERSIONS in found else names("Versions", body[:2])
    return Hello(versions, suites, names("Groups", found.get(GROUPS, b"")[2:]), shares(found.get(KEY_SHARES, b"")[2:]),
                 names("SignatureSchemes", found.get(SIGNATURES, b"")[2:]), found.get(SERVER_NAME, b"")[5:].decode(),
                 {name: number in found for name, number in EXTENSIONS.items()})


def extensions(rest):
    found = {}
    while rest:
        kind, length = struct.unpack_from(">HH", rest)
        found[kind], rest = rest[4 : 4 + length], rest[4 + length :]
    return found


def shares(rest):
    found = []
    while rest:
        _, length = struct.unpack_from(">HH", rest)
        found, rest = found + names("Groups", rest[:2]), rest[4 + length :]
    return found


def said(sender, treatment):
    """What its sender file says that it sends under one of its treatments."""
    hello = treatment.get("hello", sender["hello"])
    return {**hello, "server_name": treatment.get("server_name", hello.get("server_name", "mx_host"))}


def differences(sent, file):
    """Sentences: what of the hello that was sent is not as the file says."""
    found = []
    newest_alone = len(sent.versions) == 1 and file["versions"][:1] == sent.versions
    for key in ("versions", "groups", "key_shares", "signature_algorithms"):
        wanted = file.get(key, [])
        if getattr(sent, key) != wanted and not (key == "versions" and newest_alone):
            found.append(f"{key}: sent {' '.join(getattr(sent, key))}; in the file {' '.join(wanted)}")
    suites = file["cipher_suites"]
    offered = [suite for suite in sent.cipher_suites if suite in suites or not LEFT_OUT.search(suite)]
    if offered != suites:
        found.append(f"cipher_suites: sent {' '.join(offered)}; in the file {' '.join(suites)}")
    for name, there in file["extensions"].items():
        if sent.extensions[name] != there:
            found.append(f"{name}: {'sent' if sent.extensions[name] else 'not sent'}, unlike the file")
    # Only whether a server is named: Exim, once it has named one because of TLSA records, names it to the next
    # host of the domain too.
    if bool(sent.server_name) != (file["server_name"] == "mx_host"):
        found.append(f"server_name: sent \"{sent.server_name}\"; in the file {file['server_name']}")
    return found
