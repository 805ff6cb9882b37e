// The page's form as the script sees it: its controls by name, and which of them are there.

export type Control = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

const blank = /^[ \t\r\n\v\f\u00a0]+|[ \t\r\n\v\f\u00a0]+$/g;
export const trimmed = (text: string): string => text.replace(blank, "");

export const isChoice = (control: Element): control is HTMLInputElement =>
    control instanceof HTMLInputElement && (control.type === "radio" || control.type === "checkbox");

/** Not taken off the page by a condition. */
export const isThere = (element: Element): boolean => !element.closest("[hidden]");

export class Page {
    readonly form: HTMLFormElement;
    private readonly names = new Map<string, Control[]>();

    /** Puts what stands in templates onto the page, hidden, before its controls are listed. */
    constructor(form: HTMLFormElement) {
        this.form = form;
        for (let one; (one = form.querySelector("template")); ) {
            for (const child of one.content.children) (child as HTMLElement).hidden = true;
            one.replaceWith(one.content);
        }
        for (const control of form.querySelectorAll<Control>("[name]:is(input, textarea, select)")) {
            const others = this.names.get(control.name);
            if (others) others.push(control);
            else this.names.set(control.name, [control]);
        }
    }

    /** The answers' controls by name, not the form's own fields. */
    *controls(): Iterable<[name: string, Control[]]> {
        for (const one of this.names) if (one[0][0] !== "_") yield one;
    }

    /** Of the form: its properties may be hidden by questions of the same name. */
    attribute(name: string): string {
        return this.form.getAttribute(name) ?? "";
    }

    /** One of the form's own fields, made where the page came without it. */
    own(name: string): HTMLInputElement {
        let control = this.names.get(name)?.[0];
        if (!control) {
            control = document.createElement("input");
            control.type = "hidden";
            control.name = name;
            this.own("_page").after(control);
            this.names.set(name, [control]);
        }
        return control as HTMLInputElement;
    }

    /** What the form would send for a field, blanks alone left out. */
    values(name: string): string[] {
        return (this.names.get(name) ?? [])
            .filter((one) => isThere(one) && (isChoice(one) ? one.checked : trimmed(one.value) !== ""))
            .map((one) => one.value);
    }

    /** Controls that a condition took away are not sent; what they hold comes back with them. */
    disableHidden(): void {
        for (const list of this.names.values()) {
            for (const one of list) one.disabled = !isThere(one);
        }
        for (const option of this.form.querySelectorAll("option")) option.disabled = !!option.hidden;
    }

    /** Everything that was entered, also where a condition has hidden it. */
    entered(): [string, string][] {
        const fields: [string, string][] = [];
        for (const [name, list] of this.controls()) {
            for (const one of list) {
                if (isChoice(one) ? one.checked : one.value !== "") fields.push([name, one.value]);
            }
        }
        return fields;
    }

    enter(fields: readonly (readonly [string, string])[]): void {
        for (const [name, list] of this.controls()) {
            const values = fields.filter((field) => field[0] === name).map((field) => field[1]);
            for (const one of list) {
                if (isChoice(one)) one.checked = values.includes(one.value);
                else one.value = values[0] ?? "";
            }
        }
    }
}
