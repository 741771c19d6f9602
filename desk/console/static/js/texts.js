/* The page's texts: the catalogue of the language that the server chose. */

const language = document.querySelector("meta[name=texts]").content;
const answer = await fetch(`/desk/static/catalogues/${language}.json`);
if (!answer.ok) throw new Error(`no catalogue for ${language}`);
const texts = await answer.json();

export { language };

export function text(key, values = {}) {
  const pattern = texts[key] ?? key.split(".").at(-1);
  return pattern.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

export const has = (key) => key in texts;

const timeZone = document.querySelector("meta[name=timezone]").content;
const locale = language === "en" ? "en-GB" : "zh-CN";
const minute = new Intl.DateTimeFormat(locale, { timeZone, hour: "2-digit", minute: "2-digit" });
const day = new Intl.DateTimeFormat(locale, { timeZone, year: "numeric", month: "2-digit", day: "2-digit" });
const full = new Intl.DateTimeFormat(locale, {
  timeZone, month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit",
});
// The product's clock may differ from this machine's; what counts is the product's.
let ahead = 0;

export function setNow(iso) {
  ahead = new Date(iso) - Date.now();
}

export const now = () => new Date(Date.now() + ahead);

/** An instant as hours and minutes, with its day where that is not today. */
export function when(iso) {
  const at = new Date(iso);
  return (day.format(at) === day.format(now()) ? minute : full).format(at);
}

export function since(iso) {
  const seconds = Math.max(0, Math.round((now() - new Date(iso)) / 1000));
  return seconds < 60
    ? text("live.seconds", { n: seconds })
    : text("live.minutes", { n: Math.floor(seconds / 60) });
}
