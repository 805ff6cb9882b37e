// Does the work that the consent form asks of browsers (ALTCHA, version 1) while the terms are read.
// The same file is the page's script and that of the worker which tries the numbers.
import { solveChallenge } from "altcha-lib";

interface Challenge {
    algorithm: "SHA-256";
    challenge: string;
    maxnumber: number;
    salt: string;
    signature: string;
}

/** How long somebody who has read faster than the browser works waits for it. */
const patience = 5_000;

async function solution(address: string): Promise<string> {
    const asked = await (await fetch(address)).json() as Challenge;
    const worker = new Worker(import.meta.url, { type: "module" });
    const found = await new Promise<{ number: number; took: number }>((resolve, reject) => {
        worker.onmessage = ({ data }) => data ? resolve(data) : reject();
        worker.onerror = reject;
        worker.postMessage(asked);
    });
    worker.terminate();
    const { algorithm, challenge, salt, signature } = asked;
    return btoa(JSON.stringify({ algorithm, challenge, ...found, salt, signature }));
}

function work(form: HTMLFormElement): void {
    const field = form.querySelector<HTMLInputElement>('[name="altcha"]')!;
    let [done, leaving] = [Promise.resolve(), false];
    const begin = (): void => {
        leaving = false;
        field.value = "";
        done = solution(form.getAttribute("data-work")!)
            .then((payload) => { field.value = payload; }, () => undefined);
    };
    begin();
    // A solution is taken once: whoever comes back begins anew.
    addEventListener("pageshow", (event) => { if (event.persisted) begin(); });
    form.addEventListener("submit", (event) => {
        const button = event.submitter as HTMLButtonElement | null;
        if (leaving || field.value || button?.value !== "yes") return;
        event.preventDefault();
        form.setAttribute("aria-busy", "true");
        // Whoever cannot do it goes on without.
        void Promise.race([done, new Promise((resolve) => { setTimeout(resolve, patience); })])
            .then(() => {
                leaving = true;
                // Not while the form still hears of the first press, or it would not be sent.
                setTimeout(() => form.requestSubmit(button));
            });
    });
}

if (globalThis.document) {
    const form = document.querySelector<HTMLFormElement>("form[data-work]");
    if (form) work(form);
} else {
    onmessage = async ({ data }: MessageEvent<Challenge>) => {
        const { challenge, salt, algorithm, maxnumber } = data;
        postMessage(await solveChallenge(challenge, salt, algorithm, maxnumber).promise);
    };
}
