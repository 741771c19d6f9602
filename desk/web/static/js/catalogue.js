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
  const wanted = pageLanguage(spoken, locale);
  if (chosen || !wanted || language === wanted) return;
  // Simplified signs are no reason to leave a page that is read in Traditional ones.
  if (wanted === "zh-Hans" && language === "zh-Hant" && !locale) return;
  await useLanguage(wanted);
}

/** Return the language of ours for what the conversation is said to be in, else null. */
export function pageLanguage(spoken, locale) {
  if (spoken === "en") return "en";
  if (spoken !== "zh") return null;
  return locale?.startsWith("zh-Hant") ? "zh-Hant" : "zh-Hans";
}

const ATTRIBUTES = { "aria-label": "data-i18n-label", placeholder: "data-i18n-placeholder" };

function paint(root) {
  for (const element of root.querySelectorAll("[data-i18n]")) {
    element.textContent = textFor(element, "data-i18n");
  }
  for (const [attribute, named] of Object.entries(ATTRIBUTES)) {
    for (const element of root.querySelectorAll(`[${named}]`)) {
      element.setAttribute(attribute, textFor(element, named));
    }
  }
}

function textFor(element, named) {
  const values = JSON.parse(element.getAttribute(`${named}-values`) ?? "{}");
  const keys = JSON.parse(element.getAttribute(`${named}-keys`) ?? "{}");
  for (const [name, key] of Object.entries(keys)) values[name] = text(key);
  return text(element.getAttribute(named), values);
}

/** Let an element show a text and keep showing it when the language changes. */
export function label(element, key, values = null) {
  element.setAttribute("data-i18n", key);
  if (values) element.setAttribute("data-i18n-values", JSON.stringify(values));
  else element.removeAttribute("data-i18n-values");
  element.textContent = textFor(element, "data-i18n");
  return element;
}

/** Do the same for `aria-label` or `placeholder`; the values are keys of texts themselves. */
export function labelAttribute(element, attribute, key, keys = {}) {
  const named = ATTRIBUTES[attribute];
  element.setAttribute(named, key);
  element.setAttribute(`${named}-keys`, JSON.stringify(keys));
  element.setAttribute(attribute, textFor(element, named));
  return element;
}
