/* Inside another site's page: who the visitor is comes from there, and how much is unread goes back. */

const HELLO_MS = 2000;

export const embedded = document.documentElement.dataset.embedded === "yes" && parent !== window;

/** Ask the page around us who its visitor is; resolves to the signed identity, or to null. */
export function greetParent() {
  if (!embedded) return Promise.resolve(null);
  return new Promise((resolve) => {
    const finish = (identity) => {
      clearTimeout(timer);
      removeEventListener("message", listen);
      resolve(identity);
    };
    // Only pages that our content policy names can frame us; still none but the frame's own counts.
    const listen = (event) => {
      if (event.source !== parent || event.data?.type !== "jieyou.hello") return;
      finish(typeof event.data.identity === "string" ? event.data.identity : null);
    };
    const timer = setTimeout(() => finish(null), HELLO_MS);
    addEventListener("message", listen);
    tellParent("jieyou.ready");
  });
}

/** Tell the page around us something that holds no secret. */
export function tellParent(type, details = {}) {
  if (embedded) parent.postMessage({ type, ...details }, "*");
}

/** Hear when the page around us opens the chat. */
export function onOpened(listener) {
  addEventListener("message", (event) => {
    if (event.source === parent && event.data?.type === "jieyou.opened") listener();
  });
}
