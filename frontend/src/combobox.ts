// A long list that opens becomes a field in which its entries are found by typing: the combobox of
// the ARIA Authoring Practices. The native list stays what is sent.
import type { Page } from "./page.ts";

const longFrom = 15; // entries beside "none"

/** Without accents and capitals, as people type. */
const plain = (text: string): string =>
    text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().trim();

class Combobox {
    private readonly select: HTMLSelectElement;
    private readonly input = document.createElement("input");
    private readonly list = document.createElement("ul");
    private active = -1;

    constructor(select: HTMLSelectElement, nothing: string) {
        this.select = select;
        const { input, list } = this;
        input.type = "text";
        input.autocomplete = "off";
        input.placeholder = select.options[0]?.text ?? "";
        // Its label and links to it find the field now.
        for (const name of ["id", "aria-invalid", "aria-describedby"]) {
            const value = select.getAttribute(name);
            if (value !== null) input.setAttribute(name, value);
        }
        select.removeAttribute("id");
        list.id = `${input.id}.list`;
        list.hidden = true;
        list.dataset["nothing"] = nothing;
        list.setAttribute("role", "listbox");
        list.setAttribute("aria-label", input.placeholder);
        for (const [name, value] of [
            ["role", "combobox"], ["aria-autocomplete", "list"], ["aria-expanded", "false"],
            ["aria-controls", list.id],
        ] as const) input.setAttribute(name, value);
        const box = document.createElement("div");
        box.className = "combobox";
        select.replaceWith(box);
        box.append(input, list, select);
        input.addEventListener("input", (event) => {
            event.stopPropagation(); // nothing is answered before an entry is chosen
            this.open(input.value);
            if (!input.value) this.choose("");
        });
        input.addEventListener("keydown", (event) => this.press(event));
        input.addEventListener("click", () => this.open(""));
        input.addEventListener("blur", () => this.leave());
        list.addEventListener("pointerdown", (event) => event.preventDefault()); // keep the focus
        list.addEventListener("click", (event) => {
            const entry = (event.target as Element).closest("[data-value]");
            if (entry instanceof HTMLElement) this.take(entry);
        });
        this.show();
    }

    /** Writes what is chosen into the field. */
    show(): void {
        const { select } = this;
        this.input.value = select.value ? select.options[select.selectedIndex]?.text ?? "" : "";
    }

    private entries(): HTMLElement[] {
        return [...this.list.querySelectorAll<HTMLElement>("[data-value]")];
    }

    private open(typed: string): void {
        const words = plain(typed);
        const found = [...this.select.options].filter(
            (option) => option.value && !option.hidden && plain(option.text).includes(words));
        this.list.replaceChildren(...found.map((option, index) => {
            const entry = document.createElement("li");
            entry.id = `${this.list.id}.${index}`;
            entry.setAttribute("role", "option");
            entry.dataset["value"] = option.value;
            entry.textContent = option.text;
            return entry;
        }));
        if (!found.length) {
            const entry = document.createElement("li");
            entry.setAttribute("role", "option");
            entry.setAttribute("aria-disabled", "true");
            entry.textContent = this.list.dataset["nothing"] ?? "";
            this.list.append(entry);
        }
        this.toggle(true);
        this.activate(typed && found.length ? 0 : found.indexOf(this.select.options[this.select.selectedIndex]!));
    }

    private toggle(open: boolean): void {
        this.list.hidden = !open;
        this.input.setAttribute("aria-expanded", String(open));
        if (!open) this.activate(-1);
    }

    private activate(index: number): void {
        this.active = index;
        this.entries().forEach((entry, at) => {
            entry.setAttribute("aria-selected", String(at === index));
            if (at === index) entry.scrollIntoView({ block: "nearest" });
        });
        const active = this.entries()[index];
        if (active) this.input.setAttribute("aria-activedescendant", active.id);
        else this.input.removeAttribute("aria-activedescendant");
    }

    private choose(value: string): void {
        if (this.select.value === value) return;
        this.select.value = value;
        this.select.dispatchEvent(new Event("input", { bubbles: true }));
    }

    private take(entry: HTMLElement): void {
        this.choose(entry.dataset["value"] ?? "");
        this.show();
        this.toggle(false);
    }

    private press(event: KeyboardEvent): void {
        if (event.isComposing || event.altKey || event.ctrlKey || event.metaKey) return;
        const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
        const entry = this.entries()[this.active];
        if (step) {
            if (this.list.hidden) this.open("");
            else {
                const count = this.entries().length;
                if (count) this.activate((Math.max(this.active, step < 0 ? 0 : -1) + step + count) % count);
            }
        } else if (event.key === "Enter" && !this.list.hidden && entry) {
            this.take(entry);
        } else if (event.key === "Escape" && !this.list.hidden) {
            this.show();
            this.toggle(false);
        } else return;
        event.preventDefault();
        event.stopPropagation();
    }

    /** What was typed in full is chosen; what is no entry is not. */
    private leave(): void {
        const exact = this.entries().find(
            (entry) => plain(entry.textContent ?? "") === plain(this.input.value));
        if (exact && this.input.value) this.choose(exact.dataset["value"] ?? "");
        this.show();
        this.toggle(false);
    }
}

/** Makes long lists searchable; the result writes what is chosen into their fields again. */
export function comboboxes(page: Page, nothing: string): () => void {
    const all = [...page.form.querySelectorAll<HTMLSelectElement>(".question > select")]
        .filter((select) => select.options.length - 1 > longFrom)
        .map((select) => new Combobox(select, nothing));
    return () => { for (const one of all) one.show(); };
}
