/* The floor: puts list, conversation and brief together, and keeps them live. */

import { io } from "/static/vendor/socket.io.esm.min.js";
import { get, post, Refused } from "./api.js";
import { Brief, phrases } from "./brief.js";
import { List } from "./list.js";
import { make } from "./make.js";
import { notify, onOpen } from "./notify.js";
import { Talk } from "./talk.js";
import { now, setNow, text, when } from "./texts.js";

const $ = (id) => document.getElementById(id);
const floor = $("floor");
const RENEW_MS = 20000;
const CALLBACKS_MS = 60000;

const me = await get("/me");
const may = (permission) => me.permissions.includes(permission);
const socket = io("/desk", { path: "/socket.io", autoConnect: false, reconnectionDelay: 800, reconnectionDelayMax: 8000 });

const list = new List((id) => open(id));
const brief = new Brief(may, (said) => { floor.dataset.view = "talk"; talk.use(said); });
const talk = new Talk(may, (id) => socket.emit("typing", { conversation_id: id }), () => { colleagues(); brief.soon(); });

async function open(id, keep = false) {
  if (talk.id && talk.id !== id) socket.emit("unwatch", { conversation_id: talk.id });
  if (!keep) floor.dataset.view = "talk";
  $("phrases").hidden = true;
  $("phrases-toggle").setAttribute("aria-expanded", "false");
  list.mark(id);
  history.replaceState(null, "", `#${encodeURIComponent(id)}`);
  // Watched before it is read, so that nothing slips in between.
  socket.emit("watch", { conversation_id: id });
  try {
    await talk.open(id, list.get(id));
    await Promise.all([brief.open(id), colleagues()]);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    talk.fail(error.message);
  }
}

async function refresh() {
  const listed = await get("/conversations");
  setNow(listed.now);
  list.replace(listed.items);
  if (talk.id) {
    socket.emit("watch", { conversation_id: talk.id });
    talk.item(list.get(talk.id));
    await talk.refresh();
    brief.soon();
  }
}

async function colleagues() {
  if (!may("conversations.take")) return;
  const chosen = $("colleague").value;
  const { items } = await get("/colleagues");
  $("colleague").replaceChildren(
    make("option", { value: "" }, text("deed.to_queue")),
    ...items.filter((one) => one.there).map((one) => make("option", { value: one.id, selected: one.id === chosen }, `${one.name} (${one.languages.join(", ")})`)));
}

async function callbacks() {
  if (!may("callbacks.manage")) return;
  const { items } = await get("/callbacks");
  $("callbacks").hidden = items.length === 0;
  $("callback-lines").replaceChildren(...items.map((one) => make("li", {},
    make("button", { type: "button", class: "quiet", onclick: () => open(one.conversation_id) }, one.contact),
    make("span", { class: new Date(one.due_at) < now() ? "late" : "" }, text("callbacks.due", { at: when(one.due_at) })),
    make("button", { type: "button", onclick: async () => { await post(`/callbacks/${one.id}/done`); await callbacks(); } }, text("callbacks.done")))));
}

function state(name) {
  $("socket").dataset.state = name;
  $("socket").setAttribute("aria-label", text(`live.${name}`));
  $("socket").title = text(`live.${name}`);
}

socket.on("connect", async () => {
  state("online");
  socket.emit("renew");
  await refresh();
});
socket.on("disconnect", (reason) => {
  state("offline");
  // A goodbye of the server means that the session ended: the next call leads to the log-in.
  if (reason === "io server disconnect") get("/me").catch(() => {});
});
socket.on("connect_error", () => state("offline"));
socket.on("conversations", ({ items }) => {
  const before = list.merge(items);
  items.forEach((item, index) => {
    if (item.id === talk.id) talk.item(item);
    if (item.queue && !before[index]?.queue && may("conversations.take")) {
      notify(text("live.waits", { reason: text(`reason.${item.queue.reason}`) }), item.id);
    }
    if (item.lease.holder === me.id && item.id !== talk.id && item.last_from === "customer" && before[index]?.last_seq < item.last_seq) {
      notify(text("live.wrote"), item.id);
    }
  });
});
socket.on("message", (message) => {
  if (message.conversation_id !== talk.id) return;
  talk.take(message);
  brief.soon();
  if (document.hidden && message.from === "customer" && talk.isMine) notify(text("live.wrote"), talk.id);
});
socket.on("whisper", (told) => { if (told.conversation_id === talk.id) talk.whisper(told); });
socket.on("lease", (lease) => {
  if (lease.conversation_id !== talk.id) return;
  talk.lease(lease);
  brief.soon();
});
socket.on("drafts", (data) => {
  if (data.conversation_id !== talk.id) return;
  if (data.approved && talk.isMine) notify(text("gate.may_go"), talk.id);
  brief.soon();
});
socket.on("typing", (data) => { if (data.conversation_id === talk.id) talk.customerTypes(); });
socket.on("handed_over", (data) => notify(text("live.handed_over", { name: data.from }), data.conversation_id));
socket.on("overdue", (data) => notify(text("live.overdue", { reason: text(`reason.${data.reason}`) }), data.conversation_id));

async function next() {
  try {
    const { conversation_id: id } = await post("/queue/next");
    if (id) await open(id);
    else notify(text("live.queue_full"));
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    notify(error.message);
  }
}

$("next").hidden = !may("conversations.take");
$("next").addEventListener("click", next);
$("back").addEventListener("click", () => { floor.dataset.view = "list"; });
$("to-brief").addEventListener("click", () => { floor.dataset.view = "brief"; });
$("brief-back").addEventListener("click", () => { floor.dataset.view = "talk"; });
$("presence").addEventListener("change", () => post("/me/presence", { presence: $("presence").value }));
$("phrases-toggle").addEventListener("click", async () => {
  const shows = $("phrases").hidden;
  $("phrases").hidden = !shows;
  $("phrases-toggle").setAttribute("aria-expanded", String(shows));
  if (shows) await phrases(talk.id, $("phrases"), (said) => {
    talk.put(said);
    $("phrases").hidden = true;
    $("phrases-toggle").setAttribute("aria-expanded", "false");
  });
});
document.addEventListener("keydown", (event) => {
  if (!event.altKey || event.ctrlKey || event.metaKey) {
    if (event.key === "Escape" && !event.target.closest("form")) floor.dataset.view = "list";
    return;
  }
  const deed = { KeyN: next, KeyT: () => talk.deed("take"), KeyG: () => talk.deed("give-back") }[event.code];
  if (deed) {
    event.preventDefault();
    deed();
  }
});
onOpen((id) => open(id));
setInterval(() => socket.emit("renew"), RENEW_MS);
setInterval(() => callbacks().catch(() => {}), CALLBACKS_MS);
list.show("all");
await callbacks();
socket.connect();
if (location.hash.length > 1) await open(decodeURIComponent(location.hash.slice(1)));
