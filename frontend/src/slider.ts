// A slider moves the number in the field below it, and the field moves the slider. What is sent is
// the field: a slider that nobody moved is no answer.
import { type Page, trimmed } from "./page.ts";

function pair(range: HTMLInputElement): () => void {
    const field = range.parentElement!.querySelector<HTMLInputElement>(".figure input")!;
    const show = (): void => {
        const set = !!trimmed(field.value);
        range.classList.toggle("unset", !set);
        if (set) {
            range.value = trimmed(field.value);
            range.removeAttribute("aria-valuetext");
        } else {
            range.setAttribute("aria-valuetext", range.dataset["none"] ?? "");
        }
    };
    const take = (event: Event): void => {
        event.stopPropagation(); // the field tells what is answered
        // Pressing it where it stands answers as well.
        if (event.type === "click" && field.value) return;
        field.value = range.value;
        field.dispatchEvent(new Event("input", { bubbles: true }));
    };
    range.addEventListener("input", take);
    range.addEventListener("click", take);
    field.addEventListener("input", show);
    show();
    return show;
}

export function sliders(page: Page): () => void {
    const all = [...page.form.querySelectorAll<HTMLInputElement>("[type=range]")].map(pair);
    return () => { for (const show of all) show(); };
}
