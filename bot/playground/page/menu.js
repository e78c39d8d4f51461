// The command menu: opened by its button or by typing "/", narrowed while one types.
import { el } from "./text.js";
import { fold } from "./words.js";

let menus = 0;

export class CommandMenu {
  constructor(list, button, compose) {
    Object.assign(this, { list, button, compose, commands: [], chosen: 0 });
    list.id = `commands-${++menus}`;
    const field = compose.field;
    field.setAttribute("role", "combobox");
    field.setAttribute("aria-controls", list.id);
    field.setAttribute("aria-autocomplete", "list");
    field.setAttribute("aria-expanded", "false");
    button.setAttribute("aria-controls", list.id);
    button.addEventListener("click", () => (list.hidden ? this.openAll() : this.close()));
    document.addEventListener("pointerdown", (event) => {
      if (!list.contains(event.target) && !button.contains(event.target)) this.close();
    });
  }

  openAll() {
    this.show(this.commands);
    this.compose.field.focus();
  }

  typed(text) {
    const start = fold(text);
    const matching = this.commands.filter((one) => `/${one.command}`.startsWith(start));
    if (!text.startsWith("/") || matching.some((one) => `/${one.command}` === start) && matching.length === 1) this.close();
    else this.show(matching);
  }

  show(commands) {
    this.chosen = 0;
    this.list.replaceChildren(...commands.map((one, place) => {
      const item = el("div", "command-item");
      item.id = `${this.list.id}-${place}`;
      item.setAttribute("role", "option");
      item.dataset.command = one.command;
      item.append(el("strong", "", `/${one.command}`), el("span", "", one.description));
      item.addEventListener("click", () => this.pick(item));
      return item;
    }));
    this.toggle(commands.length > 0);
    this.mark(0);
  }

  toggle(shown) {
    this.list.hidden = !shown;
    this.button.setAttribute("aria-expanded", String(shown));
    this.compose.field.setAttribute("aria-expanded", String(shown));
    if (!shown) this.compose.field.removeAttribute("aria-activedescendant");
  }

  close() {
    this.toggle(false);
  }

  mark(place) {
    const items = [...this.list.children];
    if (!items.length) return;
    this.chosen = (place + items.length) % items.length;
    items.forEach((item, index) => item.setAttribute("aria-selected", String(index === this.chosen)));
    items[this.chosen].scrollIntoView({ block: "nearest" });
    this.compose.field.setAttribute("aria-activedescendant", items[this.chosen].id);
  }

  pick(item) {
    this.compose.type(`/${item.dataset.command} `);
    this.close();
  }

  // true where the key was meant for the menu
  key(event) {
    if (this.list.hidden) return false;
    const whole = this.compose.field.value === `/${this.list.children[this.chosen]?.dataset.command}`;
    if (event.key === "Enter" && (event.shiftKey || whole)) return false;
    const does = {
      ArrowDown: () => this.mark(this.chosen + 1),
      ArrowUp: () => this.mark(this.chosen - 1),
      Enter: () => this.pick(this.list.children[this.chosen]),
      Tab: () => this.pick(this.list.children[this.chosen]),
      Escape: () => this.close(),
    }[event.key];
    if (!does) return false;
    event.preventDefault();
    does();
    return true;
  }
}
