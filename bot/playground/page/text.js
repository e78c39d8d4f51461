// A message's text with Telegram's entities as elements. Nothing is ever parsed as HTML.
const ELEMENTS = {
  bold: "strong", italic: "em", underline: "u", strikethrough: "s", code: "code", pre: "pre",
  blockquote: "blockquote", expandable_blockquote: "blockquote", spoiler: "span", text_link: "a",
};
const SAFE = /^(https?|mailto|tel|tg):/i;
const COMMAND = /(?<![\p{L}\p{N}_/<])\/[A-Za-z0-9_]{1,32}/gu;

export function el(tag, className = "", text = "") {
  const node = document.createElement(tag);
  if (className) node.className = className;
  if (text) node.textContent = text;
  return node;
}

export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `#i-${name}`);
  svg.setAttribute("aria-hidden", "true");
  svg.append(use);
  return svg;
}

// `onCommand` makes /commands in the text tappable, as Telegram does
export function rich(text, entities, onCommand) {
  return pieces(text, entities, 0, text.length, onCommand);
}

function pieces(text, entities, from, to, onCommand) {
  const parts = document.createDocumentFragment();
  let position = from;
  for (const entity of entities.filter((one) => ELEMENTS[one.type])) {
    const end = entity.offset + entity.length;
    if (entity.offset < position || end > to) continue; // inside one that was drawn already
    parts.append(words(text.slice(position, entity.offset), onCommand));
    const inner = entities.filter((one) => one !== entity && one.offset >= entity.offset && one.offset + one.length <= end
      && entities.indexOf(one) > entities.indexOf(entity));
    const quiet = ["code", "pre", "text_link"].includes(entity.type);
    const node = element(entity);
    node.append(pieces(text, inner, entity.offset, end, quiet ? null : onCommand));
    parts.append(node);
    position = end;
  }
  parts.append(words(text.slice(position, to), onCommand));
  return parts;
}

function element(entity) {
  if (entity.type === "text_link" && !SAFE.test(entity.url)) return el("span");
  const node = el(ELEMENTS[entity.type]);
  if (entity.type === "text_link") {
    Object.assign(node, { href: entity.url, target: "_blank", rel: "noopener noreferrer" });
  }
  if (entity.type === "spoiler") {
    node.className = "spoiler";
    node.addEventListener("click", () => node.classList.add("shown"));
  }
  return node;
}

function words(text, onCommand) {
  const parts = document.createDocumentFragment();
  let position = 0;
  for (const found of onCommand ? text.matchAll(COMMAND) : []) {
    const link = el("a", "command", found[0]); // a button's box would tear the full stop off
    link.href = "#";
    link.addEventListener("click", (event) => {
      event.preventDefault();
      onCommand(found[0]);
    });
    parts.append(text.slice(position, found.index), link);
    position = found.index + found[0].length;
  }
  parts.append(text.slice(position));
  return parts;
}
