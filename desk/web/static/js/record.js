/* The record that is read back before filing: a card whose lines can be edited in place. */

import { label, labelAttribute } from "./catalogue.js";
import { button, make } from "./dom.js";
import { buildEditor } from "./editor.js";
import { canCorrect } from "./sentences.js";

const BULLET = "· ";
const ADDED_TO = "complaint_text";
const LONG_TEXT = 110;

/** Return what is said before and after the record's lines, which the card shows instead. */
export function withoutRecord(words) {
  const lines = words.split("\n");
  const first = lines.findIndex((line) => line.startsWith(BULLET));
  if (first < 0) return { before: words, after: "" };
  return { before: lines.slice(0, first).join("\n"), after: lines.slice(first + 1).at(-1) ?? "" };
}

/** Return the card; onCorrect(sentence) sends what an edited line says. */
export function buildRecord(lines, onCorrect) {
  const card = make("section", "record");
  labelAttribute(card, "aria-label", "record_label");
  const list = make("dl", "record-lines");
  for (const line of lines) {
    if (Array.isArray(line) && typeof line[0] === "string") list.append(buildLine(line, onCorrect));
  }
  card.append(list);
  return card;
}

/** Make a card that was overtaken one that is only read. */
export function retire(row) {
  for (const element of row.querySelectorAll(".record-change, .editor-cell")) element.remove();
  for (const value of row.querySelectorAll(".record dd")) value.hidden = false;
  row.querySelector(".record")?.classList.add("old");
}

function buildLine([field, value], onCorrect) {
  const line = make("div", "record-line");
  line.dataset.field = field;
  const shown = make("dd", "record-value");
  show(shown, field, value);
  line.append(label(make("dt"), `field_${field}`), shown);
  if (!onCorrect || !canCorrect(field)) return line;
  const adds = field === ADDED_TO;
  const change = button("record-edit", () => {
    const form = buildEditor(field, adds ? "" : value, {
      onSave: (sentence, words) => {
        close(editor);
        onCorrect(sentence);
        if (!adds) shown.textContent = words;
        line.classList.add("changed");
        label(line.querySelector(".change-sent") ?? append(line, make("dd", "change-sent")), "change_sent");
      },
      onCancel: () => close(editor),
    });
    const editor = make("dd", "editor-cell", form);
    shown.hidden = !adds;
    change.hidden = true;
    line.append(editor);
    form.querySelector("input, textarea").focus();
  });
  const close = (editor) => {
    editor.remove();
    shown.hidden = false;
    change.hidden = false;
    change.focus();
  };
  label(change, adds ? "edit_add_short" : "edit_short");
  labelAttribute(change, "aria-label", adds ? "edit_add" : "edit", { field: `field_${field}` });
  line.append(make("dd", "record-change", change));
  return line;
}

function append(parent, child) {
  parent.append(child);
  return child;
}

function show(shown, field, value) {
  if (value === null) {
    label(shown, "none_given");
    return;
  }
  if (Array.isArray(value)) {
    for (const code of value) {
      shown.append(label(make("span", "tag"), `${field}_${code}`));
    }
    return;
  }
  const words = String(value);
  shown.dir = "auto";
  if (words.length <= LONG_TEXT) {
    shown.textContent = words;
    return;
  }
  const body = make("span", "clamped", words);
  const more = button("record-more", () => {
    const open = body.classList.toggle("clamped");
    more.setAttribute("aria-expanded", String(!open));
    label(more, open ? "more" : "less");
  });
  more.setAttribute("aria-expanded", "false");
  label(more, "more");
  shown.append(body, more);
  // On a wide page the text may fit; whether it does is known once it was laid out.
  requestAnimationFrame(() => { more.hidden = body.isConnected && body.scrollHeight <= body.clientHeight; });
}
