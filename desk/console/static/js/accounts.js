/* Accounts: created, changed, given a new password, ended. */

import { call, Refused } from "./api.js";
import { text } from "./texts.js";

const problem = document.getElementById("problem");
const told = document.getElementById("told");

async function attempt(work) {
  problem.hidden = told.hidden = true;
  try {
    await work();
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    problem.hidden = false;
    problem.textContent = error.message;
    problem.scrollIntoView({ block: "nearest" });
  }
}

function tell(message) {
  told.hidden = false;
  told.textContent = message;
  told.scrollIntoView({ block: "nearest" });
}

document.getElementById("create").addEventListener("submit", (event) => {
  event.preventDefault();
  const form = new FormData(event.target);
  attempt(async () => {
    const made = await call("POST", "/accounts", Object.fromEntries(form));
    tell(text("accounts.told", { name: made.username, password: made.password }));
    event.target.reset();
  });
});

for (const person of document.querySelectorAll("[data-account]")) {
  const path = `/accounts/${encodeURIComponent(person.dataset.account)}`;
  person.addEventListener("submit", (event) => {
    event.preventDefault();
    const form = new FormData(person);
    attempt(async () => {
      await call("PATCH", path, {
        display_name: form.get("display_name"),
        role: form.get("role"),
        chat_limit: Number(form.get("chat_limit")),
        languages: form.getAll("languages"),
        skills: form.getAll("skills"),
      });
      tell(text("accounts.saved"));
    });
  });
  for (const button of person.querySelectorAll("[data-deed]")) {
    button.addEventListener("click", () => attempt(async () => {
      if (button.dataset.deed === "password") {
        const { password } = await call("POST", `${path}/password`);
        tell(text("accounts.told", { name: person.getAttribute("aria-label"), password }));
        return;
      }
      await call("PATCH", path, { is_active: button.dataset.deed === "revive" });
      location.reload();
    }));
  }
}
