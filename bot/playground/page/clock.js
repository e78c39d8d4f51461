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

  setNow({ now, local, moving }) {
    this.write(".now-time", time(now));
    this.write(".now-day", longDay(now));
    this.until.min = local;
    if (!this.until.value || this.until.value < local) this.until.value = local;
    this.node.classList.toggle("moving", moving);
    this.node.querySelectorAll(".moves button, .until button").forEach((button) => (button.disabled = moving));
  }

  // only what changed: the time is announced by screen readers
  write(selector, text) {
    const node = this.node.querySelector(selector);
    if (node.textContent !== text) node.textContent = text;
  }

  async move(move) {
    this.status.textContent = "Die Zeit läuft …";
    this.close();
    try {
      await act("clock", { move });
      this.status.textContent = "";
    } catch (error) {
      this.status.textContent = error.message;
    }
  }

  open(opener) {
    this.opener = opener;
    opener.setAttribute("aria-expanded", "true");
    this.node.classList.add("open");
    this.backdrop.hidden = false;
    this.node.querySelector("[data-move]").focus();
  }

  close() {
    this.node.classList.remove("open");
    this.backdrop.hidden = true;
    this.opener?.setAttribute("aria-expanded", "false");
    this.opener?.focus();
    this.opener = null;
  }
}
