/* Times of day and names of days in the interface's language. */

import { currentLanguage, text } from "./catalogue.js";

const DAY_MS = 24 * 3600 * 1000;

export function timeOfDay(instant) {
  return new Intl.DateTimeFormat(currentLanguage(), { hour: "2-digit", minute: "2-digit" })
    .format(instant);
}

export function dayKey(instant) {
  return `${instant.getFullYear()}-${instant.getMonth()}-${instant.getDate()}`;
}

export function dayName(instant) {
  const now = new Date();
  if (dayKey(instant) === dayKey(now)) return text("today");
  if (dayKey(instant) === dayKey(new Date(now.getTime() - DAY_MS))) return text("yesterday");
  return new Intl.DateTimeFormat(currentLanguage(), {
    year: instant.getFullYear() === now.getFullYear() ? undefined : "numeric",
    month: "long",
    day: "numeric",
    weekday: "short",
  }).format(instant);
}
