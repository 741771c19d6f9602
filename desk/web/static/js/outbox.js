/* Messages that the server has not acknowledged yet; they survive a reload of the tab. */

const KEY = "jieyou_outbox";
const FATAL = new Set(["too_long", "empty"]);
const PAUSE_MS = 4000;

function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

export class Outbox {
  #connection;
  #onChange;
  #waiting = [];
  #running = false;

  constructor(connection, onChange) {
    this.#connection = connection;
    this.#onChange = onChange;
    this.#waiting = restore();
  }

  get waiting() {
    return this.#waiting;
  }

  add(text, metadata) {
    const entry = { id: newId(), text, metadata, at: new Date().toISOString(), state: "sent" };
    this.#waiting.push(entry);
    this.#save();
    return entry;
  }

  /** Try a message again, and those that had to stop behind it. */
  retry(id) {
    for (const entry of this.#waiting) {
      if (entry.id === id || !FATAL.has(entry.error)) this.#set(entry, "sent");
    }
    this.flush();
  }

  /** Forget what the history shows to be stored. */
  settle(messageId) {
    this.#waiting = this.#waiting.filter((entry) => entry.id !== messageId);
    this.#save();
  }

  /** Send what waits, one after the other, so that the order written is the order stored. */
  async flush() {
    if (this.#running) return;
    this.#running = true;
    try {
      let entry;
      while ((entry = this.#waiting.find((each) => each.state !== "failed"))) {
        if (!this.#connection.ready) {
          this.#hold();
          break;
        }
        this.#set(entry, "sent");
        if (!(await this.#deliver(entry))) break;
      }
    } finally {
      this.#running = false;
    }
  }

  #hold() {
    for (const entry of this.#waiting) if (entry.state !== "failed") this.#set(entry, "waiting");
  }

  async #deliver(entry) {
    let answer;
    try {
      answer = await this.#connection.send({
        message: entry.text,
        message_id: entry.id,
        metadata: entry.metadata,
      });
    } catch {
      // No acknowledgement came; the same id is sent again, and stored once.
      this.#set(entry, "waiting");
      setTimeout(() => this.flush(), PAUSE_MS);
      return false;
    }
    if (answer?.status === "stored") {
      this.settle(entry.id);
      this.#onChange(entry, "stored", answer);
      return true;
    }
    const error = answer?.error ?? "unknown";
    if (FATAL.has(error)) {
      this.#set(entry, "failed", { error });
      return true;
    }
    // What was written later must not overtake it.
    for (const each of this.#waiting) this.#set(each, "failed", { error });
    return false;
  }

  #set(entry, state, details = {}) {
    if (entry.state === state) return;
    entry.state = state;
    entry.error = details.error;
    this.#save();
    this.#onChange(entry, state, details);
  }

  #save() {
    try {
      sessionStorage.setItem(KEY, JSON.stringify(this.#waiting));
    } catch {
      // Private windows may refuse storage; the messages then live as long as the page.
    }
  }
}

function restore() {
  try {
    const entries = JSON.parse(sessionStorage.getItem(KEY) ?? "[]");
    return entries.map((entry) => ({ ...entry, state: "waiting" }));
  } catch {
    return [];
  }
}
