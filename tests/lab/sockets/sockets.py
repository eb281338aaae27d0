#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Sockets that keep silent: a name server that never answers, an address where no connection comes up.

Prints "ready" and then only holds them.
"""
import signal
import socket

SILENT_NAME_SERVER = ("127.0.53.9", 53)
SWALLOWING = ("127.0.25.98", 25)

questions = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
questions.bind(SILENT_NAME_SERVER)

tcp_questions = socket.socket()
tcp_questions.bind(SILENT_NAME_SERVER)
tcp_questions.listen()

# The kernel drops SYNs for a listener whose queue is full; a queue of length 0 holds one.
full = socket.socket()
full.bind(SWALLOWING)
full.listen(0)
callers = [socket.create_connection(SWALLOWING)]

print("ready", flush=True)
signal.pause()
