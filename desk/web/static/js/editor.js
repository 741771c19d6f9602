/* The small form in which one line of the record is changed. */

import { label, labelAttribute, text } from "./catalogue.js";
import { button, make } from "./dom.js";
import { correction } from "./sentences.js";

const DEMANDS = [
  "refund", "return", "replacement", "repair", "compensation", "apology", "explanation",
  "improvement", "punish_staff", "delivery",
];
const LONGEST = 500;
const ISO_DATE = /^\d{4}-\d\d-\d\d$/;

/** Return the form; onSave(sentence, words) gets what to send and what the line shows. */
export function buildEditor(field, value, { onSave, onCancel }) {
  const form = make("form", "editor");
  const control = field === "demand" ? buildDemands(value) : buildField(field, value);
  const save = make("button", "editor-save");
  save.type = "submit";
  form.append(
    control.element,
    make("div", "editor-buttons", [label(save, "save"), label(button("editor-cancel", onCancel), "cancel")]),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const given = control.read();
    if (!given.length) return;
    const words = Array.isArray(given)
      ? given.map((code) => text(`demand_${code}`)).join(" · ")
      : given;
    onSave(correction(field, given), words);
  });
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    onCancel();
  });
  return form;
}

function buildField(field, value) {
  const given = value === null ? "" : String(value);
  const element = document.createElement(field === "complaint_text" ? "textarea" : "input");
  element.maxLength = LONGEST;
  element.required = true;
  if (field === "complaint_text") {
    element.rows = 3;
    labelAttribute(element, "placeholder", "add_hint");
  } else if (field === "incident_date" && (!given || ISO_DATE.test(given))) {
    element.type = "date";
  } else if (field === "quantity" && (!given || /^\d+$/.test(given))) {
    element.type = "number";
    element.min = "1";
    element.step = "1";
  }
  element.value = given;
  labelAttribute(element, "aria-label", `field_${field}`);
  return { element, read: () => element.value.trim().replace(/\s*\n\s*/g, " ") };
}

function buildDemands(value) {
  const known = new Set(Array.isArray(value) ? value : []);
  const element = make("fieldset", "demands");
  element.append(label(make("legend", "visually-hidden"), "field_demand"));
  for (const code of DEMANDS) {
    const box = document.createElement("input");
    box.type = "checkbox";
    box.value = code;
    box.checked = known.has(code);
    element.append(make("label", "demand", [box, label(make("span"), `demand_${code}`)]));
  }
  const read = () => [...element.querySelectorAll("input:checked")].map((box) => box.value);
  return { element, read };
}
