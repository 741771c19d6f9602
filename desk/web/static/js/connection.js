/* The socket: Rasa's event names, our session, and the history after a break. */

import { io } from "/static/vendor/socket.io.esm.min.js";

const ACK_MS = 10000;

export class Connection {
  #socket;
  #handlers;
  #token = null;
  #ready = false;

  /** The handlers: onState(state), onSession(confirmed), onMessage(message); lastSeq() tells how far we are. */
  constructor(handlers) {
    this.#handlers = handlers;
    this.#socket = io({
      path: "/socket.io",
      autoConnect: false,
      reconnectionDelay: 800,
      reconnectionDelayMax: 8000,
      // A browser that keeps no cookies stays in its conversation by this token.
      auth: (give) => give(this.#token ? { token: this.#token } : {}),
    });
    this.#socket.on("connect", () => this.#greet());
    this.#socket.on("disconnect", (reason) => this.#lost(reason));
    this.#socket.on("connect_error", () => this.#refused());
    this.#socket.on("session_confirm", (confirmed) => this.#confirmed(confirmed));
    this.#socket.on("bot_uttered", (message) => this.#handlers.onMessage(message));
    this.#socket.on("user_stored", (message) => this.#handlers.onMessage(message));
  }

  get ready() {
    return this.#ready;
  }

  open() {
    this.#socket.connect();
  }

  /** Send a message; resolves to the server's acknowledgement, rejects when none comes. */
  send(message) {
    return this.#socket.timeout(ACK_MS).emitWithAck("user_uttered", message);
  }

  #greet() {
    this.#socket.emit("session_request", { after: this.#handlers.lastSeq() });
  }

  #confirmed(confirmed) {
    this.#token = confirmed.token ?? this.#token;
    this.#handlers.onSession(confirmed);
    if (confirmed.more) {
      this.#greet();
      return;
    }
    this.#ready = true;
    this.#handlers.onState("online");
  }

  #lost(reason) {
    this.#ready = false;
    this.#handlers.onState("offline");
    // After a goodbye of the server the client does not come back by itself.
    if (reason === "io server disconnect") this.#refused();
  }

  #refused() {
    this.#ready = false;
    this.#handlers.onState("offline");
    if (!this.#socket.active) setTimeout(() => this.#socket.connect(), 4000);
  }
}
