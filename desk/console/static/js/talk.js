/* The conversation: what was said, what colleagues whisper, and what may be done. */

import { conversation, get, post, Refused } from "./api.js";
import { explanation } from "./drafts.js";
import { shortId } from "./list.js";
import { make } from "./make.js";
import { language, text, when } from "./texts.js";

const $ = (id) => document.getElementById(id);
const me = document.querySelector("meta[name=me]").content;
const log = $("log");
const field = $("text");
const TYPING_MS = 3000;

export class Talk {
  #id = null;
  #rows = new Map();
  #lease = null;
  #item = null;
  #may;
  #changed;
  #lastTyping = 0;
  #typingTimer = 0;
  #emitTyping;
  #reading = 0;

  constructor(may, emitTyping, changed) {
    this.#may = may;
    this.#emitTyping = emitTyping;
    this.#changed = changed;
    $("take").addEventListener("click", () => this.#deed("/take"));
    $("give-back").addEventListener("click", () => this.#deed("/give-back"));
    $("barge-in").addEventListener("click", () => this.#deed("/barge-in"));
    $("dismiss").addEventListener("click", () => this.#deed("/dismiss"));
    $("pass-on").addEventListener("click", () => this.#deed("/pass-on", { to: $("colleague").value || null }));
    $("composer").addEventListener("submit", (event) => { event.preventDefault(); this.#send(); });
    field.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
        event.preventDefault();
        this.#send();
      }
    });
    field.addEventListener("input", () => this.#typed());
    for (const mode of document.querySelectorAll("input[name=mode]")) {
      mode.addEventListener("change", () => this.#draw());
    }
  }

  get id() {
    return this.#id;
  }

  get isMine() {
    return this.#lease?.holder === me;
  }

  async open(id, item) {
    this.#id = id;
    this.#item = item;
    this.#rows.clear();
    log.replaceChildren();
    this.fail(null);
    this.#explain(null);
    await this.refresh(0);
    log.scrollTop = log.scrollHeight;
  }

  /** Read what came since a number; a page that was cut off comes back like this. */
  async refresh(after = this.#last()) {
    const id = this.#id;
    if (!id) return;
    const turn = ++this.#reading;
    const shown = await get(conversation(id, `?after=${after}`));
    if (turn !== this.#reading || id !== this.#id) return;
    for (const message of shown.messages) this.take(message);
    for (const whisper of shown.whispers) this.whisper(whisper);
    this.lease(shown.lease);
    if (shown.messages.at(-1)?.seq < shown.last_seq) await this.refresh();
  }

  take(message) {
    this.#put(message.at, `m${message.seq}`, row(message));
    if (message.from === "customer") this.customerTypes(false);
  }

  whisper(told) {
    this.#put(told.at, `w${told.id}`, make("div", { class: "row whisper" },
      make("p", { class: "from" }, `${told.author_name} · ${text("composer.whisper")} · ${when(told.at)}`),
      make("p", { class: "bubble" }, told.text)));
  }

  lease(lease) {
    if (this.#lease?.version > lease.version && this.#lease.of === this.#id) return;
    this.#lease = { ...lease, of: this.#id };
    this.#draw();
  }

  item(item) {
    this.#item = item;
    this.#draw();
  }

  customerTypes(does = true) {
    clearTimeout(this.#typingTimer);
    $("typing").hidden = !does;
    if (does) this.#typingTimer = setTimeout(() => this.customerTypes(false), 4000);
  }

  fail(message) {
    $("problem").hidden = !message;
    $("problem").textContent = message ?? "";
  }

  /** Put an approved draft into the box in place of what stands there. */
  use(said) {
    const say = document.querySelector("input[name=mode][value=say]");
    if (say.disabled) return;
    say.checked = true;
    field.value = said;
    this.#explain(null);
    this.#draw();
    field.focus();
  }

  put(said) {
    field.value = field.value ? `${field.value} ${said}` : said;
    field.focus();
  }

  async deed(name) {
    const button = $(name);
    if (!button.hidden && !$("deeds").hidden) button.click();
  }

  #last() {
    return Math.max(0, ...[...this.#rows.keys()].filter((key) => key.startsWith("m")).map((key) => Number(key.slice(1))));
  }

  #put(at, key, element) {
    const known = this.#rows.get(key);
    const low = log.scrollHeight - log.scrollTop - log.clientHeight < 80;
    element.dataset.at = at;
    element.dataset.key = key;
    if (known) known.replaceWith(element);
    else {
      const later = [...log.children].find((each) => each.dataset.at > at || (each.dataset.at === at && order(each.dataset.key) > order(key)));
      log.insertBefore(element, later ?? null);
    }
    this.#rows.set(key, element);
    if (low) log.scrollTop = log.scrollHeight;
  }

  #draw() {
    const lease = this.#lease;
    const any = Boolean(this.#id && lease);
    $("talk-bar").hidden = $("deeds").hidden = !any;
    if (!any) return;
    const mine = this.isMine;
    const whispering = document.querySelector("input[name=mode]:checked").value === "whisper";
    $("talk-title").textContent = shortId(this.#id);
    $("speaker").textContent = mine ? text("live.you_speak")
      : lease.holder ? text("live.other_speaks", { name: lease.holder_name }) : text("live.bot_speaks");
    $("speaker").dataset.who = mine ? "me" : lease.holder ? "other" : "bot";
    const takes = this.#may("conversations.take");
    $("take").hidden = Boolean(lease.holder) || !takes;
    $("give-back").hidden = !mine;
    $("pass").hidden = !mine;
    $("barge-in").hidden = !lease.holder || mine || !this.#may("conversations.barge_in");
    $("dismiss").hidden = !this.#item?.queue || !takes || mine;
    $("composer").hidden = !(mine || this.#may("conversations.whisper"));
    const say = document.querySelector("input[name=mode][value=say]");
    say.disabled = !mine;
    if (!mine && !whispering) {
      document.querySelector("input[name=mode][value=whisper]").checked = true;
    }
    $("composer").classList.toggle("whispering", document.querySelector("input[name=mode]:checked").value === "whisper");
  }

  async #deed(rest, body) {
    this.fail(null);
    const id = this.#id;
    try {
      const lease = await post(conversation(id, rest), body ?? {});
      if (id !== this.#id) return;
      if (lease) this.lease(lease);
      if (rest === "/take" || rest === "/barge-in") {
        document.querySelector("input[name=mode][value=say]").checked = true;
        this.#draw();
        field.focus();
      }
      this.#changed(rest);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      this.fail(error.message);
      await this.refresh().catch(() => {});
    }
  }

  async #send() {
    const written = field.value.trim();
    if (!written || !this.#id) return;
    const whispering = document.querySelector("input[name=mode]:checked").value === "whisper";
    const id = this.#id;
    $("send").disabled = true;
    try {
      if (whispering) await post(conversation(id, "/whispers"), { text: written });
      else {
        // The same text that is sent again after a failure keeps its id, so that it is said once.
        if (field.dataset.written !== written) {
          field.dataset.written = written;
          field.dataset.id = crypto.randomUUID();
        }
        const message = await post(conversation(id, "/messages"), { text: written, message_id: field.dataset.id, language });
        if (id === this.#id) this.take(message);
      }
      field.value = "";
      delete field.dataset.written;
      this.fail(null);
      this.#explain(null);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      const stopped = error.problem.reason === "promise_stopped" && id === this.#id;
      this.fail(stopped ? null : error.message);
      this.#explain(stopped ? error.problem : null);
    } finally {
      $("send").disabled = false;
      field.focus();
    }
  }

  /** Say why a draft was stopped; the draft itself stays in the box. */
  #explain(problem) {
    const close = () => { this.#explain(null); field.focus(); };
    $("stopped").hidden = !problem;
    $("stopped").replaceChildren(...(problem ? explanation(problem, field, close) : []));
    if (problem) {
      field.setAttribute("aria-invalid", "true");
      field.setAttribute("aria-describedby", "stopped");
    } else {
      field.removeAttribute("aria-invalid");
      field.removeAttribute("aria-describedby");
    }
  }

  #typed() {
    field.removeAttribute("aria-invalid");
    if (!this.isMine || Date.now() - this.#lastTyping < TYPING_MS) return;
    if (document.querySelector("input[name=mode]:checked").value !== "say") return;
    this.#lastTyping = Date.now();
    this.#emitTyping(this.#id);
  }
}

const order = (key) => Number(key.slice(1));

function row(message) {
  const who = message.from === "agent" ? message.agent : text(message.from === "bot" ? "live.bot" : "live.customer");
  const reading = message.reading;
  const tags = reading ? [
    reading.tone && reading.tone !== "none" ? make("span", { class: `tag tone-${reading.tone}` }, `${text(`tone.${reading.tone}`)} ${(reading.anger ?? 0).toFixed(1)}`) : null,
    ...reading.threats.map((one) => make("span", { class: "tag urgent" }, text(`threat.${one}`))),
    ...reading.demand.map((one) => make("span", { class: "tag" }, text(`demand.${one}`))),
  ].filter(Boolean) : [];
  const kept = (message.suppressed ?? []).map((said) => make("div", { class: "kept" },
    make("p", { class: "from" }, text("live.suppressed")), make("p", {}, said)));
  return make("div", { class: `row ${message.from}${message.kind === "notice" ? " notice" : ""}`, id: `message-${message.seq}` },
    make("p", { class: "from" }, `${who} · ${when(message.at)}`),
    make("p", { class: "bubble" }, message.text),
    tags.length ? make("p", { class: "tags" }, ...tags) : null,
    ...kept);
}
