/* The socket: Rasa's event names, our session, and the history after a break. */

import { io } from "/static/vendor/socket.io.esm.min.js";

const ACK_MS = 10000;
const CONNECT_MS = 8000;
const COME_BACK_MS = 4000;
// A ticket lives for an hour; an open page asks for a new one in good time.
const RENEW_MS = 20 * 60 * 1000;
const TICKET = "jieyou_ticket";
// What the server sends, besides the confirmation of the session.
const MESSAGES = ["bot_uttered", "user_stored"];
const SIGNS = ["typing", "person_joined", "person_left", "queue_state"];

export class Connection {
  #socket;
  #handlers;
  #identity = null;
  #ready = false;

  /**
   * The handlers: onState(state), onSession(confirmed), onMessage(message), onSign(name, data);
   * filledTo() tells how far we are.
   */
  constructor(handlers) {
    this.#handlers = handlers;
    this.#socket = io({
      path: "/socket.io",
      autoConnect: false,
      timeout: CONNECT_MS,
      reconnectionDelay: 800,
      reconnectionDelayMax: 8000,
      auth: (give) => give(this.#credentials()),
    });
    this.#socket.on("connect", () => this.#greet());
    this.#socket.on("disconnect", (reason) => this.#lost(reason));
    this.#socket.on("connect_error", (error) => this.#refused(error));
    this.#socket.on("session_confirm", (confirmed) => this.#confirmed(confirmed));
    for (const name of MESSAGES) this.#socket.on(name, (message) => handlers.onMessage(message));
    for (const name of SIGNS) this.#socket.on(name, (data) => handlers.onSign(name, data));
    setInterval(() => { if (this.#ready) this.#greet(); }, RENEW_MS);
  }

  get ready() {
    return this.#ready;
  }

  /** Connect; identity is who a site around us says that the customer is. */
  open(identity = this.#identity) {
    this.#identity = identity;
    this.#socket.connect();
  }

  /** Send a message; resolves to the server's acknowledgement, rejects when none comes. */
  async send(message) {
    const socketId = this.#socket.id;
    try {
      return await this.ask("user_uttered", message, ACK_MS);
    } catch (error) {
      if (this.#socket.id === socketId) this.#recycle();
      throw error;
    }
  }

  /** Ask for what was missed, and for a new ticket; a connection that is dead shows by it. */
  catchUp() {
    if (this.#ready) this.#greet();
    else this.open();
  }

  ask(event, data, milliseconds) {
    return this.#socket.timeout(milliseconds).emitWithAck(event, data);
  }

  /** Tell something that is worth nothing later. */
  tell(event) {
    if (this.#ready) this.#socket.volatile.emit(event, {});
  }

  // A browser that keeps no cookies stays in its conversation by a ticket.
  #credentials() {
    const ticket = kept();
    return {
      ...(ticket ? { token: ticket } : {}),
      ...(this.#identity ? { identity: this.#identity } : {}),
    };
  }

  async #greet() {
    const socketId = this.#socket.id;
    try {
      await this.ask("session_request", { after: this.#handlers.filledTo() }, ACK_MS);
    } catch {
      if (this.#socket.id === socketId) this.#recycle();
    }
  }

  // After a tunnel a socket may look open for half a minute although nothing passes it any more.
  #recycle() {
    this.#socket.disconnect();
    this.#socket.connect();
  }

  #confirmed(confirmed) {
    if (confirmed.token) keep(confirmed.token);
    this.#handlers.onSession(confirmed);
    if (confirmed.more) {
      this.#greet();
      return;
    }
    if (this.#ready) return;
    this.#ready = true;
    this.#handlers.onState("online");
  }

  #lost(reason) {
    this.#ready = false;
    this.#handlers.onState("offline");
    // After a goodbye of the server the client does not come back by itself.
    if (reason === "io server disconnect") this.#comeBack();
  }

  async #refused(error) {
    this.#ready = false;
    if (error?.message === "somebody_else") {
      await this.#beginAnew();
      return;
    }
    this.#handlers.onState(error?.message === "too_many" ? "busy" : "offline");
    if (!this.#socket.active) this.#comeBack();
  }

  // The site's visitor is another one than this browser's conversation knows.
  async #beginAnew() {
    keep(null);
    try {
      await fetch("/session?embedded=yes", { method: "POST" });
    } catch {
      // Without a network the socket fails as well, and tries again.
    }
    this.#comeBack();
  }

  #comeBack() {
    setTimeout(() => this.#socket.connect(), COME_BACK_MS);
  }
}

function kept() {
  try {
    return sessionStorage.getItem(TICKET);
  } catch {
    return memory;
  }
}

// Private windows may refuse storage; the ticket then lives as long as the page.
let memory = null;

function keep(ticket) {
  memory = ticket;
  try {
    if (ticket) sessionStorage.setItem(TICKET, ticket);
    else sessionStorage.removeItem(TICKET);
  } catch {
    // Kept in memory.
  }
}
