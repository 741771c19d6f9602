/* Brings the page together: connection, outbox, conversation and composer. */

import { chooseLanguage, currentLanguage, followConversation, label, text, useLanguage } from "./catalogue.js";
import { Composer } from "./composer.js";
import { Connection } from "./connection.js";
import { ConversationView } from "./conversation.js";
import { Outbox } from "./outbox.js";

// An answer or a notice comes within ten seconds; a sign of typing that outlives it would be untrue.
const TYPING_MS = 11000;

const find = (id) => document.getElementById(id);
const status = find("status");
const typing = find("typing");
const choices = find("choices");
let typingTimer = 0;
let held = false;

const view = new ConversationView(find("log"), find("welcome"), find("jump"), (id) => outbox.retry(id));
const connection = new Connection({
  lastSeq: () => view.lastSeq,
  onState: showState,
  onSession: takeUp,
  onMessage: (message) => receive(message),
});
const outbox = new Outbox(connection, followEntry);

function showState(state) {
  status.dataset.state = state;
  label(find("status-text"), `status_${state}`);
  if (state === "online") outbox.flush();
  else showTyping(false);
}

function takeUp(confirmed) {
  held = confirmed.held;
  for (const message of confirmed.history) receive(message, { old: true });
  followConversation(confirmed.language, confirmed.locale);
}

function receive(message, { old = false } = {}) {
  if (message.message_id) outbox.settle(message.message_id);
  if (!view.show(message)) return;
  if (message.from !== "customer") showTyping(false);
  showChoices(view.last);
  if (!old) followConversation(message.language, message.locale);
}

function followEntry(entry, state, details) {
  if (state !== "stored") {
    view.draft(entry);
    return;
  }
  held = details.held;
  receive({
    from: "customer", kind: "message", seq: details.seq, at: details.at, text: entry.text,
    message_id: entry.id,
  });
  if (!held && !view.answered) showTyping(true);
}

function send(words) {
  showChoices(null);
  const metadata = {
    locale: currentLanguage(),
    timezone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  };
  view.draft(outbox.add(words, metadata));
  outbox.flush();
}

function showTyping(on) {
  clearTimeout(typingTimer);
  typing.hidden = !on;
  if (on) typingTimer = setTimeout(() => { typing.hidden = true; }, TYPING_MS);
}

function showChoices(message) {
  const buttons = message?.from === "customer" ? [] : message?.buttons ?? [];
  choices.replaceChildren(...buttons.filter((each) => each?.title).map((each) => {
    const chip = document.createElement("button");
    chip.type = "button";
    chip.className = "chip";
    chip.textContent = each.title;
    // A payload in Rasa's slash notation is for machines; people send what they read.
    const words = each.payload && !each.payload.startsWith("/") ? each.payload : each.title;
    chip.addEventListener("click", () => send(words));
    return chip;
  }));
  choices.hidden = choices.childElementCount === 0;
}

const composer = new Composer(find("composer"), send);

for (const button of document.querySelectorAll("[data-lang]")) {
  button.addEventListener("click", () => chooseLanguage(button.dataset.lang));
}
for (const chip of document.querySelectorAll("[data-starter]")) {
  chip.addEventListener("click", () => composer.begin(text(chip.dataset.starter)));
}
addEventListener("online", () => connection.open());

await useLanguage(currentLanguage());
for (const entry of outbox.waiting) view.draft(entry);
connection.open();
