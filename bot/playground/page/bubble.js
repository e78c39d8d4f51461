// One message as a bubble: quote, file or card, text, time, and the buttons under it.
import { el, icon, rich } from "./text.js";
import { size, time } from "./words.js";

const LONG_WORD = /\S{18}/; // wider than half a phone: must break, or the row is wider than the phone
const KINDS = { voice: "Sprachnachricht", video: "Video" }; // a phone shows no name of these

export function bubble(message, phone) {
  const row = el("article", `message ${message.by_bot ? "theirs" : "mine"}`);
  row.dataset.id = message.id;
  row.tabIndex = -1;
  row.setAttribute("aria-label", `${message.by_bot ? phone.botName : "Du"}, ${time(message.date)}`);
  const body = el("div", "bubble");
  if (message.forwarded) body.append(el("p", "forwarded", `Weitergeleitet von ${message.forwarded}`));
  if (message.quote) body.append(quoted(message.quote, phone));
  if (message.file) body.append(attached(message.file, phone));
  if (message.contact) body.append(card(message.contact));
  if (message.text) body.append(written(message, phone));
  body.append(stamp(message));
  row.append(body, tools(message, phone));
  if (message.buttons.length) row.append(keyboard(message, phone));
  return row;
}

function written(message, phone) {
  const text = el("div", "text");
  text.append(rich(message.text, message.entities, message.by_bot ? (line) => phone.say(line) : null));
  return text;
}

function stamp(message) {
  const line = el("footer", "stamp");
  if (message.edited) line.append(el("span", "edited", "bearbeitet"));
  line.append(el("time", "", time(message.date)));
  return line;
}

function quoted(quote, phone) {
  const link = el("button", "quote");
  link.type = "button";
  link.append(el("strong", "", quote.by_bot ? phone.botName : "Du"), el("span", "", quote.text));
  link.addEventListener("click", () => phone.show(quote.id));
  return link;
}

function attached(file, phone) {
  const link = el("a", file.kind === "photo" ? "photo" : "file");
  link.href = `/ui/file/${encodeURIComponent(file.id)}`;
  if (file.kind === "photo") {
    const picture = el("img");
    Object.assign(picture, { src: link.href, alt: `Bild ${file.name}` });
    if (file.width) Object.assign(picture, { width: file.width, height: file.height });
    picture.addEventListener("load", () => phone.keepEnd());
    link.target = "_blank";
    link.append(picture);
    return link;
  }
  link.download = file.name;
  const mark = el("span", "file-mark");
  mark.append(icon(file.kind === "voice" || file.kind === "video" ? "play" : "file"));
  const facts = el("span", "file-facts");
  facts.append(el("strong", "", KINDS[file.kind] ?? file.name), el("small", "", size(file.size)));
  link.append(mark, facts);
  return link;
}

function card(contact) {
  const box = el("div", "card");
  const mark = el("span", "file-mark");
  mark.append(icon("person"));
  const facts = el("span", "file-facts");
  const name = [contact.first_name, contact.last_name].filter(Boolean).join(" ");
  facts.append(el("strong", "", name), el("small", "", contact.phone_number));
  box.append(mark, facts);
  return box;
}

function tools(message, phone) {
  const box = el("div", "tools");
  const add = (name, label, doIt) => {
    const button = el("button", "icon");
    button.type = "button";
    button.setAttribute("aria-label", label);
    button.title = label;
    button.append(icon(name));
    button.addEventListener("click", doIt);
    box.append(button);
  };
  add("reply", "Antworten", () => phone.compose.replyTo(message));
  if (isEditable(message)) add("edit", "Bearbeiten", () => phone.compose.edit(message));
  return box;
}

export const isEditable = (message) => !message.by_bot && !message.contact && !message.forwarded && message.text !== "";

function keyboard(message, phone) {
  const rows = el("div", "buttons");
  for (const line of message.buttons) {
    const row = el("div", "button-row");
    row.append(...line.map((button) => key(message, button, phone)));
    rows.append(row);
  }
  return rows;
}

const looks = (button) => (LONG_WORD.test(button.text) ? "key unbroken" : "key");

function key(message, button, phone) {
  if (button.url && /^(https?|tg):/i.test(button.url)) {
    const link = el("a", looks(button), button.text);
    link.append(icon("leave"));
    return Object.assign(link, { href: button.url, target: "_blank", rel: "noopener noreferrer" });
  }
  const node = el("button", looks(button), button.text);
  if (button.copy_text) node.append(icon("copy"));
  node.type = "button";
  node.addEventListener("click", () => {
    const typed = button.switch_inline_query_current_chat;
    if (button.callback_data) phone.press(message, button, node);
    else if (button.copy_text) phone.copy(button.copy_text.text);
    else if (typed !== undefined) phone.compose.type(typed);
  });
  return node;
}
