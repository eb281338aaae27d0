# SPDX-License-Identifier: GPL-3.0-or-later
"""Java's TLS, where the machine has Java 17: as a mail program that verifies, and one that trusts all."""
import shutil
import subprocess

import common

PROGRAM = common.SOURCE / "java/StartTls.java"


def has_java():
    """A development kit: the program is run from its source."""
    if not shutil.which("java") or not shutil.which("javac"):
        return False
    version = subprocess.run(["javac", "-version"], capture_output=True, text=True, timeout=60, check=False)
    return version.stdout.startswith("javac 17.")


SENDERS = {"java17": "trust-all", "java17-verify": "verify"} if has_java() else {}


def run(wanted, targets, folder):
    return [result for sender in wanted for result in run_one(sender, targets, folder)]


def run_one(sender, targets, folder):
    asked = [target for target in targets if target.address]
    with open(folder / sender, "wb") as log:
        done = subprocess.run(
            ["java", PROGRAM, SENDERS[sender], common.CA, f"{sender}.{common.HELO}"], stdout=subprocess.PIPE,
            stderr=log, timeout=300, check=True,
            input="".join(f"{t.domain} {t.host} {t.address}\n" for t in asked).encode())
    hosts = {target.domain: f"{target.host}[{target.address}]" for target in asked}
    results = [common.Result(sender, target.domain, "handshake_failed", "its server has no address", stage="dns")
               for target in targets if not target.address]
    for line in done.stdout.decode().splitlines():
        domain, observed, stage, words = line.split("\t", 3)
        results.append(common.Result(sender, domain, observed, words, hosts[domain], stage))
    return results
