/* Drafts that the promise gate stopped: why, how to get approval, and the approving itself. */

import { conversation, post, Refused } from "./api.js";
import { make } from "./make.js";
import { text, when } from "./texts.js";

/** The draft with the words that stop it marked; places count code points, not UTF-16 units. */
export function marked(written, findings) {
  const signs = [...written];
  const parts = [];
  let at = 0;
  for (const one of [...findings].sort((a, b) => a.start - b.start)) {
    const start = Math.max(at, one.start);
    if (one.end <= start) continue;
    parts.push(signs.slice(at, start).join(""), make("mark", {}, signs.slice(start, one.end).join("")));
    at = one.end;
  }
  return [...parts, signs.slice(at).join("")];
}

/** What the author of a stopped draft reads above the box, in which the draft stays. */
export function explanation(problem, field, close) {
  return [
    make("div", { class: "head" }, make("strong", {}, text("gate.stopped")),
      make("button", { type: "button", class: "quiet", onclick: close }, text("gate.close"))),
    make("p", { class: "draft" }, ...marked(problem.text, problem.findings)),
    make("ul", { class: "findings" }, ...problem.findings.map((one) => make("li", {},
      make("button", { type: "button", class: "quiet", "aria-label": text("gate.select", { text: one.text }), onclick: () => select(field, problem, one) }, one.text),
      make("span", {}, one.reason), make("span", { class: "way" }, one.way)))),
    make("p", {}, approval(problem)),
  ];
}

/** The stopped drafts in the brief: to be approved, or approved and ready to be sent. */
export class Drafts {
  #documents = new Map();
  #use;
  #changed;

  constructor(use, changed) {
    this.#use = use;
    this.#changed = changed;
  }

  lines(id, drafts) {
    return drafts.map((draft) => make("li", { class: "stopped-draft" },
      make("p", { class: "from" }, `${draft.case_no} · ${when(draft.at)}`),
      make("p", { class: "draft" }, ...marked(draft.text, draft.findings)),
      draft.approved ? this.#ready(draft)
        : draft.may_approve ? this.#form(id, draft)
          : make("p", { class: "hint" }, approvers(draft))));
  }

  #ready(draft) {
    return make("div", { class: "buttons" }, make("span", { class: "tag held" }, text("gate.approved")),
      make("button", { type: "button", onclick: () => this.#use(draft.text) }, text("gate.use")));
  }

  #form(id, draft) {
    const field = make("input", { id: `form-${draft.id}`, maxlength: 200, required: true, autocomplete: "off" });
    // The brief is drawn anew whenever somebody writes; what is typed here stays.
    field.value = this.#documents.get(draft.id) ?? "";
    field.addEventListener("input", () => this.#documents.set(draft.id, field.value));
    const problem = make("p", { class: "problem", role: "alert", hidden: true });
    const form = make("form", { class: "approve" },
      make("label", { for: field.id }, text("gate.document")), field, problem,
      make("button", { type: "submit", class: "main" }, text("gate.approve")));
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      try {
        await post(conversation(id, `/drafts/${encodeURIComponent(draft.id)}/approve`), { document: field.value.trim() });
        this.#documents.delete(draft.id);
        this.#changed();
      } catch (error) {
        if (!(error instanceof Refused)) throw error;
        problem.hidden = false;
        problem.textContent = error.message;
      }
    });
    return form;
  }
}

function approval(problem) {
  if (!problem.approvers.length) return text("gate.rewrite");
  if (!problem.case_no) return text("gate.no_case");
  const where = problem.at_desk ? text("gate.where", { case_no: problem.case_no }) : text("gate.elsewhere", { case_no: problem.case_no });
  return `${approvers(problem)} ${where}`;
}

function approvers(draft) {
  const names = draft.approvers.map((one) => text(`role.${one}`)).join(text("desk.comma"));
  return text("gate.approvers", { names });
}

function select(field, problem, finding) {
  const before = [...problem.text].slice(0, finding.start).join("").length;
  // The box may hold white space around what was checked.
  const start = Math.max(0, field.value.indexOf(problem.text)) + before;
  field.focus();
  if (field.value.startsWith(finding.text, start)) field.setSelectionRange(start, start + finding.text.length);
}
