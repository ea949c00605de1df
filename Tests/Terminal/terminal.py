"""Runs a command on a terminal, as a person at it would: waits for texts, types, presses keys.

    terminal.py STEPS COMMAND...

STEPS is a JSON list of {"await": TEXT}, {"type": TEXT} and {"signal": NUMBER}. Prints one JSON object: the exit code, all that
was written to the terminal, the lines that stand on it at the end, and whether it shows what is typed, at the end and at
each step.
"""
import fcntl
import json
import os
import pty
import re
import select
import signal
import subprocess
import sys
import termios
import time

DEADLINE = time.monotonic() + 120


def lines(written):
    """What is left on the screen: carriage return, a line up, erasure of a line and colours are all that drctl uses."""
    screen, row, column = [""], 0, 0
    for piece in re.findall(r"\x1b\[[0-9;]*[A-Za-z]|.|\n", written, re.S):
        if piece == "\n":
            row, column = row + 1, 0
            screen += [""] * (row + 1 - len(screen))
        elif piece == "\r":
            column = 0
        elif piece == "\x1b[1A":
            row -= 1
        elif piece == "\x1b[2K":
            screen[row] = ""
        elif not piece.startswith("\x1b"):
            line = screen[row].ljust(column)
            screen[row] = line[:column] + piece + line[column + 1:]
            column += 1
    # What was erased at the end is not there.
    while len(screen) > row + 1 and not screen[-1]:
        screen.pop()
    return screen


def main():
    steps, command = json.loads(sys.argv[1]), sys.argv[2:]
    master, slave = pty.openpty()
    termios.tcsetwinsize(slave, (24, 100))

    def own():
        os.setsid()
        fcntl.ioctl(0, termios.TIOCSCTTY, 0)

    process = subprocess.Popen(command, stdin=slave, stdout=slave, stderr=slave, preexec_fn=own)
    written, place = b"", 0

    def read(wait):
        nonlocal written
        if select.select([master], [], [], wait)[0]:
            written += os.read(master, 65536)
            return True
        return False

    def echoes():
        return bool(termios.tcgetattr(slave)[3] & termios.ECHO)

    states = []
    for step in steps:
        if "await" in step:
            while step["await"].encode() not in written[place:]:
                read(0.05)
                if time.monotonic() > DEADLINE or (process.poll() is not None and not read(0)):
                    process.kill()
                    sys.exit(f"never came: {step['await']!r}; written: {written!r}")
            place = written.index(step["await"].encode(), place) + len(step["await"].encode())
        elif "type" in step:
            os.write(master, step["type"].encode())
        else:
            process.send_signal(step["signal"])
        states.append(echoes())
    while process.poll() is None:
        read(0.05)
        if time.monotonic() > DEADLINE:
            process.kill()
            sys.exit(f"did not end; written: {written!r}")
    while read(0):
        pass
    text = written.decode().replace("\r\n", "\n")
    json.dump({"code": process.returncode, "written": text, "lines": lines(text), "echoes": echoes(), "during": states},
              sys.stdout)


main()
