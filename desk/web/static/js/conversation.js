/* The log: rows in the order of their numbers, own messages not yet stored at the end. */

import { onLanguage } from "./catalogue.js";
import { buildDay, buildEvent, buildRow, caseNumbers, showMeta } from "./bubbles.js";
import { retire } from "./record.js";
import { dayKey, dayName, timeOfDay } from "./when.js";

const NEAR_END_PX = 90;
const SETTLED_MS = 500;

export class ConversationView {
  #log;
  #welcome;
  #jump;
  #rows = new Map();
  #drafts = new Map();
  #onRetry;
  #onCorrect;
  #following = true;
  #height = 0;
  #filledTo = 0;
  lastSeq = 0;

  /** onRetry(id) tries a message again; onCorrect(sentence) says what an edited line says. */
  constructor(log, welcome, jump, { onRetry, onCorrect }) {
    this.#log = log;
    this.#welcome = welcome;
    this.#jump = jump;
    this.#onRetry = onRetry;
    this.#onCorrect = onCorrect;
    jump.addEventListener("click", () => this.#toEnd());
    log.addEventListener("scroll", () => {
      // A log that is about to be resized was not scrolled by its reader.
      if (log.clientHeight !== this.#height) return;
      this.#following = this.#nearEnd();
      if (this.#following) jump.hidden = true;
    });
    // Quick replies and the keyboard take room from the log; its end stays in sight.
    new ResizeObserver(() => {
      this.#height = log.clientHeight;
      if (this.#following) this.#toEnd();
    }).observe(log);
    onLanguage(() => this.#retell());
  }

  /** Show a stored message once; returns false when it was there already. */
  show(message) {
    if (this.#rows.has(message.seq)) return false;
    const follow = message.from === "customer" || this.#following;
    this.drop(message.message_id);
    const row = buildRow(message, {
      quoted: this.#quoteFor(message),
      onCorrect: this.#isOvertaken(message.seq) ? null : this.#onCorrect,
    });
    row.dataset.seq = message.seq;
    this.#rows.set(message.seq, { message, row });
    showMeta(row, message, message.from === "customer" ? "stored" : null);
    this.#insert(row, message.seq);
    this.lastSeq = Math.max(this.lastSeq, message.seq);
    while (this.#rows.has(this.#filledTo + 1)) this.#filledTo += 1;
    if (overtakes(message)) this.#retireBefore(message.seq);
    this.#arrange();
    this.#settleScroll(follow);
    return true;
  }

  /** Tell what happened just now, such as that a person has joined. */
  tell(key, values, at) {
    const element = buildEvent(key, values);
    element.dataset.at = at;
    const rows = [...this.#log.querySelectorAll(".row, .event")];
    const before = rows.reverse().find((each) => !each.dataset.state || each.dataset.state === "stored");
    if (before) before.after(element);
    else this.#log.append(element);
    this.#welcome.hidden = true;
    this.#settleScroll(this.#following);
  }

  /** From now on messages are new: until the history was filled in nobody wanted them read out. */
  filled() {
    // Screen readers look at the log a moment after it changed.
    setTimeout(() => {
      this.#log.setAttribute("aria-busy", "false");
      this.#log.setAttribute("aria-live", "polite");
    }, SETTLED_MS);
  }

  /** The number up to which nothing is missing. */
  get filledTo() {
    return this.#filledTo;
  }

  /** Take the server's word that everything up to this number was given. */
  fillTo(seq) {
    this.#filledTo = Math.max(this.#filledTo, seq, this.lastSeq);
  }

  get hasGap() {
    return this.#filledTo < this.lastSeq;
  }

  /** Show a message of the customer's that is not stored yet, and how far it has come. */
  draft(entry) {
    let known = this.#drafts.get(entry.id);
    if (!known) {
      const message = { from: "customer", text: entry.text, at: entry.at };
      known = { message, row: buildRow(message, {}) };
      this.#drafts.set(entry.id, known);
      this.#log.append(known.row);
      this.#arrange();
      this.#settleScroll(true);
    }
    showMeta(known.row, known.message, entry.state, entry.error, () => this.#onRetry(entry.id));
  }

  drop(messageId) {
    this.#drafts.get(messageId)?.row.remove();
    this.#drafts.delete(messageId);
  }

  /** Tell whether a proper message of the other side follows everything that the customer wrote. */
  get answered() {
    const last = this.#rows.get(this.lastSeq)?.message;
    return this.#drafts.size === 0 && (!last || last.from !== "customer");
  }

  get last() {
    return this.#rows.get(this.lastSeq)?.message;
  }

  #insert(row, seq) {
    const above = [...this.#rows.keys()].filter((each) => each < seq);
    let previous = this.#rows.get(Math.max(...above))?.row;
    // What happened after the message before this one stays where it was told.
    while (previous?.nextElementSibling?.classList.contains("event")) previous = previous.nextElementSibling;
    if (previous) previous.after(row);
    else this.#log.prepend(row);
  }

  // Only the latest record can be corrected by line, and none once a case was filed from it.
  #isOvertaken(seq) {
    return [...this.#rows.values()].some(({ message }) => message.seq > seq && overtakes(message));
  }

  #retireBefore(seq) {
    for (const { message, row } of this.#rows.values()) if (message.seq < seq) retire(row);
  }

  // The first of late answers says what it answers, when something else was written in between.
  #quoteFor(message) {
    if (message.from === "customer" || message.kind === "notice" || !message.reply_to) return null;
    const asked = this.#rows.get(message.reply_to)?.message;
    const before = this.#rows.get(message.seq - 1)?.message;
    if (before?.kind === "message" && before.reply_to === message.reply_to) return null;
    const others = [...this.#rows.values()].some(({ message: other }) =>
      other.seq > message.reply_to && other.seq < message.seq &&
      (other.from === "customer" || (other.kind === "notice" && other.reply_to === message.reply_to)));
    return others && asked ? asked.text : null;
  }

  #arrange() {
    this.#welcome.hidden = this.#rows.size + this.#drafts.size > 0;
    for (const day of this.#log.querySelectorAll(".day")) day.remove();
    let before = null;
    for (const { message, row } of this.#ordered()) {
      const instant = new Date(message.at);
      const newDay = !before || dayKey(new Date(before.at)) !== dayKey(instant);
      if (newDay) row.before(buildDay(instant));
      const first = newDay || before.from !== message.from || before.kind !== message.kind;
      row.classList.toggle("first", first);
      const who = row.querySelector(".who");
      who.classList.toggle("visually-hidden", message.from === "customer" || !first);
      before = message;
    }
  }

  #ordered() {
    const stored = [...this.#rows.entries()].sort(([a], [b]) => a - b).map(([, each]) => each);
    return [...stored, ...this.#drafts.values()];
  }

  #retell() {
    for (const day of this.#log.querySelectorAll(".day")) {
      day.textContent = dayName(new Date(day.dataset.at));
    }
    for (const time of this.#log.querySelectorAll("time")) {
      time.textContent = timeOfDay(new Date(time.dateTime));
    }
  }

  #nearEnd() {
    return this.#log.scrollHeight - this.#log.scrollTop - this.#log.clientHeight < NEAR_END_PX;
  }

  #toEnd() {
    this.#following = true;
    this.#log.scrollTop = this.#log.scrollHeight;
    this.#jump.hidden = true;
  }

  #settleScroll(follow) {
    if (follow) this.#toEnd();
    else this.#jump.hidden = false;
  }
}

function overtakes(message) {
  if (message.from === "customer") return false;
  return message.custom?.type === "record" || [...caseNumbers(message)].length > 0;
}
