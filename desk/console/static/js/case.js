/* Notes on a case. */

import { call, Refused } from "./api.js";

const number = document.querySelector("[data-case]").dataset.case;
const problem = document.getElementById("note-problem");

document.getElementById("note").addEventListener("submit", async (event) => {
  event.preventDefault();
  try {
    const written = document.getElementById("note-text").value;
    await call("POST", `/cases/${encodeURIComponent(number)}/notes`, { text: written });
    location.reload();
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    problem.hidden = false;
    problem.textContent = error.message;
  }
});
