#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Serves MTA-STS policies: policy_host.py POLICIES CA ADDRESS=CERTIFICATE...

https://mta-sts.DOMAIN/.well-known/mta-sts.txt is the file POLICIES/DOMAIN; 404 where there is none. A first
line that begins with "!" is not part of the policy but says how it is served, with words of these:

  status=500          that status
  location=URL        with status=302: there
  type=text/html      that media type; type= none at all
  pad=65537           an unknown field is added behind, so that the policy has so many octets

CERTIFICATE is the name of a file of the lab's certificates; with "silent" connections are taken and nothing
is ever said. Prints "ready".
"""
import http.server
import pathlib
import signal
import socket
import ssl
import sys
import threading

POLICIES, CA = (pathlib.Path(argument) for argument in sys.argv[1:3])
HOSTS = [argument.split("=") for argument in sys.argv[3:]]


def read_policy(path):
    """(the policy, {how it is served})"""
    body = path.read_bytes()
    if not body.startswith(b"!"):
        return body, {}
    first, _, body = body.partition(b"\n")
    how = dict(word.split("=", 1) for word in first.decode()[1:].split())
    if "pad" in how:
        body = (body + b"padding: ").ljust(int(how["pad"]) - 2, b"x") + b"\r\n"
    return body, how


class PolicyHandler(http.server.BaseHTTPRequestHandler):
    timeout = 10

    def do_GET(self):
        domain = self.headers.get("Host", "").split(":")[0].removeprefix("mta-sts.")
        policy = POLICIES / pathlib.PurePath(domain).name
        if self.path != "/.well-known/mta-sts.txt" or not policy.is_file():
            self.send_error(404)
            return
        body, how = read_policy(policy)
        self.send_response(int(how.get("status", 200)))
        if "location" in how:
            self.send_header("Location", how["location"])
        if media_type := how.get("type", "text/plain"):
            self.send_header("Content-Type", media_type)
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


def listen_silently(address):
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind((address, 443))
    listener.listen()  # the kernel takes connections, and nobody ever reads
    return listener


silent = []
for each_address, each_certificate in HOSTS:
    if each_certificate == "silent":
        silent.append(listen_silently(each_address))
    else:
        serve(each_address, each_certificate)
print("ready", flush=True)
signal.pause()
