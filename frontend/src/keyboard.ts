// Numbers choose, Delete takes a choice back, and Enter in a field is no hasty "Next".
import { isChoice, isThere, type Page } from "./page.ts";

const changed = (element: Element): void => {
    element.dispatchEvent(new Event("input", { bubbles: true }));
};

/** The radios or checkboxes among which this one stands. */
function group(page: Page, one: HTMLInputElement): HTMLInputElement[] {
    return [...page.form.querySelectorAll<HTMLInputElement>(`[name="${CSS.escape(one.name)}"]`)]
        .filter((other) => isChoice(other) && isThere(other));
}

function clear(choices: readonly HTMLInputElement[]): void {
    for (const one of choices) one.checked = false;
    if (choices[0]) changed(choices[0]);
}

/** The digit's choice: on a scale of numbers the one that bears it, else the one at its place. */
function numbered(choices: HTMLInputElement[], digit: string): HTMLInputElement | undefined {
    if (choices[0]?.closest(".points")) return choices.find((one) => one.value === digit);
    return choices[digit === "0" ? 9 : Number(digit) - 1];
}

/** Enter goes to the next question as long as there is one. */
function goOn(page: Page, from: HTMLInputElement): boolean {
    const questions = [...page.form.querySelectorAll(".question")].filter(isThere);
    const next = questions[questions.findIndex((one) => one.contains(from)) + 1];
    next?.querySelector<HTMLElement>("input:not([disabled]), textarea, select")?.focus();
    return !!next;
}

function press(page: Page, event: KeyboardEvent): void {
    const control = event.target;
    if (!(control instanceof HTMLInputElement) || event.isComposing) return;
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (!isChoice(control)) {
        if (event.key === "Enter" && goOn(page, control)) event.preventDefault();
        return;
    }
    const choices = group(page, control);
    if (/^\d$/.test(event.key)) {
        const one = numbered(choices, event.key);
        one?.focus();
        one?.click();
        if (one) event.preventDefault();
    } else if (event.key === "Delete" || event.key === "Backspace") {
        if (control.type === "radio") clear(choices);
    }
}

/** A button that takes a choice back, where the browser has no way to; there while one is made. */
function offerToClear(page: Page, words: string): () => void {
    const buttons: [HTMLButtonElement, HTMLInputElement[]][] = [];
    for (const question of page.form.querySelectorAll<HTMLElement>("fieldset.question")) {
        const radios = [...question.querySelectorAll<HTMLInputElement>("[type=radio]")];
        if (!radios.length) continue;
        const button = document.createElement("button");
        button.type = "button";
        button.className = "clear";
        button.tabIndex = -1; // the keyboard has Delete, and no further stop on its way
        button.setAttribute("aria-keyshortcuts", "Delete");
        button.textContent = words;
        button.setAttribute(
            "aria-label", `${words}: ${question.querySelector("legend")?.textContent ?? ""}`);
        button.onclick = () => {
            radios[0]?.focus();
            clear(radios);
        };
        question.append(button);
        buttons.push([button, radios]);
    }
    const update = (): void => {
        for (const [button, radios] of buttons) button.hidden = !radios.some((one) => one.checked);
    };
    update();
    page.form.addEventListener("input", update);
    return update;
}

export function keyboard(page: Page, clearWords: string): () => void {
    page.form.addEventListener("keydown", (event) => press(page, event));
    return offerToClear(page, clearWords);
}
