/* Finds addresses in a text and makes links of them; nothing but these schemes is ever followed. */

const SCHEMES = new Set(["http:", "https:", "mailto:", "tel:"]);
const FOUND = new RegExp(
  [
    String.raw`https?://[^\s<>"'，。；！？、（）【】《》“”]+`,
    String.raw`[\w.+-]+@[\w-]+(?:\.[\w-]+)+`,
    String.raw`(?<![\w-])(?:400-?\d{3}-?\d{4}|0\d{2,3}-\d{7,8}|\+\d[\d -]{7,16}\d)(?![\w-])`,
  ].join("|"),
  "g",
);
const TRAILING = /[.,;:!?)\]]+$/;

/** Return the address that a piece of text stands for, or null where it is none of ours. */
export function addressOf(found) {
  let address = found;
  if (!/^https?:/.test(found)) {
    address = found.includes("@") ? `mailto:${found}` : `tel:${found.replace(/[^\d+]/g, "")}`;
  }
  try {
    const url = new URL(address);
    return SCHEMES.has(url.protocol) ? url.href : null;
  } catch {
    return null;
  }
}

/** Return the text as nodes: plain text, and links. */
export function linked(text) {
  const nodes = [];
  let end = 0;
  for (const match of text.matchAll(FOUND)) {
    const words = match[0].replace(TRAILING, "");
    const address = addressOf(words);
    if (!address) continue;
    nodes.push(text.slice(end, match.index), link(words, address));
    end = match.index + words.length;
  }
  nodes.push(text.slice(end));
  return nodes.filter((node) => node !== "");
}

function link(words, address) {
  const anchor = document.createElement("a");
  anchor.href = address;
  anchor.textContent = words;
  anchor.target = "_blank";
  anchor.rel = "noopener noreferrer nofollow";
  return anchor;
}
