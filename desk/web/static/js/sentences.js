/* The sentences that an edited line of the record becomes: the assistant reads them as typed. */

let sentences = {};
let language = null;

export async function loadSentences() {
  const answer = await fetch("/static/catalogues/sentences.json");
  if (answer.ok) sentences = await answer.json();
}

/** Corrections are said in the conversation's language, whatever that of the page is. */
export function speak(code) {
  language = code;
}

export function canCorrect(field) {
  return Boolean(sentences[spoken()]?.[field]);
}

/** Return the sentence for a field; a list of demands is joined as people join them. */
export function correction(field, value) {
  const known = sentences[spoken()];
  const words = Array.isArray(value)
    ? value.map((code) => known[code]).filter(Boolean).join(known.between)
    : value;
  return known[field].replace("{value}", () => words);
}

function spoken() {
  return language ?? document.documentElement.lang;
}
