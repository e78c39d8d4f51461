// One phone: the chat of one person with the bot.
import { act } from "./api.js";
import { bubble, isEditable } from "./bubble.js";
import { Compose } from "./compose.js";
import { Notices } from "./notices.js";
import { el } from "./text.js";
import { dayKey, separator, shortDay, time } from "./words.js";

const NEAR = 120; // pixels from the end that still count as reading the newest
const HOLD = 500;
const PATIENCE = 700;

export class Phone {
  constructor(user, botName) {
    this.user = user;
    this.botName = botName;
    this.node = document.querySelector("#phone").content.firstElementChild.cloneNode(true);
    this.node.id = `phone-${user.id}`;
    this.node.setAttribute("aria-label", `Telefon von ${user.name}`);
    this.log = this.node.querySelector(".log");
    this.log.setAttribute("aria-label", `Chat von ${user.name} mit ${botName}`);
    this.node.querySelector(".bot").textContent = botName;
    this.jump = this.node.querySelector(".jump");
    this.messages = new Map();
    this.rows = new Map();
    this.day = "";
    this.unread = 0;
    this.follows = true; // the end is in sight and stays so
    this.notices = new Notices(this);
    this.compose = new Compose(this);
    this.listen();
  }

  listen() {
    this.jump.addEventListener("click", () => this.toEnd());
    let top = 0;
    this.log.addEventListener("scroll", () => {
      const up = this.log.scrollTop < top;
      top = this.log.scrollTop;
      if (this.isAtEnd()) {
        this.follows = true;
        this.seen();
      } else if (up) {
        this.follows = false; // by hand; that more came below isn't leaving the end
      }
    });
    new ResizeObserver(() => this.keepEnd()).observe(this.log);
    this.log.addEventListener("contextmenu", (event) => {
      const message = this.messageOf(event.target);
      if (!message || window.getSelection().toString()) return;
      event.preventDefault();
      this.compose.replyTo(message);
    });
    let held = 0;
    this.log.addEventListener("touchstart", (event) => {
      const message = this.messageOf(event.target);
      held = window.setTimeout(() => message && this.compose.replyTo(message), HOLD);
    }, { passive: true });
    for (const end of ["touchend", "touchmove", "touchcancel"]) {
      this.log.addEventListener(end, () => window.clearTimeout(held), { passive: true });
    }
    this.node.addEventListener("dragover", (event) => event.preventDefault());
    this.node.addEventListener("drop", (event) => {
      event.preventDefault();
      for (const file of event.dataTransfer.files) this.compose.sendFile(file);
    });
  }

  messageOf(node) {
    return this.messages.get(Number(node.closest(".message")?.dataset.id));
  }

  setNow(now, commands, several) {
    const who = several ? `${this.user.name} · ` : "";
    this.node.querySelector(".sub").textContent = `${who}${shortDay(now)}`;
    this.node.querySelector(".top-time").textContent = time(now);
    this.compose.menu.commands = commands;
  }

  // an entry of the journal; `live` tells news from what an opened page catches up on
  take(entry, live) {
    const { kind, message } = entry;
    if (live && (entry.by_bot || kind !== "pressed")) this.rest();
    if (kind === "alert") return live && this.notices.alert(entry.text, entry.modal);
    if (kind === "pressed") return undefined;
    if (kind === "deleted") return this.remove(message);
    if (kind === "edited") return this.replace(message, live);
    this.add(message, live);
    if (live && entry.push) this.notices.banner(message);
    return undefined;
  }

  add(message, live) {
    const follows = this.follows || !message.by_bot;
    this.separate(message.date);
    this.messages.set(message.id, message);
    const row = bubble(message, this);
    if (live) row.classList.add("new");
    this.rows.set(message.id, row);
    this.log.append(row);
    if (message.keyboard) this.compose.drawKeyboard(message.keyboard);
    this.node.classList.toggle("begun", this.node.classList.contains("begun") || !message.by_bot);
    if (!follows) this.missed();
    else if (live) this.toEnd();
  }

  separate(date) {
    if (dayKey(date) === this.day) return;
    this.day = dayKey(date);
    const line = el("p", "day");
    line.append(el("span", "", separator(date)));
    this.log.append(line);
  }

  replace(message, live) {
    const old = this.row(message.id);
    if (!old) return;
    this.messages.set(message.id, message);
    const row = bubble(message, this);
    if (live) row.classList.add("changed");
    this.rows.set(message.id, row);
    const held = old.contains(document.activeElement); // by keyboard: what was pressed goes, its place doesn't
    old.replaceWith(row);
    if (held) (row.querySelector(".key") ?? row).focus({ preventScroll: true });
    if (live) this.keepEnd();
  }

  remove(message) {
    this.row(message.id)?.remove();
    this.messages.delete(message.id);
    this.rows.delete(message.id);
  }

  row(id) {
    return this.rows.get(id);
  }

  show(id) {
    const row = this.row(id);
    if (!row) return;
    row.scrollIntoView({ block: "center", behavior: "smooth" });
    row.focus({ preventScroll: true });
    row.classList.remove("changed");
    requestAnimationFrame(() => row.classList.add("changed"));
  }

  isAtEnd() {
    return this.log.scrollHeight - this.log.scrollTop - this.log.clientHeight < NEAR;
  }

  keepEnd() {
    if (this.follows) this.toEnd();
  }

  toEnd() {
    this.follows = true;
    this.log.scrollTop = this.log.scrollHeight;
    this.seen();
  }

  missed() {
    this.unread += 1;
    this.jump.hidden = false;
    this.jump.querySelector("span").textContent = String(this.unread);
  }

  seen() {
    this.unread = 0;
    this.jump.hidden = true;
  }

  rest() {
    this.log.querySelectorAll(".key.busy").forEach((key) => key.classList.remove("busy"));
  }

  editLast() {
    const last = [...this.messages.values()].filter((one) => !one.by_bot).at(-1);
    if (last && isEditable(last)) this.compose.edit(last);
  }

  // whether it worked; what didn't is said
  async attempt(doing) {
    try {
      await doing();
      return true;
    } catch (error) {
      this.rest();
      this.notices.alert(error instanceof TypeError ? "Die Spielwiese antwortet nicht." : error.message, false);
      return false;
    }
  }

  say(text, replyTo = null) {
    return this.attempt(() => act("say", { user: this.user.id, text, reply_to: replyTo }));
  }

  edit(message, text) {
    return this.attempt(() => act("edit", { user: this.user.id, message: message.id, text }));
  }

  press(message, button, key) {
    key.classList.add("busy");
    window.setTimeout(() => key.classList.remove("busy"), PATIENCE); // an answer may have nothing to show
    return this.attempt(() => act("press", { user: this.user.id, message: message.id, data: button.callback_data }));
  }

  async copy(text) {
    try {
      await navigator.clipboard.writeText(text);
      this.notices.alert("Kopiert.", false);
    } catch {
      this.notices.alert(text, false); // without leave for the clipboard it can be seen at least
    }
  }

  async ask(what) {
    const facts = await this.notices.form(document.querySelector(`#ask-${what}`));
    if (facts) await this.attempt(() => act(what, { user: this.user.id, ...facts }));
    this.compose.field.focus();
  }
}
