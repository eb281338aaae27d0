# SPDX-License-Identifier: GPL-3.0-or-later
"""A fetch of the MTA-STS policy with Python's own TLS and HTTP: does the lab's policy host behave as its table says?"""
import http.client
import socket
import ssl

from lab import CA, Said, ask

MOST_OCTETS = 65536
PATIENCE = 4  # seconds


class Connection(http.client.HTTPSConnection):
    """To an address that our own DNS gave; the name is for the certificate."""

    def __init__(self, host, address):
        super().__init__(host, timeout=PATIENCE, context=ssl.create_default_context(cafile=CA))
        self.address = address

    def connect(self):
        plain = socket.create_connection((self.address, 443), PATIENCE)
        self.sock = self._context.wrap_socket(plain, server_hostname=self.host)


def check(domain):
    host = f"mta-sts.{domain}"
    _, addresses = ask(host, "A")
    if not addresses:
        return Said("no-address", "")
    connection = Connection(host, addresses[0])
    try:
        connection.request("GET", "/.well-known/mta-sts.txt")
        response = connection.getresponse()
        body = response.read(MOST_OCTETS + 1)
    except ssl.SSLCertVerificationError as error:
        return Said(f"certificate:{error.verify_code}", error.verify_message)
    except ConnectionRefusedError as error:
        return Said("refused", str(error))
    except TimeoutError as error:
        return Said("silent", str(error))
    finally:
        connection.close()
    if len(body) > MOST_OCTETS:
        return Said("too-large", "")
    media_type = response.getheader("Content-Type") or "none"
    plain = media_type == "text/plain" or response.status != 200
    return Said(f"{response.status}{'' if plain else ':' + media_type}", response.reason)
