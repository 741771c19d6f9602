/* Small helpers for building elements; texts enter as text alone, never as markup. */

export function make(tag, className = "", content = []) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  element.append(...[content].flat());
  return element;
}

export function button(className, onClick) {
  const element = make("button", className);
  element.type = "button";
  element.addEventListener("click", onClick);
  return element;
}
