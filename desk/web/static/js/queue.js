/* The card of a customer who waits for a person: position, estimate, and a call-back. */

import { currentLanguage, onLanguage, text } from "./catalogue.js";

const ANSWER_MS = 10000;

export class QueueCard {
  #card;
  #line;
  #form;
  #field;
  #result;
  #ask;
  #state = null;
  #shown = null;

  /** ask(contact) sends the wish for a call-back and resolves to the server's answer. */
  constructor(card, ask) {
    this.#card = card;
    this.#line = card.querySelector("#queue-line");
    this.#form = card.querySelector("#callback");
    this.#field = card.querySelector("#callback-contact");
    this.#result = card.querySelector("#callback-state");
    this.#ask = ask;
    this.#form.noValidate = true;
    this.#form.addEventListener("submit", (event) => this.#submit(event));
    onLanguage(() => this.#paint());
  }

  show(state) {
    if (!state || typeof state !== "object") return;
    this.#state = state;
    this.#paint();
  }

  hide() {
    this.#state = null;
    this.#paint();
  }

  #paint() {
    const state = this.#state;
    this.#card.hidden = !state || !(state.waiting || state.callback);
    if (this.#card.hidden) return;
    const words = sentences(state).join(text("lang") === "en" ? " " : "");
    // The same words again would be read out again.
    if (this.#line.textContent !== words) this.#line.textContent = words;
    this.#form.hidden = !state.callback;
    if (this.#shown) this.#tell(...this.#shown);
  }

  async #submit(event) {
    event.preventDefault();
    const contact = this.#field.value.trim();
    if (!contact) {
      this.#tell("callback_empty");
      this.#field.focus();
      return;
    }
    this.#tell("callback_sending");
    let answer;
    try {
      answer = await this.#ask(contact, ANSWER_MS);
    } catch {
      this.#tell("callback_failed");
      return;
    }
    if (answer?.status === "failed") {
      this.#tell("callback_failed");
      return;
    }
    const due = dayAndTime(answer?.due_at);
    this.#tell(due ? "callback_due" : "callback_stored", due ? { time: due } : {});
    this.#field.value = "";
  }

  #tell(key, values = {}) {
    this.#shown = [key, values];
    this.#result.dataset.state = key;
    this.#result.textContent = text(key, values);
  }
}

function sentences(state) {
  const { open, position, estimate_minutes: minutes, opens_at: opensAt, waiting } = state;
  const said = [];
  if (open === false) {
    said.push(text("queue_closed"));
    const opens = dayAndTime(opensAt);
    if (opens) said.push(text("queue_opens", { time: opens }));
  } else if (waiting) {
    if (Number.isInteger(position) && position > 1) said.push(text("queue_position", { position }));
    else said.push(text(position === 1 ? "queue_next" : "queue_waiting"));
    if (Number.isFinite(minutes)) {
      const whole = Math.ceil(minutes);
      said.push(whole < 1 ? text("queue_soon") : text("queue_estimate", { minutes: whole }));
    }
  }
  said.push(text("queue_meanwhile"));
  return said;
}

function dayAndTime(given) {
  const at = new Date(given ?? "");
  if (Number.isNaN(at.getTime())) return null;
  return new Intl.DateTimeFormat(currentLanguage(), {
    weekday: "long", hour: "2-digit", minute: "2-digit", month: "long", day: "numeric",
  }).format(at);
}
