/* The field in which the customer writes. */

import { onLanguage, text } from "./catalogue.js";

const WARN_BELOW = 500;
const TALLEST_PX = 168;

export class Composer {
  #form;
  #field;
  #button;
  #left;

  /** onSend(words) takes a message, onTyping() a sign that one is being written. */
  constructor(form, onSend, onTyping) {
    this.#form = form;
    this.#field = form.querySelector("textarea");
    this.#button = form.querySelector("[type=submit]");
    this.#left = form.querySelector("#left");
    this.#field.addEventListener("input", () => {
      this.#fit();
      if (this.#field.value.trim()) onTyping();
    });
    this.#field.addEventListener("keydown", (event) => this.#key(event));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const written = this.#field.value.trim();
      if (!written) return;
      this.#field.value = "";
      this.#fit();
      this.#field.focus();
      onSend(written);
    });
    onLanguage(() => this.#fit());
    this.#fit();
  }

  focus() {
    this.#field.focus();
  }

  begin(words) {
    this.#field.value = words;
    this.#fit();
    this.#field.focus();
    this.#field.setSelectionRange(words.length, words.length);
  }

  #key(event) {
    // Enter also confirms a word in a Chinese input method; that must not send.
    const composing = event.isComposing || event.keyCode === 229;
    if (event.key !== "Enter" || event.shiftKey || composing) return;
    event.preventDefault();
    this.#form.requestSubmit();
  }

  #fit() {
    const { value, maxLength } = this.#field;
    this.#button.disabled = !value.trim();
    this.#field.style.setProperty("height", "auto");
    const wanted = Math.min(this.#field.scrollHeight + 2, TALLEST_PX);
    this.#field.style.setProperty("height", `${wanted}px`);
    const left = maxLength - value.length;
    this.#left.hidden = left > WARN_BELOW;
    this.#left.textContent = text("left", { count: left });
  }
}
