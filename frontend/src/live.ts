// Questions, options and rows come and go with the answers on the same page. The server decides the
// same again when the page is sent.
import { type Answers, type Condition, truth, type Value } from "./condition.ts";
import { isThere, type Page, trimmed } from "./page.ts";

/** A subject being answered on this page, or ("v") what was answered before. */
interface Subject {
    k: string;
    i?: string;
    c?: string[];
    r?: string[];
    v?: Value | null;
}

const number = /^([+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?)$/i;

function readNumber(typed: string | undefined, whole: boolean): Value {
    const text = trimmed(typed ?? "").replace("\u2212", "-");
    const value = number.test(text) ? Number(text) : NaN;
    if (!Number.isFinite(value) || (whole && !Number.isInteger(value))) return undefined;
    const greatest = Number.MAX_SAFE_INTEGER;
    return Math.max(-greatest, Math.min(value, greatest));
}

/** The answer that the server would read from the form (src/response/item_reader.cpp). */
export function read(page: Pick<Page, "values" | "controls">, { k, i = "", c = [], r = [] }: Subject): Value {
    const [first] = page.values(i);
    // A text beside an option chooses it.
    const withText = () => c.map((_, code) => code)
        .filter((code) => page.values(`${i}.text.${c[code]}`).length);
    switch (k) {
        case "b":
            return first === undefined ? first : first !== "no";
        case "i":
        case "n":
            return readNumber(first, k === "i");
        case "t":
            return first === undefined ? first : trimmed(first);
        case "c": {
            if (first !== undefined) return c.indexOf(first);
            const beside = withText();
            return beside.length === 1 ? beside[0] : undefined;
        }
        case "m": {
            const codes = new Set(page.values(i).map((code) => c.indexOf(code)).concat(withText()));
            return codes.size ? [...codes].sort((a, b) => a - b) : undefined;
        }
        case "g":
            return r.map((row) => c.indexOf(page.values(`${i}.row.${row}`)[0] ?? ""));
        default:
            for (const [name] of page.controls()) {
                const own = name === i || name.startsWith(`${i}.row.`);
                if (own && page.values(name).length) return true;
            }
            return undefined;
    }
}

/** Keeps the page true to its conditions; `say` is told what came or went. */
export function live(page: Page, say: (what: "opened" | "closed") => void): () => void {
    const json = page.attribute("data-conditions");
    if (!json) return () => undefined;
    const { s, p } = JSON.parse(json) as { s: Subject[]; p: [string, Condition][] };
    const parts = p.map(([name, condition]) => ({
        name,
        condition,
        elements: [...page.form.querySelectorAll<HTMLElement>(`[data-part="${CSS.escape(name)}"]`)],
    }));
    const shown = page.own("_shown");
    const always = shown.value.split(" ").filter((id) => !parts.some((part) => part.name === id));
    const offered = page.own("_offered");

    const answers = (): Answers => {
        const known = new Map<number, Value>();
        return {
            value: (index) => {
                const subject = s[index];
                if (!subject || "v" in subject) return subject?.v ?? undefined;
                if (!known.has(index)) known.set(index, read(page, subject));
                return known.get(index);
            },
            whole: (index) => s[index]?.k === "i",
        };
    };

    /** A grid has as many columns as its options that are there. */
    const columns = (): void => {
        for (const grid of page.form.querySelectorAll(".grid[class*=' c']")) {
            const count = grid.querySelectorAll(".heads > :not([hidden])").length - 1;
            grid.className = grid.className.replace(/ c\d+/, ` c${count}`);
        }
    };

    const update = (): void => {
        const now = answers();
        let [opened, closed] = [false, false];
        // In the page's order: what a question's condition names stands before it.
        for (const { condition, elements } of parts) {
            const hidden = truth(condition, now) !== true;
            for (const one of elements) {
                if (one.hidden === hidden) continue;
                one.hidden = hidden;
                if (hidden) closed = true;
                else opened = true;
            }
        }
        const there = parts.filter((part) => part.elements.some(isThere)).map((part) => part.name);
        shown.value = always.concat(there.filter((name) => !name.includes(":"))).join(" ");
        offered.value = there.filter((name) => name.includes(":")).join(" ");
        if (opened || closed) {
            columns();
            page.disableHidden();
            say(opened ? "opened" : "closed");
        }
    };
    page.disableHidden();
    update();
    page.form.addEventListener("input", update);
    return update;
}
