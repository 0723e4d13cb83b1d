"""A tiny editor: speaks just enough of the language server protocol to ask a YAML language server what it knows."""

from __future__ import annotations

import json
import queue
import subprocess
import threading
from pathlib import Path
from types import TracebackType
from typing import Any, Self

SETTINGS = {
    "yaml": {"validate": True, "completion": True, "hover": True, "schemaStore": {"enable": False}},
    "http": {},
    "[yaml]": {},
    "editor": {},
    "files": {},
}
"""The schema store is a web service; nothing is looked up there."""
PATIENCE = 40


class Editor:
    """One running language server with one folder open."""

    def __init__(self, server: Path, folder: Path) -> None:
        self.folder = folder
        self.process = subprocess.Popen(
            ["node", str(server), "--stdio"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        self.heard: queue.Queue[dict[str, Any]] = queue.Queue()
        threading.Thread(target=self._listen, daemon=True).start()
        self.asked = 0
        self.ask("initialize", {"processId": None, "rootUri": folder.as_uri(), "capabilities": {
            "workspace": {"configuration": True}, "textDocument": {"publishDiagnostics": {}, "completion": {}},
        }})  # fmt: skip
        self.tell("initialized", {})

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.process.terminate()
        self.process.wait(PATIENCE)
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                pipe.close()

    def open(self, name: str, text: str) -> list[dict[str, Any]]:
        """Open a file; what the server has to say about it."""
        uri = (self.folder / name).as_uri()
        self.tell("textDocument/didOpen", {
            "textDocument": {"uri": uri, "languageId": "yaml", "version": 1, "text": text},
        })  # fmt: skip
        found: list[dict[str, Any]] = self._wait(
            lambda said: said.get("method") == "textDocument/publishDiagnostics" and said["params"]["uri"] == uri
        )["params"]["diagnostics"]
        return found

    def complete(self, name: str, line: int, column: int) -> list[str]:
        """What the server offers at a place, counted from 0."""
        answer = self.ask("textDocument/completion", {
            "textDocument": {"uri": (self.folder / name).as_uri()}, "position": {"line": line, "character": column},
        })  # fmt: skip
        return [item["label"] for item in (answer or {}).get("items", [])]

    def ask(self, method: str, params: dict[str, Any]) -> Any:  # noqa: ANN401  JSON
        """Send a request and give its result."""
        self.asked += 1
        number = self.asked
        self._send({"id": number, "method": method, "params": params})
        return self._wait(lambda said: said.get("id") == number and "method" not in said).get("result")

    def tell(self, method: str, params: dict[str, Any]) -> None:
        """Send a notification."""
        self._send({"method": method, "params": params})

    def _wait(self, wanted: Any) -> dict[str, Any]:  # noqa: ANN401  a predicate
        """Answer what the server asks until it says what is wanted."""
        while True:
            said = self.heard.get(timeout=PATIENCE)
            if wanted(said):
                return said
            if "id" in said and "method" in said:
                sections = [item.get("section", "") for item in (said.get("params") or {}).get("items", [])]
                result = [SETTINGS.get(section, {}) for section in sections]
                is_question = said["method"] == "workspace/configuration"
                self._send({"id": said["id"], "result": result if is_question else None})

    def _send(self, message: dict[str, Any]) -> None:
        assert self.process.stdin is not None
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self.process.stdin.flush()

    def _listen(self) -> None:
        assert self.process.stdout is not None
        while head := self.process.stdout.readline():
            if head.lower().startswith(b"content-length:"):
                length = int(head.split(b":")[1])
                while self.process.stdout.readline().strip():
                    pass
                self.heard.put(json.loads(self.process.stdout.read(length)))
