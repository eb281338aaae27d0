#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Serves MTA-STS policies: policy_host.py POLICIES CA.

https://mta-sts.DOMAIN/.well-known/mta-sts.txt is the file POLICIES/DOMAIN; 404 where there is none.
A file that begins with "302 URL" is answered with that redirect. On 127.0.80.1 the certificate is
in order, on 127.0.80.2 it has expired. Prints "ready".
"""
import http.server
import pathlib
import ssl
import sys
import threading

POLICIES, CA = (pathlib.Path(argument) for argument in sys.argv[1:3])
HOSTS = {"127.0.80.1": "sts", "127.0.80.2": "sts-expired"}


class PolicyHandler(http.server.BaseHTTPRequestHandler):
    timeout = 10

    def do_GET(self):
        domain = self.headers.get("Host", "").split(":")[0].removeprefix("mta-sts.")
        policy = POLICIES / pathlib.PurePath(domain).name
        if self.path != "/.well-known/mta-sts.txt" or not policy.is_file():
            self.send_error(404)
            return
        body = policy.read_bytes()
        redirect = body.startswith(b"302 ")
        self.send_response(302 if redirect else 200)
        if redirect:
            self.send_header("Location", body[4:].decode().strip())
            body = b""
        self.send_header("Content-Type", "text/plain")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def serve(address, certificate):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CA / f"{certificate}.chain", CA / f"{certificate}.key")
    server = http.server.ThreadingHTTPServer((address, 443), PolicyHandler)
    # The handshake belongs to the connection's thread, not to the one that accepts.
    server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    threading.Thread(target=server.serve_forever).start()


for each_address, each_certificate in HOSTS.items():
    serve(each_address, each_certificate)
print("ready", flush=True)
