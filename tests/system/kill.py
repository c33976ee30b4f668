#!/usr/bin/env python3
"""kill -9 of `hyd element run IMAGE` under load: kill.py HYD LEDGER.cap ROUNDS [OPTION...]. A client books
numbered updates over the Unix socket; the process is killed at a random moment, every fourth time already while
it opens its image; the next one must have every update that was acknowledged, and none half done. OPTIONs go to
`hyd element run`. Power cuts are another matter: test_store_cuts."""
import json
import os
import pathlib
import random
import socket
import subprocess
import sys
import tempfile
import time

AID, PATIENCE, NUMBER = "D276000085030101", 60, 4


class Card:
    """A running element and a connection to it."""

    def __init__(self, hyd, options):
        self.process = subprocess.Popen([hyd, "element", "run", "card.img", "--listen", "unix:card", *options],
                                        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        self.socket = None

    def connect(self):
        until = time.monotonic() + PATIENCE
        while True:
            self.socket = socket.socket(socket.AF_UNIX)
            try:
                return self.socket.connect("card")
            except OSError:
                self.socket.close()
                if self.process.poll() is not None or time.monotonic() > until:
                    sys.exit(f"kill.py: the element does not start: {self.process.stderr.read().decode()}")
                time.sleep(0.001)

    def send(self, command):
        """The response; None when the process is gone."""
        try:
            self.socket.sendall(len(command).to_bytes(2, "big") + command)
            came = self.socket.recv(2)
            while came and len(came) < 2 + int.from_bytes(came[:2], "big"):
                more = self.socket.recv(4096)
                if not more:
                    return None
                came += more
            return came[2:] or None
        except OSError:
            return None

    def must(self, command):
        response = self.send(bytes.fromhex(command))
        if response is None or response[-2:] != b"\x90\x00":
            sys.exit(f"kill.py: {command} is answered {response}")
        return response[:-2]

    def kill(self):
        self.process.kill()
        self.process.communicate()
        if self.socket is not None:
            self.socket.close()


def book_until_killed(card, number, seconds):
    """The number of the last update that was acknowledged before the process was killed."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        number += 1
        if card.send(bytes.fromhex("8001000004") + number.to_bytes(NUMBER, "big")) != b"\x90\x00":
            sys.exit(f"kill.py: update {number} is refused")
    # One more on its way while the blow falls.
    update = bytes.fromhex("8001000004") + (number + 1).to_bytes(NUMBER, "big")
    card.socket.sendall(len(update).to_bytes(2, "big") + update)
    time.sleep(random.random() * 0.0005)
    card.process.kill()
    try:
        return number + 1 if card.socket.recv(100)[2:] == b"\x90\x00" else number
    except OSError:
        return number


def check(card, acknowledged):
    """The number that the element holds, which is the last acknowledged one or the one on its way."""
    card.connect()
    card.must("00A4040008" + AID)
    state = card.must("8002000000")
    number = state[:NUMBER]
    if state != number * (len(state) // NUMBER):
        sys.exit(f"kill.py: half done: {state.hex()}")
    held = int.from_bytes(number, "big")
    if held not in (acknowledged, acknowledged + 1):
        sys.exit(f"kill.py: {acknowledged} was acknowledged, {held} is there")
    return held


def main():
    hyd, cap, rounds, options = sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.argv[4:]
    subprocess.run([hyd, "element", "new", "card.img"], check=True)
    subprocess.run([hyd, "element", "install", "card.img", cap], check=True)
    number = opening = 0
    random.seed(rounds)
    for i in range(rounds):
        card = Card(hyd, options)
        if i % 4 == 3:
            time.sleep(random.random() * 0.03)
            opening += 1
        else:
            number = check(card, number)
            number = book_until_killed(card, number, random.random() * 0.1)
        card.kill()
    card = Card(hyd, options)
    number = check(card, number)
    wear = json.loads(subprocess.check_output([hyd, "element", "info", "--json", "--control", "card.img.control"]))
    card.kill()
    print(f"killed {rounds} times, {opening} of them around opening; {number} updates; the image is "
          f"{wear['image']['file']} bytes; 0 violations")


if __name__ == "__main__":
    program, ledger = (str(pathlib.Path(name).resolve()) for name in sys.argv[1:3])
    sys.argv[1:3] = [program, ledger]
    with tempfile.TemporaryDirectory(prefix="hydra-kill-") as folder:
        os.chdir(folder)
        main()
        os.chdir("/")
