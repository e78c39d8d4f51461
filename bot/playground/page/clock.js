// The panel that moves the clock; on a small screen a sheet over the phone.
import { act } from "./api.js";
import { longDay, time } from "./words.js";

export class ClockPanel {
  constructor() {
    this.node = document.querySelector(".panel");
    this.status = this.node.querySelector(".panel-status");
    this.backdrop = document.querySelector(".backdrop");
    this.until = this.node.querySelector("#until");
    this.opener = null;
    this.waiting = [];
    this.node.querySelectorAll("[data-move]").forEach((button) => {
      button.addEventListener("click", () => this.move(button.dataset.move));
    });
    this.node.querySelector(".until").addEventListener("submit", (event) => {
      event.preventDefault();
      this.move(this.until.value);
    });
    this.node.querySelector(".panel-close").addEventListener("click", () => this.close());
    this.backdrop.addEventListener("click", () => this.close());
    document.addEventListener("keydown", (event) => event.key === "Escape" && this.opener && this.close());
  }

  setNow({ now, moving }) {
    this.write(".now-time", time(now));
    this.write(".now-day", longDay(now));
    this.node.setAttribute("aria-busy", String(moving));
  }

  // only what changed: the time is announced by screen readers
  write(selector, text) {
    const node = this.node.querySelector(selector);
    if (node.textContent !== text) node.textContent = text;
  }

  // taps while the time is still moving wait for their turn: three times "+1 Tag" are three days
  async move(move) {
    this.waiting.push(move);
    if (this.waiting.length > 1) return;
    this.status.textContent = "Die Zeit läuft …";
    try {
      for (; this.waiting.length; this.waiting.shift()) await this.moved(this.waiting[0]);
      this.status.textContent = "";
      this.close();
    } catch (error) {
      this.waiting = [];
      this.status.textContent = error instanceof TypeError ? "Die Spielwiese antwortet nicht." : error.message;
    }
  }

  async moved(move) {
    await act("clock", { move });
    if (this.until.value === move) this.until.value = ""; // what was typed meanwhile stays
  }

  open(opener) {
    this.opener = opener;
    this.status.textContent = "";
    opener.setAttribute("aria-expanded", "true");
    this.node.classList.add("open");
    this.cover(true);
    this.node.querySelector("[data-move]").focus();
  }

  close() {
    this.node.classList.remove("open");
    this.cover(false);
    this.opener?.setAttribute("aria-expanded", "false");
    this.opener?.focus();
    this.opener = null;
  }

  // while the sheet is open, nothing behind it can be tapped or reached by keyboard
  cover(covered) {
    this.backdrop.hidden = !covered;
    for (const behind of document.querySelectorAll(".phones, .tabs")) behind.inert = covered;
  }
}
