/* Keeps the page's shell for a phone in a tunnel: files alone, and only when the network gives none.

   Messages never come from here: whatever is not a file of the shell goes straight to the network. */

const SHELL = "jieyou-shell-1";
const FILES = [
  "/static/css/tokens.css", "/static/css/page.css", "/static/css/chat.css", "/static/css/cards.css",
  "/static/js/main.js", "/static/js/bubbles.js", "/static/js/catalogue.js", "/static/js/composer.js",
  "/static/js/connection.js", "/static/js/conversation.js", "/static/js/dom.js",
  "/static/js/editor.js", "/static/js/embedding.js", "/static/js/links.js", "/static/js/outbox.js",
  "/static/js/queue.js", "/static/js/record.js", "/static/js/sentences.js",
  "/static/js/typing.js", "/static/js/when.js", "/static/vendor/socket.io.esm.min.js",
  "/static/catalogues/zh-Hans.json", "/static/catalogues/zh-Hant.json",
  "/static/catalogues/en.json", "/static/catalogues/sentences.json",
  "/static/mark.svg", "/static/icons/icon-192.png", "/manifest.webmanifest",
];
const KNOWN = new Set(FILES);
const PAGE = "/";

addEventListener("install", (event) => {
  event.waitUntil((async () => {
    await (await caches.open(SHELL)).addAll([PAGE, ...FILES]);
    await skipWaiting();
  })());
});

addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    const old = (await caches.keys()).filter((name) => name !== SHELL);
    await Promise.all(old.map((name) => caches.delete(name)));
    await clients.claim();
  })());
});

addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  const isPage = request.mode === "navigate" && url.pathname === PAGE;
  if (!isPage && !KNOWN.has(url.pathname)) return;
  event.respondWith(networkFirst(request, isPage ? PAGE : url.pathname));
});

async function networkFirst(request, key) {
  const cache = await caches.open(SHELL);
  try {
    const answer = await fetch(request);
    if (answer.ok) await cache.put(key, answer.clone());
    return answer;
  } catch (error) {
    const kept = await cache.match(key);
    if (kept) return kept;
    throw error;
  }
}
