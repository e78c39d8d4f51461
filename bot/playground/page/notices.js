// What lies over the chat: banners of pushes, toasts of pressed buttons, dialogs.
import { el, icon } from "./text.js";

const BANNER_TIME = 6000;
const TOAST_TIME = 3500;
const MOST_BANNERS = 3;

export class Notices {
  constructor(phone) {
    this.phone = phone;
    this.banners = phone.node.querySelector(".banners");
    this.toast = phone.node.querySelector(".toast");
    this.timer = 0;
  }

  // the log announces the message already, so a banner is for the eyes only
  banner(message) {
    const card = el("button", "banner");
    card.type = "button";
    const mark = el("span", "avatar");
    mark.append(icon("mark"));
    const words = el("span", "banner-words");
    const head = el("span", "banner-head");
    head.append(el("strong", "", this.phone.botName), el("small", "", "jetzt"));
    words.append(head, el("span", "banner-text", message.text || message.file?.name || ""));
    card.append(mark, words);
    card.addEventListener("click", () => [this.phone.show(message.id), this.leave(card)]);
    this.banners.prepend(card);
    while (this.banners.children.length > MOST_BANNERS) this.banners.lastElementChild.remove();
    window.setTimeout(() => this.leave(card), BANNER_TIME);
  }

  leave(card) {
    card.classList.add("leaving");
    window.setTimeout(() => card.remove(), 250);
  }

  alert(text, modal) {
    if (modal) return this.notice(text);
    this.toast.textContent = text;
    this.toast.classList.add("shown");
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.toast.classList.remove("shown"), TOAST_TIME);
    return undefined;
  }

  notice(text) {
    const dialog = document.querySelector("#notice");
    dialog.querySelector("p").textContent = text;
    return this.form(dialog);
  }

  // the fields of a dialog by name, or null where it was cancelled
  form(dialog) {
    const form = dialog.querySelector("form");
    form.reset();
    if (dialog.open) dialog.close(); // a second alert takes the place of the first
    return new Promise((resolve) => {
      let facts = null;
      form.onsubmit = (event) => {
        event.preventDefault();
        facts = Object.fromEntries(new FormData(form));
        dialog.close();
      };
      form.onclick = (event) => {
        if (event.target.value === "cancel") dialog.close();
      };
      dialog.onclose = () => resolve(facts);
      dialog.showModal();
    });
  }
}
