/* Builds elements; whatever people wrote gets in as text, never as markup. */

export function make(tag, values = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(values)) {
    if (value === undefined || value === null || value === false) continue;
    if (name === "class") element.className = value;
    else if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

const SVG = "http://www.w3.org/2000/svg";

/** The curve of the anger, 0 to 3, of the customer's latest messages. */
export function curve(points, label) {
  const width = 72;
  const height = 24;
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
  svg.setAttribute("class", "curve");
  svg.setAttribute("role", "img");
  svg.setAttribute("aria-label", label);
  const step = points.length > 1 ? (width - 8) / (points.length - 1) : 0;
  const places = points.map((point, index) => [
    4 + index * step, height - 3 - (Math.min(3, Math.max(0, point.anger)) / 3) * (height - 6),
  ]);
  if (places.length > 1) {
    const line = document.createElementNS(SVG, "polyline");
    line.setAttribute("points", places.map((place) => place.join(",")).join(" "));
    svg.append(line);
  }
  places.forEach(([x, y], index) => {
    const dot = document.createElementNS(SVG, "circle");
    dot.setAttribute("cx", x);
    dot.setAttribute("cy", y);
    dot.setAttribute("r", index === places.length - 1 ? 3 : 1.8);
    dot.setAttribute("class", `tone-${points[index].tone ?? "none"}`);
    svg.append(dot);
  });
  return svg;
}
