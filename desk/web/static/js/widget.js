/* The one line for other sites: a button in the corner that opens the chat in a frame.

   <script src="https://desk.example.com/widget.js" async></script>

   Optional attributes: data-identity (who the visitor is, signed on your server), data-lang
   (zh-Hans, zh-Hant, en), data-side (left, right). It sets no cookie and reads nothing of the page. */
(() => {
  const script = document.currentScript;
  if (!script?.src || window.jieyouWidget) return;
  window.jieyouWidget = true;

  const origin = new URL(script.src).origin;
  const { identity = "", lang = "", side = "right" } = script.dataset;
  const LABELS = {
    en: { open: "Chat with us about a problem", close: "Close the chat", title: "Chat" },
    "zh-Hans": { open: "遇到问题？告诉我们", close: "关闭对话", title: "客服对话" },
    "zh-Hant": { open: "遇到問題？告訴我們", close: "關閉對話", title: "客服對話" },
  };
  const NARROW = matchMedia("(max-width: 520px)");
  const words = LABELS[language()];
  let frame = null;
  let open = false;

  function language() {
    const wished = lang || document.documentElement.lang || navigator.language || "";
    if (/^zh/i.test(wished)) return /hant|tw|hk|mo/i.test(wished) ? "zh-Hant" : "zh-Hans";
    return "en";
  }

  // Styles are set one by one: a site's content policy need not allow inline styles for us.
  function style(element, rules) {
    for (const [name, value] of Object.entries(rules)) element.style.setProperty(name, value);
  }

  const host = document.createElement("div");
  const root = host.attachShadow({ mode: "open" });
  const launcher = document.createElement("button");
  launcher.type = "button";
  launcher.setAttribute("aria-expanded", "false");
  const badge = document.createElement("span");
  badge.setAttribute("aria-hidden", "true");
  launcher.append(icon(), badge);
  root.append(launcher);

  const edge = side === "left" ? "left" : "right";
  style(launcher, {
    position: "fixed", bottom: "20px", [edge]: "20px", width: "60px", height: "60px", padding: "0",
    border: "0", "border-radius": "50%", background: "#1d6a63", color: "#fff", cursor: "pointer",
    "box-shadow": "0 6px 22px rgba(0,0,0,.24)", "z-index": "2147483000", display: "grid",
    "place-items": "center",
  });
  style(badge, {
    position: "absolute", top: "0", right: "0", "min-width": "20px", height: "20px", padding: "0 5px",
    "box-sizing": "border-box", "border-radius": "10px", background: "#b3261e", color: "#fff",
    font: "600 12px/20px system-ui, sans-serif", display: "none",
  });

  function icon() {
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    for (const [name, value] of Object.entries({ viewBox: "0 0 24 24", width: "28", height: "28", "aria-hidden": "true" })) {
      svg.setAttribute(name, value);
    }
    const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
    path.setAttribute("d", "M4 5.5h16v11h-9l-4.500 3.500v-3.500H4z");
    path.setAttribute("fill", "currentColor");
    svg.append(path);
    return svg;
  }

  function build() {
    frame = document.createElement("iframe");
    frame.title = words.title;
    frame.allow = "clipboard-write";
    frame.referrerPolicy = "no-referrer";
    frame.src = `${origin}/embed?lang=${language()}`;
    root.append(frame);
    fit();
  }

  function fit() {
    if (!frame) return;
    const phone = NARROW.matches;
    style(frame, {
      position: "fixed", border: "0", background: "transparent", "z-index": "2147483001",
      "color-scheme": "normal", display: open ? "block" : "none",
      "box-shadow": phone ? "none" : "0 12px 48px rgba(0,0,0,.28)",
      "border-radius": phone ? "0" : "18px",
      width: phone ? "100%" : "400px", height: phone ? "100%" : "min(680px, calc(100vh - 110px))",
      bottom: phone ? "0" : "92px", left: "auto", right: "auto", [edge]: phone ? "0" : "20px",
    });
  }

  function toggle(wanted) {
    open = wanted;
    if (open && !frame) build();
    fit();
    launcher.setAttribute("aria-expanded", String(open));
    launcher.setAttribute("aria-label", open ? words.close : words.open);
    launcher.title = open ? words.close : words.open;
    if (open) {
      showUnread(0);
      frame.focus();
      frame.contentWindow?.postMessage({ type: "jieyou.opened" }, origin);
    } else {
      launcher.focus();
    }
  }

  function showUnread(count) {
    badge.textContent = count > 9 ? "9+" : String(count);
    style(badge, { display: count > 0 && !open ? "block" : "none" });
  }

  addEventListener("message", (event) => {
    if (event.origin !== origin || !frame || event.source !== frame.contentWindow) return;
    if (event.data?.type === "jieyou.ready") {
      // The identity goes to our own origin alone, and never into an address.
      frame.contentWindow.postMessage({ type: "jieyou.hello", identity }, origin);
      if (open) frame.contentWindow.postMessage({ type: "jieyou.opened" }, origin);
    } else if (event.data?.type === "jieyou.close") {
      toggle(false);
    } else if (event.data?.type === "jieyou.unread" && Number.isInteger(event.data.count)) {
      showUnread(event.data.count);
    }
  });
  addEventListener("keydown", (event) => {
    if (event.key === "Escape" && open) toggle(false);
  });
  NARROW.addEventListener("change", fit);
  launcher.addEventListener("click", () => toggle(!open));
  launcher.setAttribute("aria-label", words.open);
  launcher.title = words.open;

  if (document.body) document.body.append(host);
  else addEventListener("DOMContentLoaded", () => document.body.append(host));
})();
