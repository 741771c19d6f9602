/* The brief beside the conversation, the record that is edited together with the bot, the phrases. */

import { conversation, get, post, Refused } from "./api.js";
import { Drafts } from "./drafts.js";
import { make } from "./make.js";
import { language, now, text, when } from "./texts.js";

const body = document.getElementById("brief-body");
const NUMBERS = ["amount", "quantity"];
const DEMANDS = ["refund", "return", "replacement", "repair", "compensation", "apology", "explanation", "improvement", "punish_staff", "delivery", "other"];

export class Brief {
  #id = null;
  #may;
  #shown = null;
  #editing = null;
  #timer = 0;
  #told = "";
  #drafts;

  constructor(may, use) {
    this.#may = may;
    this.#drafts = new Drafts(use, () => this.refresh().catch(() => {}));
  }

  async open(id) {
    this.#id = id;
    this.#editing = null;
    this.#shown = null;
    this.#told = "";
    await this.refresh();
  }

  /** Read it again soon: several messages in a row are one look. */
  soon() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.refresh().catch(() => {}), 800);
  }

  async refresh() {
    const id = this.#id;
    if (!id) return;
    const shown = await get(conversation(id, `/brief?language=${language}`));
    if (id !== this.#id) return;
    this.#shown = shown;
    // What somebody is typing into is not pulled from under their hands.
    if (this.#editing !== null) return;
    const typing = body.contains(document.activeElement) ? document.activeElement.id : "";
    this.#draw();
    if (typing) document.getElementById(typing)?.focus();
  }

  #draw() {
    const shown = this.#shown;
    body.replaceChildren(...[
      shown.available ? null : make("p", { class: "problem" }, text("brief.unavailable")),
      this.#told ? make("p", { class: "done", role: "status" }, this.#told) : null,
      shown.callback ? make("p", { class: "done" }, text("brief.callback", shown.callback)) : null,
      ...section("gate.drafts", this.#drafts.lines(this.#id, shown.drafts)),
      ...this.#record(shown),
      ...section("brief.evidence", shown.evidence.map((one) => make("li", {},
        make("span", {}, labelled(one.label)), make("q", {}, one.text), place(one.seq)))),
      ...section("brief.promises", shown.promises.map((one) => make("li", { class: late(one) ? "late" : "" },
        `${text(`clock.${one.name}`)} · ${one.met_at ? text("brief.met") : `${text("brief.due", { at: when(one.due_at) })}${late(one) ? ` · ${text("brief.late")}` : ""}`}`))),
      ...section("brief.cases", shown.cases.map(caseLine)),
      ...section("brief.earlier", shown.earlier.map(caseLine)),
    ].filter(Boolean));
  }

  /** Say something above the brief, for as long as it takes to read it, whatever comes in meanwhile. */
  #tell(words) {
    this.#told = words;
    setTimeout(() => { if (this.#told === words) this.#told = ""; }, 5000);
  }

  #record(shown) {
    if (!shown.intake_open) return shown.available ? [make("p", { class: "empty" }, text("brief.no_intake"))] : [];
    const editable = this.#may("record.edit");
    const facts = shown.facts.map((fact) => this.#fact(fact, editable));
    const missing = shown.missing.map((slot) => make("li", {},
      make("span", {}, text(`field.${slot}`)),
      editable ? make("button", { type: "button", class: "quiet", onclick: () => this.#edit({ slot, value: null }) }, text("brief.fill")) : null));
    return [
      shown.requested ? make("p", { class: "asks" }, `${text("brief.asks")} `, make("strong", {}, text(`field.${shown.requested}`))) : null,
      make("h2", {}, text("brief.facts")),
      make("dl", { class: "facts" }, ...facts.flat()),
      ...section("brief.missing", missing),
    ];
  }

  #fact(fact, editable) {
    return [
      make("dt", {}, text(`field.${fact.slot}`)),
      make("dd", {}, make("span", {}, shownValue(fact)), " ", place(fact.seq),
        editable ? make("button", { type: "button", class: "quiet", "aria-label": `${text("brief.edit")} ${text(`field.${fact.slot}`)}`, onclick: () => this.#edit(fact) }, text("brief.edit")) : null),
    ];
  }

  #edit(fact) {
    this.#editing = fact.slot;
    const field = input(fact);
    const form = make("form", { class: "edit card" },
      make("label", { for: "edit-field" }, text(`field.${fact.slot}`)), field,
      make("p", { class: "problem", role: "alert", hidden: true }),
      make("div", { class: "buttons" },
        make("button", { type: "submit", class: "main" }, text("brief.save")),
        make("button", { type: "button", onclick: () => this.#stop() }, text("brief.cancel"))));
    form.addEventListener("submit", (event) => { event.preventDefault(); this.#save(fact.slot, valueOf(fact.slot, field), form); });
    form.addEventListener("keydown", (event) => { if (event.key === "Escape") this.#stop(); });
    body.replaceChildren(form);
    field.focus();
  }

  #stop() {
    this.#editing = null;
    this.#draw();
  }

  async #save(slot, value, form) {
    try {
      this.#shown = await post(conversation(this.#id, `/record?language=${language}`), { changes: { [slot]: value } });
      this.#tell(text("brief.saved"));
      this.#stop();
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      const problem = form.querySelector(".problem");
      problem.hidden = false;
      problem.textContent = error.message;
    }
  }
}

export async function phrases(id, box, use) {
  const offered = await get(conversation(id, `/phrases?language=${language}`));
  const topics = [...new Set(offered.items.map((item) => item.topic))];
  box.replaceChildren(...topics.map((topic) => make("div", { class: "topic" },
    make("h3", {}, text(`topic.${topic}`)),
    ...offered.items.filter((item) => item.topic === topic).map((item) => make("button", {
      type: "button", class: "phrase", lang: offered.language === "en" ? "en" : "zh-Hans",
      onclick: () => use(item.text),
    }, item.text, item.meaning === item.text ? null
      : make("small", { lang: language === "en" ? "en" : "zh-Hans" }, text("composer.meaning", { text: item.meaning })))))));
}

function section(key, items) {
  return items.length ? [make("h2", {}, text(key)), make("ul", { class: "plain" }, ...items)] : [];
}

function labelled(label) {
  const [kind, code] = label.split(".");
  return text({ threats: `threat.${code}`, demand: `demand.${code}`, category: `category.${code}`, tone: `tone.${code}` }[kind] ?? label);
}

function place(seq) {
  return seq ? make("a", { class: "where", href: `#message-${seq}`, onclick: (event) => {
    event.preventDefault();
    document.getElementById("floor").dataset.view = "talk";
    document.getElementById(`message-${seq}`)?.scrollIntoView({ block: "center" });
  } }, text("brief.where", { n: seq })) : null;
}

function caseLine(one) {
  return make("li", {}, make("a", { class: "number", href: `/desk/cases/${one.case_no}` }, one.case_no),
    ` ${text(`status.${one.status}`)} · ${one.product ?? text(`category.${one.category[0]}`)}`);
}

const late = (one) => !one.met_at && new Date(one.due_at) < now();

function shownValue(fact) {
  const value = fact.value ?? fact.stated;
  if (Array.isArray(value)) return value.map((one) => text(`demand.${one}`)).join(text("desk.comma"));
  return String(value);
}

function input(fact) {
  const value = fact.value ?? "";
  if (fact.slot === "demand") {
    return make("select", { id: "edit-field", multiple: true, size: 6 },
      ...DEMANDS.map((one) => make("option", { value: one, selected: (fact.value ?? []).includes(one) }, text(`demand.${one}`))));
  }
  if (fact.slot === "complaint_text") {
    const area = make("textarea", { id: "edit-field", rows: 8, maxlength: 8000 });
    area.value = value;
    return area;
  }
  const type = NUMBERS.includes(fact.slot) ? "number" : fact.slot === "incident_date" ? "date" : "text";
  const field = make("input", { id: "edit-field", type, maxlength: 200, step: fact.slot === "amount" ? "0.01" : undefined, min: type === "number" ? 0 : undefined });
  field.value = value;
  return field;
}

function valueOf(slot, field) {
  if (slot === "demand") {
    const chosen = [...field.selectedOptions].map((option) => option.value);
    return chosen.length ? chosen : null;
  }
  const written = field.value.trim();
  if (!written) return null;
  return NUMBERS.includes(slot) ? Number(written) : written;
}
