// Completion under a search box: a list to choose from while typing. Without this the box is a plain one.
// Choosing fills the box and does not send it: what is sent is what the person can read there.
const WAIT = 150; // milliseconds after the last letter
const SHORTEST = 2;

export class Suggest {
  constructor(place) {
    this.input = place.querySelector("input");
    this.address = new URL(place.dataset.address, window.location);
    this.address.searchParams.set("format", "json");
    this.active = -1;
    this.list = this.add("ul", "wm-suggest", { role: "listbox", id: `${this.input.id}-suggestions`, hidden: "" });
    this.list.setAttribute("aria-label", "Suggestions");
    this.told = this.add("div", "govuk-visually-hidden", { role: "status" });
    this.dress();
    this.listen();
  }

  add(tag, name, attributes) {
    const made = document.createElement(tag);
    made.className = name;
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    this.input.after(made);
    return made;
  }

  dress() {
    this.input.type = "text"; // a search box may not be a combobox
    const how = { role: "combobox", autocomplete: "off", "aria-autocomplete": "list", "aria-expanded": "false" };
    for (const [key, value] of Object.entries(how)) this.input.setAttribute(key, value);
    this.input.setAttribute("aria-controls", this.list.id);
  }

  listen() {
    this.input.addEventListener("input", () => {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.ask(), WAIT);
    });
    this.input.addEventListener("keydown", (event) => this.key(event));
    this.input.addEventListener("blur", () => this.close());
    this.list.addEventListener("mousedown", (event) => event.preventDefault()); // the box keeps the focus
    this.list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) this.choose(option);
    });
  }

  async ask() {
    const typed = this.input.value.trim();
    this.asking?.abort();
    if (typed.length < SHORTEST) return this.close();
    this.asking = new AbortController();
    this.address.searchParams.set("q", typed.slice(0, 80));
    try {
      const answer = await fetch(this.address, { signal: this.asking.signal });
      if (answer.ok) this.show((await answer.json()).suggestions);
    } catch {
      // no network, or the next letter came first: the box goes on as a plain one
    }
  }

  show(suggestions) {
    this.list.replaceChildren(...suggestions.map((one, number) => this.option(one, number)));
    if (!suggestions.length || document.activeElement !== this.input) return this.close();
    this.list.hidden = false;
    this.input.setAttribute("aria-expanded", "true");
    this.mark(-1);
    const count = suggestions.length === 1 ? "1 suggestion" : `${suggestions.length} suggestions`;
    this.told.textContent = `${count}. Use the up and down arrows.`;
  }

  option(one, number) {
    const made = document.createElement("li");
    made.className = "wm-suggest__option";
    made.id = `${this.list.id}-${number}`;
    made.setAttribute("role", "option");
    made.setAttribute("aria-selected", "false");
    made.textContent = one.text;
    return made;
  }

  key(event) {
    if (this.list.hidden) {
      if (event.key === "ArrowDown" && this.input.value.trim().length >= SHORTEST) this.ask();
      return;
    }
    const steps = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key in steps) this.move(steps[event.key]);
    else if (event.key === "Escape") this.close();
    else if (event.key === "Enter" && this.active >= 0) this.choose(this.list.children[this.active]);
    else return;
    event.preventDefault();
  }

  // Past the last one comes the box itself, and then the first one.
  move(step) {
    const places = this.list.children.length + 1;
    this.mark(((this.active + 1 + step + places) % places) - 1);
  }

  mark(number) {
    this.active = number;
    [...this.list.children].forEach((one, n) => one.setAttribute("aria-selected", String(n === number)));
    const option = this.list.children[number];
    if (!option) return this.input.removeAttribute("aria-activedescendant");
    this.input.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  }

  choose(option) {
    this.input.value = option.textContent;
    this.close();
  }

  close() {
    clearTimeout(this.timer);
    this.asking?.abort();
    this.list.hidden = true;
    this.mark(-1);
    this.input.setAttribute("aria-expanded", "false");
    this.told.textContent = "";
  }
}
