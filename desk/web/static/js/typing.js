/* Who is typing: tells the server that the customer is, and shows when somebody else is. */

import { label } from "./catalogue.js";

const TELL_EVERY_MS = 1000;
// An answer or a notice comes within ten seconds; a sign of typing that outlives it would be untrue.
const ANSWER_MS = 11000;
const SIGN_MS = 5000;

export class Typing {
  #sign;
  #words;
  #tell;
  #timer = 0;
  #told = 0;

  /** tell() lets the server know. */
  constructor(sign, words, tell) {
    this.#sign = sign;
    this.#words = words;
    this.#tell = tell;
  }

  /** The customer typed something. */
  note() {
    const now = Date.now();
    if (now - this.#told < TELL_EVERY_MS) return;
    this.#told = now;
    this.#tell();
  }

  /** A message left the field, so that its next letter is told at once. */
  sent() {
    this.#told = 0;
  }

  /** An answer of the assistant's is on its way. */
  expect() {
    this.#show("typing", ANSWER_MS);
  }

  /** Somebody on the other side types. */
  show(data) {
    this.#show(data?.from === "agent" ? "typing_agent" : "typing", SIGN_MS);
  }

  hide() {
    clearTimeout(this.#timer);
    this.#sign.hidden = true;
  }

  #show(key, milliseconds) {
    clearTimeout(this.#timer);
    label(this.#words, key);
    this.#sign.hidden = false;
    this.#timer = setTimeout(() => this.hide(), milliseconds);
  }
}
