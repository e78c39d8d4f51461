// The line at the bottom: typing, sending, editing the last line, replying, attaching.
import { upload } from "./api.js";
import { CommandMenu } from "./menu.js";
import { el } from "./text.js";

const STARTERS = ["/heute", "/neu Anna Meier, 0171 2345678", "/hilfe"];

export class Compose {
  constructor(phone) {
    this.phone = phone;
    const find = (selector) => phone.node.querySelector(selector);
    this.field = find(".compose textarea");
    this.sendButton = find(".send");
    this.context = find(".context");
    this.starters = find(".starters");
    this.keyboard = find(".keyboard");
    this.menu = new CommandMenu(find(".commands"), find(".menu-button"), this);
    this.purpose = null; // {kind: "reply" | "edit", message}
    this.listen(find);
    this.drawStarters();
  }

  listen(find) {
    find(".compose").addEventListener("submit", (event) => {
      event.preventDefault();
      this.send();
    });
    this.field.addEventListener("keydown", (event) => this.key(event));
    this.field.addEventListener("input", () => this.changed());
    this.context.querySelector("button").addEventListener("click", () => this.cancel());
    this.listenAttach(find(".clip"), find(".attach"), find(".pick"));
  }

  listenAttach(clip, popup, pick) {
    const toggle = (shown) => {
      popup.hidden = !shown;
      clip.setAttribute("aria-expanded", String(shown));
    };
    clip.addEventListener("click", () => {
      toggle(popup.hidden);
      if (!popup.hidden) popup.querySelector("button").focus();
    });
    popup.addEventListener("keydown", (event) => {
      if (event.key === "Escape") [toggle(false), clip.focus()];
    });
    document.addEventListener("pointerdown", (event) => {
      if (!popup.contains(event.target) && !clip.contains(event.target)) toggle(false);
    });
    popup.addEventListener("click", (event) => {
      const what = event.target.closest("button")?.dataset.attach;
      if (!what) return;
      toggle(false);
      if (what === "file") pick.click();
      else this.phone.ask(what);
    });
    pick.addEventListener("change", () => this.attach(pick));
  }

  async attach(pick) {
    for (const file of pick.files) await this.sendFile(file);
    pick.value = "";
  }

  async sendFile(file) {
    const replyTo = this.purpose?.kind === "reply" ? this.purpose.message.id : null;
    const [caption, purpose] = [this.field.value.trim(), this.purpose];
    this.clear();
    const sent = await this.phone.attempt(() => upload(this.phone.user.id, file, caption, replyTo));
    if (!sent) this.restore(caption, purpose);
  }

  key(event) {
    if (event.isComposing || this.menu.key(event)) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      this.send();
    } else if (event.key === "ArrowUp" && this.field.value === "" && !this.purpose) {
      event.preventDefault();
      this.phone.editLast();
    } else if (event.key === "Escape") {
      this.cancel();
    }
  }

  changed() {
    this.field.style.height = "auto";
    this.field.style.height = `${this.field.scrollHeight}px`;
    this.sendButton.disabled = this.field.value.trim() === "";
    this.menu.typed(this.field.value);
  }

  type(text) {
    this.field.value = text;
    this.changed();
    this.field.focus();
    this.field.setSelectionRange(text.length, text.length);
  }

  async send() {
    const [text, purpose] = [this.field.value.trim(), this.purpose];
    if (!text) return;
    const { kind, message } = purpose || {};
    this.clear();
    const sent = kind === "edit" ? await this.phone.edit(message, text) : await this.phone.say(text, message?.id);
    if (!sent) this.restore(text, purpose);
  }

  // what could not be sent isn't lost, unless something new is being written already
  restore(text, purpose) {
    if (this.field.value || this.purpose) return;
    if (purpose?.kind === "reply") this.replyTo(purpose.message);
    if (purpose?.kind === "edit") this.edit(purpose.message);
    this.type(text);
    this.menu.close();
  }

  replyTo(message) {
    this.aim("reply", message, `Antwort an ${message.by_bot ? this.phone.botName : "dich"}`);
  }

  edit(message) {
    this.aim("edit", message, "Zeile bearbeiten");
    this.type(message.text);
    this.menu.close();
  }

  aim(kind, message, title) {
    if (this.purpose?.kind === "edit") this.clear();
    this.purpose = { kind, message };
    this.context.hidden = false;
    this.context.querySelector("strong").textContent = title;
    this.context.querySelector("span").textContent = message.text || message.file?.name || "Kontakt";
    this.field.focus();
  }

  cancel() {
    if (this.purpose?.kind === "edit") this.clear();
    this.purpose = null;
    this.context.hidden = true;
    this.menu.close();
    this.field.focus();
  }

  clear() {
    this.purpose = null;
    this.context.hidden = true;
    this.field.value = "";
    this.changed();
  }

  drawStarters() {
    for (const line of STARTERS) {
      const chip = el("button", "chip", line);
      chip.type = "button";
      chip.addEventListener("click", () => [this.type(line), this.menu.close()]);
      this.starters.append(chip);
    }
  }

  // a reply keyboard replaces the former one; [] takes it away
  drawKeyboard(rows) {
    this.keyboard.replaceChildren(...rows.map((row) => {
      const line = el("div", "button-row");
      line.append(...row.map((key) => {
        const text = typeof key === "string" ? key : key.text;
        const button = el("button", "key", text);
        button.type = "button";
        button.addEventListener("click", () => this.phone.say(text));
        return button;
      }));
      return line;
    }));
    this.keyboard.hidden = rows.length === 0;
  }
}
