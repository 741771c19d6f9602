/* The live list: who waits, who is held by whom, and how they feel. */

import { curve, make } from "./make.js";
import { since, text } from "./texts.js";

const lines = document.getElementById("lines");
const none = document.getElementById("none");
const me = document.querySelector("meta[name=me]").content;

export class List {
  #items = new Map();
  #tab = "all";
  #chosen = null;
  #choose;

  constructor(choose) {
    this.#choose = choose;
    for (const tab of document.querySelectorAll("[data-tab]")) {
      tab.addEventListener("click", () => this.show(tab.dataset.tab));
      tab.addEventListener("keydown", (event) => this.#move(event, tab));
    }
    lines.addEventListener("keydown", (event) => this.#step(event));
    setInterval(() => this.#draw(), 15000);
  }

  replace(items) {
    this.#items = new Map(items.map((item) => [item.id, item]));
    this.#draw();
  }

  /** Take changed lines in, and return what each of them was before. */
  merge(items) {
    const before = items.map((item) => this.#items.get(item.id));
    for (const item of items) this.#items.set(item.id, item);
    // A place in the queue follows from all that wait.
    const waiting = [...this.#items.values()].filter((item) => item.queue).sort(inQueue);
    waiting.forEach((item, index) => { item.queue.place = index + 1; });
    this.#draw();
    return before;
  }

  get(id) {
    return this.#items.get(id);
  }

  mark(id) {
    this.#chosen = id;
    this.#draw();
  }

  show(tab) {
    this.#tab = tab;
    for (const each of document.querySelectorAll("[data-tab]")) {
      const selected = each.dataset.tab === tab;
      each.setAttribute("aria-selected", String(selected));
      each.tabIndex = selected ? 0 : -1;
    }
    this.#draw();
  }

  #in(tab, item) {
    if (tab === "waiting") return Boolean(item.queue);
    return tab === "mine" ? item.lease.holder === me : true;
  }

  #draw() {
    const all = [...this.#items.values()];
    for (const tab of ["waiting", "mine", "all"]) {
      const count = all.filter((item) => this.#in(tab, item)).length;
      document.querySelector(`[data-count=${tab}]`).textContent = count;
    }
    const shown = all.filter((item) => this.#in(this.#tab, item)).sort(inOrder);
    const focused = document.activeElement?.closest?.("[data-line]")?.dataset.line;
    lines.replaceChildren(...shown.map((item) => this.#line(item)));
    none.hidden = shown.length > 0;
    if (focused) lines.querySelector(`[data-line="${CSS.escape(focused)}"]`)?.focus();
  }

  #line(item) {
    const anger = (item.anger ?? 0).toFixed(1);
    const waiting = item.queue;
    const tags = [
      waiting && make("span", { class: `tag ${waiting.priority}` },
        `${text("live.place", { n: waiting.place })} · ${text(`reason.${waiting.reason}`)}`),
      waiting && make("span", { class: waiting.overdue ? "tag urgent" : "tag" }, since(waiting.entered_at)),
      item.lease.holder && make("span", { class: "tag held" },
        item.lease.holder === me ? text("live.you_speak") : item.lease.holder_name),
      ...item.threats.map((threat) => make("span", { class: "tag urgent" }, text(`threat.${threat}`))),
    ];
    const button = make("button", {
      type: "button", class: "line", "data-line": item.id,
      "aria-current": item.id === this.#chosen ? "true" : undefined,
      onclick: () => this.#choose(item.id),
    },
      make("span", { class: "line-top" },
        make("span", { class: "lang" }, item.language === "en" ? "EN" : item.language === "zh" ? "中" : "?"),
        make("span", { class: "line-id" }, shortId(item.id)),
        make("span", { class: "line-time" }, since(item.last_at))),
      make("span", { class: "line-mid" },
        make("span", { class: "preview" }, item.preview),
        item.curve.length ? curve(item.curve, text("live.curve", { anger })) : null),
      make("span", { class: "tags" },
        item.tone && item.tone !== "none" ? make("span", { class: `tag tone-${item.tone}` }, `${text(`tone.${item.tone}`)} ${anger}`) : null,
        ...tags));
    return make("li", {}, button);
  }

  #move(event, tab) {
    const order = ["waiting", "mine", "all"];
    const by = { ArrowRight: 1, ArrowLeft: 2 }[event.key];
    if (!by) return;
    const next = order[(order.indexOf(tab.dataset.tab) + by) % 3];
    this.show(next);
    document.querySelector(`[data-tab=${next}]`).focus();
  }

  #step(event) {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!by) return;
    const buttons = [...lines.querySelectorAll("[data-line]")];
    const next = buttons[buttons.indexOf(document.activeElement) + by];
    if (next) {
      event.preventDefault();
      next.focus();
    }
  }
}

const URGENCY = { urgent: 0, high: 1, normal: 2, low: 3 };

function inQueue(one, other) {
  return URGENCY[one.queue.priority] - URGENCY[other.queue.priority]
    || one.queue.entered_at.localeCompare(other.queue.entered_at);
}

function inOrder(one, other) {
  if (one.queue && other.queue) return inQueue(one, other);
  if (one.queue || other.queue) return one.queue ? -1 : 1;
  const held = Number(other.lease.holder === me) - Number(one.lease.holder === me);
  return held || other.last_at.localeCompare(one.last_at);
}

export function shortId(id) {
  return id.startsWith("web-") ? `web ${id.slice(4, 10)}` : id.slice(0, 28);
}
