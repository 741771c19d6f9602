/* Brings the page together: connection, outbox, conversation and composer. */

import {
  chooseLanguage, currentLanguage, followConversation, label, pageLanguage, text, useLanguage,
} from "./catalogue.js";
import { Composer } from "./composer.js";
import { Connection } from "./connection.js";
import { ConversationView } from "./conversation.js";
import { embedded, greetParent, onOpened, tellParent } from "./embedding.js";
import { Outbox } from "./outbox.js";
import { QueueCard } from "./queue.js";
import { loadSentences, speak } from "./sentences.js";
import { Typing } from "./typing.js";

const find = (id) => document.getElementById(id);
const status = find("status");
const choices = find("choices");
const GAP_MS = 1500;
let gapTimer = 0;
let held = false;
let unread = 0;

const view = new ConversationView(find("log"), find("welcome"), find("jump"), {
  onRetry: (id) => outbox.retry(id),
  onCorrect: (sentence) => send(sentence),
});
const connection = new Connection({
  filledTo: () => view.filledTo,
  onState: showState,
  onSession: takeUp,
  onMessage: (message) => receive(message),
  onSign: showSign,
});
const outbox = new Outbox(connection, followEntry);
const typing = new Typing(find("typing"), find("typing-text"), () => connection.tell("typing"));
const queue = new QueueCard(find("queue"), (contact, milliseconds) =>
  connection.ask("callback_request", { contact }, milliseconds));

function showState(state) {
  status.dataset.state = state;
  nameState();
  if (state === "online") {
    view.filled();
    outbox.flush();
    // A place in the queue is told when it changes; who comes back has to ask for it.
    connection.tell("queue_request");
  } else {
    typing.hide();
  }
}

function nameState() {
  const { state } = status.dataset;
  label(find("status-text"), held && state === "online" ? "status_person" : `status_${state}`);
}

function takeUp(confirmed) {
  held = confirmed.held;
  nameState();
  for (const message of confirmed.history) receive(message, { old: true });
  if (!confirmed.more) view.fillTo(confirmed.last_seq);
  follow(confirmed);
}

function receive(message, { old = false } = {}) {
  if (message.message_id) outbox.settle(message.message_id);
  if (!view.show(message)) return;
  if (message.from !== "customer") typing.hide();
  showChoices(view.last);
  if (old) return;
  if (view.hasGap) fillGapSoon();
  follow(message);
  if (message.from !== "customer") countUnread();
}

// A reply may be on its way behind the acknowledgement of a later message; what does not come is
// asked for.
function fillGapSoon() {
  clearTimeout(gapTimer);
  gapTimer = setTimeout(() => { if (view.hasGap) connection.catchUp(); }, GAP_MS);
}

function follow({ language, locale }) {
  const spoken = pageLanguage(language, locale);
  if (spoken) speak(spoken);
  followConversation(language, locale);
}

function showSign(name, data) {
  if (name === "typing") {
    typing.show(data);
  } else if (name === "queue_state") {
    queue.show(data);
  } else if (name === "person_joined") {
    const person = typeof data?.name === "string" ? data.name.trim() : "";
    const key = person ? "person_joined" : "person_joined_unnamed";
    changeHands(true, key, person ? { name: person } : null, data?.at);
  } else if (name === "person_left") {
    changeHands(false, "person_left", null, data?.at);
  }
}

function changeHands(isHeld, key, values, at) {
  held = isHeld;
  if (isHeld) queue.hide();
  typing.hide();
  view.tell(key, values, at ?? "");
  nameState();
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
  if (!held && !view.answered) typing.expect();
}

function send(words) {
  showChoices(null);
  typing.sent();
  const metadata = {
    locale: currentLanguage(),
    timezone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  };
  view.draft(outbox.add(words, metadata));
  outbox.flush();
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
    chip.addEventListener("click", (event) => {
      send(words);
      // Pressed from the keyboard the chip takes the focus with it; a finger wants no keyboard.
      if (event.detail === 0) composer.focus();
    });
    return chip;
  }));
  choices.hidden = choices.childElementCount === 0;
}

function countUnread() {
  if (!document.hidden && !embedded) return;
  unread += 1;
  if (document.hidden) document.title = `(${unread}) ${text("title")}`;
  tellParent("jieyou.unread", { count: unread });
}

function seen() {
  unread = 0;
  document.title = text("title");
}

const composer = new Composer(find("composer"), send, () => typing.note());

for (const button of document.querySelectorAll("[data-lang]")) {
  button.addEventListener("click", () => chooseLanguage(button.dataset.lang));
}
for (const chip of document.querySelectorAll("[data-starter]")) {
  chip.addEventListener("click", () => composer.begin(text(chip.dataset.starter)));
}
addEventListener("online", () => connection.catchUp());
document.addEventListener("visibilitychange", () => {
  if (document.hidden) return;
  seen();
  connection.catchUp();
});
onOpened(() => {
  seen();
  composer.focus();
});
find("close")?.addEventListener("click", () => tellParent("jieyou.close"));
addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !event.isComposing) tellParent("jieyou.close");
});
if (!embedded) navigator.serviceWorker?.register("/sw.js").catch(() => {});

const [identity] = await Promise.all([
  greetParent(), useLanguage(currentLanguage()), loadSentences(),
]);
for (const entry of outbox.waiting) view.draft(entry);
connection.open(identity);
