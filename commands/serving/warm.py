"""The process in which everything is loaded: for each visitor it splits off a child, which becomes their app.

What was loaded here, coder, shipped patients and modules, is then in memory once for all. It looks into nobody's
folder, opens no store, starts no thread and draws no lots before it splits. It ends when the server does.
"""

from __future__ import annotations

import gc
import json
import os
import select
import signal
import socket
import sys
import threading
from collections.abc import Mapping
from contextlib import suppress
from importlib import import_module
from typing import NoReturn

from commands.serving.app import ServedApp
from screens.desk import Desk
from screens.sitting import DeskError

LATER = (
    "alembic.command",
    "alembic.config",
    "simulator.practice",
    "simulator.store",
    "scoring.feedback",
    "scoring.report.compose",
    "screens.briefing",
    "screens.conversation",
    "screens.debrief",
    "screens.history",
)
"""What an app imports when it comes to it."""
NOBODYS_FOLDER = os.devnull
"""Nothing can lie in it: what is loaded for all must hold no patient or pack of anybody's own."""
MESSAGE_BYTES = 65_536
LAST_SECONDS = 10.0
"""How long a thread of an app that goes may take to finish what it writes."""


def load() -> Desk:
    """Everything that every visitor needs. From here on this process's own folder is nobody's."""
    os.environ["ATTUNE_HOME"] = NOBODYS_FOLDER
    for name in LATER:
        import_module(name)
    desk = Desk()
    for _ in desk.patients():
        pass
    with suppress(DeskError):  # each app says so to its visitor
        desk.coder.read("", "Load everything.")
    gc.collect()
    gc.freeze()  # a collection would write into every page
    return desk


def main(control: socket.socket) -> None:
    """Split children off until the server has gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches everybody; the server says what then happens
    desk = load()
    children: set[int] = set()
    while True:
        readable, _, _ = select.select([control], [], [], 1.0)
        children -= {pid for pid in children if os.waitpid(pid, os.WNOHANG)[0]}
        if not readable:
            continue
        message, descriptors, _, _ = socket.recv_fds(control, MESSAGE_BYTES, 2)
        if not message:
            return
        child = os.fork()
        if child == 0:
            control.close()
            _become_app(desk, json.loads(message), *descriptors)
        children.add(child)
        for descriptor in descriptors:
            os.close(descriptor)
        control.send(str(child).encode())


def _become_app(desk: Desk, own: Mapping[str, str], stdin: int, stdout: int) -> NoReturn:
    """Be a visitor's app, and go without tidying up what belongs to the process that this one was split from."""
    status = 1
    try:
        for ours, standard in ((stdin, 0), (stdout, 1)):
            os.dup2(ours, standard)
            os.close(ours)
        os.environ.update(own)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        ServedApp(desk).run()
        status = 0
    finally:
        for thread in threading.enumerate():
            if thread is not threading.current_thread() and not thread.daemon:
                thread.join(LAST_SECONDS)
        os._exit(status)


if __name__ == "__main__":
    main(socket.socket(fileno=int(sys.argv[1])))
