/* Tells the agent in this page, and by the browser where it is in the background. */

import { make } from "./make.js";
import { text } from "./texts.js";

const toasts = document.getElementById("toasts");
const bell = document.getElementById("bell");
const SHOWN_MS = 7000;
const WISH = "jieyou-notify";
let open = () => {};

export function onOpen(listener) {
  open = listener;
}

export function notify(message, conversationId) {
  const toast = make("button", { type: "button", class: "toast" }, message);
  toast.addEventListener("click", () => {
    toast.remove();
    if (conversationId) open(conversationId);
  });
  toasts.append(toast);
  setTimeout(() => toast.remove(), SHOWN_MS);
  if (document.hidden && wanted()) {
    const shown = new Notification(text("desk.title"), { body: message, tag: conversationId });
    shown.onclick = () => {
      window.focus();
      if (conversationId) open(conversationId);
    };
  }
}

function wanted() {
  return "Notification" in window && Notification.permission === "granted" && localStorage.getItem(WISH) === "yes";
}

function show() {
  bell.setAttribute("aria-pressed", String(wanted()));
  bell.textContent = text(wanted() ? "live.notify_on" : "live.notify");
  bell.hidden = !("Notification" in window);
}

bell.addEventListener("click", async () => {
  if (wanted()) localStorage.removeItem(WISH);
  else if ((await Notification.requestPermission()) === "granted") localStorage.setItem(WISH, "yes");
  show();
});
show();
