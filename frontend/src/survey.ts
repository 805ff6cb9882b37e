// The script of survey pages. They work without it: it makes them more comfortable, and keeps what
// was entered through a lost connection and a closed tab.
import { comboboxes } from "./combobox.ts";
import { entries, type Entry, forget, keep } from "./kept.ts";
import { keyboard } from "./keyboard.ts";
import { live } from "./live.ts";
import { Page } from "./page.ts";
import { send } from "./sending.ts";
import { sliders } from "./slider.ts";

const wait = { keep: 300, first: 2_000, longest: 30_000 };

function survey(form: HTMLFormElement): void {
    const page = new Page(form);
    const status = document.querySelector<HTMLElement>(".status")!;
    const words = (name: string): string => status.dataset[name] ?? "";
    const say = (...names: string[]): void => { status.textContent = names.map(words).join(" "); };
    const updates = [
        live(page, say), keyboard(page, words("clear")), comboboxes(page, words("nothing")),
        sliders(page),
    ];

    // typing.ts counts in it, where something is counted.
    const counts = form.querySelector<HTMLInputElement>('[name="_typing"]');
    const entry = (go?: string): Entry => ({
        study: page.attribute("data-study"),
        response: page.attribute("data-response"),
        page: page.own("_page").value,
        revision: page.own("_revision").value,
        fields: page.entered(),
        at: Date.now(),
        typing: counts?.value,
        ...(go ? { go } : {}),
    });

    let leaving = false; // the page is sent the ordinary way, or is left for the next one
    let waiting = ""; // the button pressed, until the page is sent
    let unkept = false; // this browser could not keep what was entered
    let timer = 0;
    const store = async (): Promise<void> => {
        clearTimeout(timer);
        timer = 0;
        try {
            await keep(entry(waiting));
            unkept = false;
        } catch {
            unkept = true;
        }
    };
    form.addEventListener("input", () => {
        timer ||= window.setTimeout(store, wait.keep);
    });
    const storeNow = (): void => {
        if (timer) void store();
    };
    document.addEventListener("visibilitychange", storeNow);
    addEventListener("pagehide", storeNow);
    // Only when something would really be lost.
    addEventListener("beforeunload", (event) => {
        storeNow();
        if (unkept && !leaving) event.preventDefault();
    });
    addEventListener("pageshow", () => { leaving = false; });

    const button = (go: string): HTMLButtonElement =>
        form.querySelector<HTMLButtonElement>(`button[value="${CSS.escape(go)}"]`)!;

    let [busy, tries, again] = [false, 0, 0];
    const attempt = async (): Promise<void> => {
        if (busy || !waiting) return;
        clearTimeout(again);
        const go = waiting;
        const data = new FormData(form, button(go));
        const body = new URLSearchParams([...data] as [string, string][]);
        if (String(body).length > Number(page.attribute("data-bytes-max"))) {
            waiting = "";
            return say("large");
        }
        busy = true;
        if (!tries) say("sending");
        await store();
        const outcome = await send(page.attribute("action"), body);
        busy = false;
        if (outcome === "show") {
            waiting = "";
            await store();
            leaving = true;
            return form.requestSubmit(button(go));
        }
        if ("go" in outcome) {
            leaving = true;
            waiting = "";
            // Set aside, but some answers were no good yet: they are still here only.
            if (outcome.go.endsWith("?left-out")) await store();
            else await forget(entry()).catch(() => undefined);
            return location.assign(outcome.go);
        }
        say(outcome.wait, unkept ? "open" : "waiting");
        // A server may ask for more patience than somebody has who looks at the page.
        const pause = Math.max(outcome.retry, wait.first * 2 ** tries++);
        again = window.setTimeout(attempt, Math.min(pause, wait.longest));
    };
    addEventListener("online", () => {
        tries = 0;
        void attempt();
    });
    form.addEventListener("submit", (event) => {
        if (leaving) return;
        const go = (event.submitter as HTMLButtonElement | null)?.value ?? "next";
        // Nothing is saved by another language: the same page comes back in it.
        if (go.startsWith("language:")) {
            void store();
            leaving = true;
            return;
        }
        event.preventDefault();
        waiting = go;
        void attempt();
    });

    const bring = ({ fields, typing }: Entry): void => {
        page.enter(fields);
        if (counts) counts.value = typing ?? "";
        for (const update of updates) update();
    };
    const offer = (old: Entry): void => {
        say("elsewhere");
        const back = document.createElement("button");
        back.type = "button";
        back.className = "second";
        back.textContent = words("bring");
        back.onclick = () => {
            bring(old);
            void store();
            say("restored");
        };
        status.append(" ", back);
    };
    const restore = async (): Promise<void> => {
        const now = entry();
        const old = (await entries(now.study, now.response)).find((one) => one.page === now.page);
        if (!old) return;
        const same = String(old.fields) === String(now.fields);
        if (old.revision !== now.revision) return same ? void forget(old) : offer(old);
        if (!same) {
            bring(old);
            say("restored");
        }
        // The tab was closed while the page waited to be sent.
        if (old.go) {
            waiting = old.go;
            void attempt();
        }
    };
    restore().catch(() => undefined);
}

const form = document.querySelector<HTMLFormElement>("form[data-response]");
if (form) survey(form);
const unsent = document.querySelector<HTMLElement>("[data-unsent]");
if (unsent) {
    const { unsent: study, response } = unsent.dataset;
    const list = unsent.querySelector("ul");
    entries(study!, response!).then((all) => {
        for (const { fields, go } of all) {
            // What was not to be sent yet is shown where it cannot be sent any more.
            if (go || list) unsent.hidden = false;
            for (const [, value] of fields) {
                list?.appendChild(document.createElement("li")).append(value);
            }
        }
    }).catch(() => undefined);
}
const done = document.querySelector<HTMLElement>("[data-forget]")?.dataset["forget"];
if (done) entries(done, "").catch(() => undefined);
