/* The texts of the interface and the language in which they stand. */

const COOKIE = "jieyou_lang";
const YEAR_SECONDS = 365 * 24 * 3600;

let texts = {};
let language = document.documentElement.lang;
let chosen = document.documentElement.dataset.chosen === "yes";
const listeners = [];

export const currentLanguage = () => language;

export function text(key, values = {}) {
  const pattern = texts[key] ?? "";
  return pattern.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

export function onLanguage(listener) {
  listeners.push(listener);
}

export async function useLanguage(code) {
  const answer = await fetch(`/static/catalogues/${code}.json`);
  if (!answer.ok) throw new Error(`no catalogue for ${code}`);
  texts = await answer.json();
  language = code;
  document.documentElement.lang = code;
  paint(document);
  document.title = text("title");
  for (const button of document.querySelectorAll("[data-lang]")) {
    button.setAttribute("aria-pressed", String(button.dataset.lang === code));
  }
  for (const listener of listeners) listener(code);
}

/** The customer's own choice; it outranks what the conversation suggests. */
export async function chooseLanguage(code) {
  chosen = true;
  document.cookie = `${COOKIE}=${code}; Path=/; Max-Age=${YEAR_SECONDS}; SameSite=Lax`;
  await useLanguage(code);
}

/** Follow the conversation's language until the customer chooses one. */
export async function followConversation(spoken, locale) {
  if (chosen || !spoken || language.split("-")[0] === spoken) return;
  const chinese = locale?.startsWith("zh-Hant") ? "zh-Hant" : "zh-Hans";
  await useLanguage(spoken === "zh" ? chinese : "en");
}

function paint(root) {
  for (const [attribute, apply] of [
    ["data-i18n", (element, value) => { element.textContent = value; }],
    ["data-i18n-label", (element, value) => element.setAttribute("aria-label", value)],
    ["data-i18n-placeholder", (element, value) => element.setAttribute("placeholder", value)],
  ]) {
    for (const element of root.querySelectorAll(`[${attribute}]`)) {
      apply(element, text(element.getAttribute(attribute)));
    }
  }
}

/** Let an element show a text and keep showing it when the language changes. */
export function label(element, key) {
  element.setAttribute("data-i18n", key);
  element.textContent = text(key);
  return element;
}
