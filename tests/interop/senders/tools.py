# SPDX-License-Identifier: GPL-3.0-or-later
"""Programs that shake hands and deliver nothing: posttls-finger, gnutls-cli, openssl s_client. Each calls itself
by its sender's name in EHLO, but for gnutls-cli, which says the server's address."""
import concurrent.futures
import os
import re
import subprocess

import common

FINGER = common.PACKAGES / "postfix/usr/sbin/posttls-finger"
GNUTLS = common.PACKAGES / "tools/usr/bin/gnutls-cli"
PATIENCE = 60
# gnutls-cli takes two seconds for everything, most of them asleep.
AT_ONCE = 24
TRUST = re.compile(r"posttls-finger: ((Verified|Trusted|Untrusted|Anonymous) TLS connection established to ([^:]+):.*)")


def finger(level):
    def command(target, folder):
        return [FINGER, "-c", "-L", "summary,certmatch,verbose", "-F", common.CA, "-t", "30", "-T", "30", "-l",
                level, "-o", f"myhostname=posttls-finger-{level}.{common.HELO}", target.domain], {"MAIL_CONFIG": folder}
    return command, lambda output: read_finger(output, level)


def gnutls(*options):
    def command(target, _):
        return [GNUTLS, "--starttls-proto=smtp", f"--x509cafile={common.CA}", f"--sni-hostname={target.host}",
                f"--verify-hostname={target.host}", *options, "-p", "25", target.address], {}
    return command, read_gnutls


def openssl(name):
    # As Debian has it: security level 2 is compiled in.
    configuration = "/etc/ssl/openssl.cnf" if name == "debian12" else common.SOURCE / f"openssl/{name}.cnf"

    def command(target, _):
        return ["openssl", "s_client", "-starttls", "smtp", "-connect", f"{target.address}:25", "-servername",
                target.host, "-name", f"openssl-{name}.{common.HELO}", "-brief"], {
            "OPENSSL_CONF": configuration}
    return command, read_openssl


def run(wanted, targets, folder):
    (folder / "main.cf").write_text(
        f"compatibility_level = 3.6\nmyhostname = {common.HELO}\n"
        f"shlib_directory = {common.PACKAGES}/postfix/usr/lib/postfix\n")
    with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(lambda pair: shake(*pair, folder),
                             [(sender, target) for sender in wanted for target in targets]))


def shake(sender, target, folder):
    command, read = SENDERS[sender]
    if not target.address:
        return common.Result(sender, target.domain, "handshake_failed", "its server has no address", stage="dns")
    words, environment = command(target, folder)
    try:
        done = subprocess.run([str(word) for word in words], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, timeout=PATIENCE, check=False,
                              env={**os.environ, **{name: str(value) for name, value in environment.items()}})
        output = done.stdout.decode(errors="replace")
    except subprocess.TimeoutExpired as error:
        output = (error.stdout or b"").decode(errors="replace") + "\nno end"
    observed, said, stage = read(output)
    host = f"{target.host}[{target.address}]"
    if match := TRUST.search(output):
        host = match[3]
    return common.Result(sender, target.domain, observed, said, host, stage)


def failed(output, stages):
    """Where the first of the stages' patterns is said; else in the handshake."""
    for stage, pattern in stages:
        if match := re.search(f"^.*(?:{pattern}).*$", output, re.MULTILINE):
            return "handshake_failed", match[0], stage
    lines = [line for line in output.splitlines() if line.strip()]
    return "handshake_failed", " | ".join(lines[-2:]), "handshake"


def read_finger(output, level):
    if match := TRUST.search(output):
        # Unlike Postfix it goes on with a certificate that does not fit, and at level dane it verifies the
        # name where there is no TLSA record. A record that fits behind an MX answer that is not signed makes
        # a server Trusted and not more.
        why = re.search(r"server certificate verification failed.*", output)
        wanted = level == "secure" or (level == "dane" and re.search(r"DNSSEC-signed TLSA record: \S+ [23] ", output))
        if wanted and match[2] not in (("Verified", "Trusted") if level == "dane" else ("Verified",)):
            return "handshake_failed", f"{match[1]} | {why[0] if why else ''}", "certificate"
        return "tls_auth" if wanted and match[2] == "Verified" else "tls_unauth", match[1], ""
    return failed(output, [
        ("connect", "Connection refused|lookup error|no MX|Host or domain name not found|TLSA lookup"),
        ("handshake", "SSL_connect error"),
        ("starttls", "STARTTLS rejected|sending STARTTLS"),
        ("ehlo", "EHLO rejected"),
        ("greeting", "SMTP service not available|greeting")])


def read_gnutls(output):
    if match := re.search(r"^- Description: (.*)$", output, re.MULTILINE):
        status = re.search(r"^- Status: (.*)$", output, re.MULTILINE)
        trusted = status and "is trusted" in status[1]
        words = f"{match[1]} | {status[1].strip() if status else 'no certificate'}"
        if "Simple Client Mode" not in output:
            return "handshake_failed", words, "certificate"
        return "tls_auth" if trusted else "tls_unauth", words, ""
    return failed(output, [("certificate", "PKI verification|Error in the certificate"),
                           ("connect", "Could not connect|Connection refused"),
                           ("starttls", "error receiving '220"), ("handshake", "Fatal error")])


def read_openssl(output):
    version = re.search(r"^Protocol version: (\S+)$", output, re.MULTILINE)
    if version:
        suite = re.search(r"^Ciphersuite: (\S+)$", output, re.MULTILINE)
        return "tls_unauth", f"{version[1]} {suite[1] if suite else ''}", ""
    return failed(output, [("connect", "connect:errno"), ("not_offered", "Didn't find STARTTLS"),
                           ("handshake", r"^.*:error:")])


SENDERS = {
    **{f"posttls-finger-{level}": finger(level) for level in ("may", "encrypt", "dane", "secure")},
    "gnutls-cli-debian12": gnutls("--insecure"),
    "gnutls-cli-verify-debian12": gnutls(),
    **{f"openssl-{name}": openssl(name) for name in ("debian12", "level0", "level1", "level3", "tls13")},
}
