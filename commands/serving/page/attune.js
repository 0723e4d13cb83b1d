// Beside textual.js, which draws the terminal: where to connect, what to say when the connection ends, and coming back.
"use strict";

const ENDED = { 4000: "Attune is closed. Everything you sent is kept.",
  4001: "Attune was opened in another window, and goes on there.",
  4002: "Attune was closed because nothing was typed for a long time. Everything is kept.",
  4003: "Every place is taken just now. Try again in a few minutes.",
  4004: "Attune could not be started. Tell whoever looks after it." };
const TRY_AGAIN_MS = 1500;

const terminal = document.getElementById("terminal");
const socketUrl = new URL("ws", window.location.href);
socketUrl.protocol = window.location.protocol === "https:" ? "wss:" : "ws:";
socketUrl.search = "";
terminal.dataset.sessionWebsocketUrl = socketUrl.href;

function say(words, canReopen) {
  document.getElementById("words").textContent = words;
  const again = document.getElementById("again");
  again.hidden = !canReopen;
  if (canReopen) again.focus();
}

async function comeBack() {
  say("The connection was lost. Everything you sent is kept. Trying to come back…", false);
  for (;;) {
    await new Promise((done) => setTimeout(done, TRY_AGAIN_MS));
    try {
      const answer = await fetch("here", { cache: "no-store" });
      if (answer.ok) return window.location.reload();
    } catch {
      // not there yet
    }
  }
}

let isLeaving = false;
window.addEventListener("pagehide", () => { isLeaving = true; });

const Plain = window.WebSocket;
window.WebSocket = class extends Plain {
  constructor(...given) {
    super(...given);
    this.addEventListener("close", (event) => {
      if (isLeaving) return;
      if (event.code in ENDED) say(ENDED[event.code], true);
      else comeBack();
    });
  }
};

document.getElementById("again").addEventListener("click", () => window.location.reload());

// Keys go to the terminal from the first picture on; nobody should have to click into it first.
function listen() {
  const keys = document.querySelector(".xterm-helper-textarea");
  if (keys) keys.focus();
}

new MutationObserver((_changes, observer) => {
  if (document.body.classList.contains("-first-byte")) {
    observer.disconnect();
    listen();
  }
}).observe(document.body, { attributes: true, attributeFilter: ["class"] });
window.addEventListener("focus", listen);
