// The script of the receipt page: makes a token, has it signed unseen, and shows the claim link.
// Token and inverse stay in the address, behind the "#"; the page can be closed and opened again.
import { toHex } from "./bytes.ts";
import { begin, finish, fromFragment, readKey, toFragment, type RewardKey } from "./reward.ts";
import { qrCode } from "./qr_code.ts";

/** What the server says: nothing asked for yet, not decided yet, signed, or none for this one. */
export type Answer =
    { state: "none" | "waiting" | "refused" } | { state: "signed"; key: string; signature: string };

export function parseAnswer(text: string): Answer | undefined {
    const [state, key, signature] = text.trim().split(" ");
    if (state === "signed" && key && signature) return { state, key, signature };
    if (state === "none" || state === "waiting" || state === "refused") return { state };
    return undefined;
}

const patience = 30_000;

class Receipt {
    private readonly place: HTMLElement;
    private readonly said: HTMLElement;
    private readonly button: HTMLButtonElement;
    private sent: { blinded: string; key: string } | undefined; // once it was tried to send it

    constructor(place: HTMLElement) {
        this.place = place;
        this.said = place.querySelector<HTMLElement>(".status")!;
        this.button = place.querySelector<HTMLButtonElement>("button")!;
    }

    private words(name: string): string {
        return this.place.dataset[name] ?? "";
    }

    private say(...names: string[]): void {
        this.said.textContent = names.map((name) => this.words(name)).join(" ");
    }

    /** The key in use, or one of before: by its id, which the address ends with. */
    private async key(id?: string): Promise<RewardKey> {
        // Without cookies: whoever sends the key does not know for whom.
        const address = this.words("key");
        const reply = await fetch(id ? address.replace(/[^/]+$/, id) : address, {
            credentials: "omit", signal: AbortSignal.timeout(patience),
        });
        if (!reply.ok) throw new Error(`status ${reply.status}`);
        // What a token was made for was compared whole when it was made.
        return readKey(await reply.arrayBuffer(), id ?? this.words("digest"));
    }

    private async ask(sent?: { blinded: string; key: string }): Promise<Answer> {
        const body = new URLSearchParams({ _csrf: this.words("csrf"), ...sent });
        const reply = await fetch(`${this.words("action")}?script`, {
            method: "POST", body, redirect: "manual", signal: AbortSignal.timeout(patience),
        });
        const answer = reply.ok ? parseAnswer(await reply.text()) : undefined;
        if (!answer) throw new Error(`status ${reply.status}`);
        return answer;
    }

    private showLink(token: string): void {
        const link = `${this.words("claim")}#${token}`;
        const shown = this.place.querySelector<HTMLElement>(".claim")!;
        const anchor = shown.querySelector("a")!;
        anchor.href = link;
        anchor.textContent = link;
        const code = qrCode(link, this.words("qr"));
        if (code) shown.querySelector(".code-place")!.replaceChildren(code);
        shown.hidden = false;
        this.button.hidden = true;
        this.say("signed");
    }

    /** A new token takes the place of one that is not signed yet. */
    private async make(key: RewardKey): Promise<void> {
        const { secret, blinded } = await begin(key);
        // First: what was sent and is not kept here could never be claimed.
        history.replaceState(null, "", `#${toFragment(secret)}`);
        this.sent = { blinded, key: toHex(key.id) };
        const answer = await this.ask(this.sent);
        // The key was changed while this page stood open: it is made anew with the next one.
        if (answer.state === "none") return location.reload();
        await this.show(key, answer);
    }

    private async show(key: RewardKey, answer: Answer): Promise<void> {
        // Once something is asked for, there is no code to be had any more.
        const offer = document.querySelector<HTMLElement>("[data-code-offer]");
        if (offer && answer.state !== "none") offer.hidden = true;
        const secret = fromFragment(location.hash.slice(1), key);
        if (answer.state === "signed") {
            const by = answer.key === toHex(key.id) ? key : await this.key(answer.key);
            const token = secret &&
                await finish(by, secret, answer.signature).catch(() => undefined);
            if (token) return this.showLink(token);
            this.button.hidden = true;
            return this.say("elsewhere");
        }
        this.button.hidden = answer.state === "refused" || !!secret && answer.state === "waiting";
        this.place.querySelector<HTMLElement>(".keep")!.hidden =
            !secret || answer.state !== "waiting";
        this.say(answer.state);
    }

    private async attempt(work: (key: RewardKey) => Promise<void>): Promise<void> {
        this.button.disabled = true;
        this.say("busy");
        try {
            await work(await this.key());
        } catch {
            this.say("failed");
            this.button.hidden = false;
        }
        this.button.disabled = false;
    }

    start(): void {
        this.place.hidden = false;
        // Browsers have these functions on encrypted pages only.
        if (!globalThis.crypto?.subtle) {
            this.button.hidden = true;
            return this.say("insecure");
        }
        this.button.onclick = () => void this.attempt(async (key) => {
            // After a failure the same token is asked for again; it is not made anew.
            if (!fromFragment(location.hash.slice(1), key)) return this.make(key);
            const answer = await this.ask(this.sent);
            return answer.state === "none" ? this.make(key) : this.show(key, answer);
        });
        if (location.hash.length > 1) this.button.click();
    }
}

if (typeof document !== "undefined") {
    const place = document.querySelector<HTMLElement>("[data-receipt]");
    if (place) new Receipt(place).start();
}
