/* The desk's interface: every change carries the session's own token. */

import { has, text } from "./texts.js";

const csrf = document.querySelector("meta[name=csrf]").content;

/** A refusal in the reader's words; `problem` is the whole answer, for what has more to tell. */
export class Refused extends Error {
  constructor(message, problem = {}) {
    super(message);
    this.problem = problem;
  }
}

export async function call(method, path, body) {
  const headers = { "X-Jieyou-Csrf": csrf };
  if (body !== undefined) headers["Content-Type"] = "application/json";
  let answer;
  try {
    answer = await fetch(`/api/v1/desk${path}`, {
      method, headers, body: body === undefined ? undefined : JSON.stringify(body),
    });
  } catch {
    throw new Refused(text("deed.failed.other"));
  }
  if (answer.status === 401) {
    location.assign("/desk/login");
    throw new Refused(text("deed.failed.other"));
  }
  if (answer.status === 204) return null;
  const content = await answer.json().catch(() => ({}));
  if (answer.ok) return content;
  const key = answer.status === 403 ? "deed.failed.forbidden" : `deed.failed.${content.reason}`;
  throw new Refused(text(has(key) ? key : "deed.failed.other"), content);
}

export const get = (path) => call("GET", path);
export const post = (path, body = {}) => call("POST", path, body);
export const conversation = (id, rest = "") => `/conversations/${encodeURIComponent(id)}${rest}`;
