/* Builds the elements of the conversation; texts enter as text alone, never as markup. */

import { label, text } from "./catalogue.js";
import { dayName, timeOfDay } from "./when.js";

const CASE_NUMBER = /JY\d{8}-[0-9A-HJKMNP-TV-Z]{8}/g;
const HAN = /[\u3400-\u9fff]/;
const QUOTE_LENGTH = 60;
const COPIED_MS = 2000;

function make(tag, className) {
  const element = document.createElement(tag);
  element.className = className;
  return element;
}

export function buildDay(instant) {
  const element = make("p", "day");
  element.textContent = dayName(instant);
  element.dataset.at = instant.toISOString();
  return element;
}

export function buildRow(message, { quoted }) {
  const mine = message.from === "customer";
  const row = make("div", `row ${mine ? "mine" : message.from}`);
  if (message.kind === "notice") row.classList.add("notice");
  const who = make("span", mine ? "who visually-hidden" : "who");
  row.append(label(who, message.kind === "notice" ? "notice_label" : `from_${message.from}`));
  const bubble = make("div", "bubble");
  bubble.dir = "auto";
  if (quoted) bubble.append(buildQuote(quoted));
  const said = document.createElement("span");
  said.lang = HAN.test(message.text) ? "zh" : "en";
  said.textContent = message.text;
  bubble.append(said);
  row.append(bubble);
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
  if (state === "failed") {
    const button = document.createElement("button");
    button.type = "button";
    button.addEventListener("click", onRetry);
    meta.append(label(button, "retry"));
  }
}

function buildQuote(quoted) {
  const quote = make("span", "quote");
  const signs = Array.from(quoted);
  quote.textContent =
    `${text("answer_to")} “${signs.slice(0, QUOTE_LENGTH).join("")}${signs.length > QUOTE_LENGTH ? "…" : ""}”`;
  return quote;
}

function caseNumbers(message) {
  const given = message.custom?.case_no;
  if (typeof given === "string") return [given];
  return new Set(message.text.match(CASE_NUMBER) ?? []);
}

function buildCase(number) {
  const card = make("div", "case");
  card.append(label(make("span", "case-label"), "case_label"));
  const shown = make("span", "case-no");
  shown.textContent = number;
  const button = document.createElement("button");
  button.type = "button";
  label(button, "copy");
  button.addEventListener("click", () => copy(number, shown, button));
  card.append(shown, button);
  return card;
}

async function copy(number, shown, button) {
  try {
    await navigator.clipboard.writeText(number);
  } catch {
    // Without the clipboard the number is marked, ready to be copied by hand.
    getSelection().selectAllChildren(shown);
    return;
  }
  label(button, "copied");
  setTimeout(() => label(button, "copy"), COPIED_MS);
}
