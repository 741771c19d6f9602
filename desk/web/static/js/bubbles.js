/* Builds the rows of the conversation; texts enter as text alone, never as markup. */

import { label, text } from "./catalogue.js";
import { button, make } from "./dom.js";
import { linked } from "./links.js";
import { buildRecord, withoutRecord } from "./record.js";
import { dayName, timeOfDay } from "./when.js";

const CASE_NUMBER = /JY\d{8}-[0-9A-HJKMNP-TV-Z]{8}/g;
const HAN = /[\u3400-\u9fff]/;
const QUOTE_LENGTH = 60;
const COPIED_MS = 2000;

export function buildDay(instant) {
  const element = make("p", "day");
  element.textContent = dayName(instant);
  element.dataset.at = instant.toISOString();
  return element;
}

/** Return a line that tells what happened in the conversation, such as that somebody joined. */
export function buildEvent(key, values) {
  return label(make("p", "event"), key, values);
}

/**
 * Return the row of a message.
 *
 * quoted: the text that a late answer answers; onCorrect: takes the sentence of an edited line.
 */
export function buildRow(message, { quoted, onCorrect } = {}) {
  const mine = message.from === "customer";
  const row = make("div", `row ${mine ? "mine" : message.from}`);
  if (message.kind === "notice") row.classList.add("notice");
  row.append(buildSpeaker(message, mine));
  const lines = message.custom?.type === "record" ? message.custom.lines : null;
  if (Array.isArray(lines)) {
    row.classList.add("has-record");
    const { before, after } = withoutRecord(message.text);
    if (before) row.append(buildBubble(before, quoted, mine));
    row.append(buildRecord(lines, onCorrect));
    if (after) row.append(buildBubble(after, null, mine));
  } else {
    row.append(buildBubble(message.text, quoted, mine));
  }
  if (!mine) for (const number of caseNumbers(message)) row.append(buildCase(number));
  row.append(make("div", "meta"));
  return row;
}

export function showMeta(row, message, state, error, onRetry) {
  const meta = row.querySelector(".meta");
  meta.replaceChildren();
  if (state) row.dataset.state = state;
  const time = document.createElement("time");
  time.dateTime = message.at;
  time.textContent = timeOfDay(new Date(message.at));
  meta.append(time);
  if (!state) return;
  const sign = make("span", state === "failed" ? "problem" : "state");
  meta.append(label(sign, state === "failed" && error ? `error_${error}` : `state_${state}`));
  if (!sign.textContent) label(sign, "error_unknown");
  if (state === "failed") meta.append(label(button("", onRetry), "retry"));
}

function buildSpeaker(message, mine) {
  const who = make("span", mine ? "who visually-hidden" : "who");
  if (message.from === "agent" && message.agent) {
    who.textContent = message.agent;
    who.dir = "auto";
    return who;
  }
  return label(who, message.kind === "notice" ? "notice_label" : `from_${message.from}`);
}

function buildBubble(words, quoted, mine) {
  const bubble = make("div", "bubble");
  bubble.dir = "auto";
  if (quoted) bubble.append(buildQuote(quoted));
  const said = make("span", "", mine ? [words] : linked(words));
  said.lang = HAN.test(words) ? "zh" : "en";
  bubble.append(said);
  return bubble;
}

function buildQuote(quoted) {
  const quote = make("span", "quote");
  const signs = Array.from(quoted);
  quote.textContent =
    `${text("answer_to")} “${signs.slice(0, QUOTE_LENGTH).join("")}${signs.length > QUOTE_LENGTH ? "…" : ""}”`;
  return quote;
}

export function caseNumbers(message) {
  const given = message.custom?.case_no;
  if (typeof given === "string") return [given];
  return new Set(message.text.match(CASE_NUMBER) ?? []);
}

function buildCase(number) {
  const card = make("div", "case");
  const shown = make("span", "case-no", number);
  const copying = button("", () => copy(number, shown, copying));
  label(copying, "copy");
  card.append(label(make("span", "case-label"), "case_label"), shown, copying);
  return card;
}

async function copy(number, shown, copying) {
  try {
    await navigator.clipboard.writeText(number);
  } catch {
    // Without the clipboard the number is marked, ready to be copied by hand.
    getSelection().selectAllChildren(shown);
    return;
  }
  label(copying, "copied");
  setTimeout(() => label(copying, "copy"), COPIED_MS);
}
