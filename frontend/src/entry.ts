// The script by which people come into an anonymous study: makes a ticket, has it signed unseen, and
// lets in with it where nothing says whose it is.
import { toHex } from "./bytes.ts";
import { begin, finish, fromFragment, readKey, toFragment, type RewardKey } from "./reward.ts";

/** What the desk says: signed, made for a key not in use, one made elsewhere, or for nobody. */
export type Answer =
    { state: "stale" | "another" | "unknown" } | { state: "signed"; signature: string };

export function parseAnswer(text: string): Answer | undefined {
    const [state, signature] = text.trim().split(" ");
    if (state === "signed" && signature) return { state, signature };
    if (state === "stale" || state === "another" || state === "unknown") return { state };
    return undefined;
}

/** What the gate says: where to go on, or why nobody is let in. */
export type Way = { state: "on"; path: string } | { state: "foreign" | "spent" };

export function parseWay(text: string): Way | undefined {
    const [state, path] = text.trim().split(" ");
    // A path of this server only.
    if (state === "on" && path && /^\/(?!\/)/.test(path)) return { state, path };
    if (state === "foreign" || state === "spent") return { state };
    return undefined;
}

/** A ticket in the making: kept before it is sent, so that a lost answer loses nothing. */
export interface Kept {
    key: string;
    blinded: string;
    secret: string;
}

export function parseKept(text: string | null): Kept | undefined {
    try {
        const { key, blinded, secret } = JSON.parse(text ?? "null") ?? {};
        const whole = [key, blinded, secret].every((one) => typeof one === "string" && one);
        return whole ? { key, blinded, secret } : undefined;
    } catch {
        return undefined;
    }
}

const patience = 30_000;

class Ticket {
    private readonly place: HTMLElement;
    private readonly said: HTMLElement;
    private readonly button: HTMLButtonElement;
    private inMemory: Kept | undefined; // where nothing can be stored

    constructor(place: HTMLElement) {
        this.place = place;
        this.said = place.querySelector<HTMLElement>(".status")!;
        this.button = place.querySelector<HTMLButtonElement>("button")!;
    }

    private words(name: string): string {
        return this.place.dataset[name] ?? "";
    }

    private say(name: string): void {
        this.said.textContent = this.words(name);
    }

    private get name(): string {
        return `querist-ticket-${this.words("holder")}`;
    }

    private kept(): Kept | undefined {
        try {
            return parseKept(localStorage.getItem(this.name)) ?? this.inMemory;
        } catch {
            return this.inMemory;
        }
    }

    private keep(kept?: Kept): void {
        this.inMemory = kept;
        try {
            if (kept) localStorage.setItem(this.name, JSON.stringify(kept));
            else localStorage.removeItem(this.name);
        } catch {
            // It is lost with the page, and until then it works.
        }
    }

    /** The key in use, or one of before: by its id, which the address ends with. */
    private async key(id?: string): Promise<RewardKey> {
        // Without cookies: whoever sends the key does not know for whom.
        const address = this.words("key");
        const reply = await fetch(id ? address.replace(/[^/]+$/, id) : address, {
            credentials: "omit", referrerPolicy: "no-referrer",
            signal: AbortSignal.timeout(patience),
        });
        if (!reply.ok) throw new Error(`status ${reply.status}`);
        // What a ticket was made for was compared whole when it was made.
        return readKey(await reply.arrayBuffer(), id ?? this.words("digest"));
    }

    private async post(address: string, fields: Record<string, string>): Promise<string> {
        const reply = await fetch(address, {
            method: "POST", body: new URLSearchParams(fields), redirect: "manual",
            // The address of this page may be a personal link.
            referrerPolicy: "no-referrer", signal: AbortSignal.timeout(patience),
        });
        if (!reply.ok) throw new Error(`status ${reply.status}`);
        return reply.text();
    }

    private async make(): Promise<Kept> {
        const key = await this.key();
        const { secret, blinded } = await begin(key);
        // Another tab may have made one meanwhile: it is one for each.
        const kept = this.kept() ?? { key: toHex(key.id), blinded, secret: toFragment(secret) };
        this.keep(kept);
        return kept;
    }

    private async signed(kept: Kept): Promise<Answer> {
        const { key, blinded } = kept;
        const fields = { link: this.words("link"), key, blinded };
        const answer = parseAnswer(await this.post(this.words("desk"), fields));
        if (!answer) throw new Error("no answer");
        return answer;
    }

    private async enter(kept: Kept, signature: string): Promise<void> {
        const key = await this.key(kept.key);
        const secret = fromFragment(kept.secret, key);
        if (!secret) throw new Error("not kept whole");
        const ticket = await finish(key, secret, signature);
        const way = parseWay(await this.post(this.words("gate"), { ticket }));
        if (!way) throw new Error("no answer");
        if (way.state === "on") return location.replace(way.path);
        this.button.hidden = true;
        this.say(way.state);
    }

    private async walk(): Promise<void> {
        let kept = this.kept() ?? await this.make();
        let answer = await this.signed(kept);
        if (answer.state === "stale") {
            this.keep();
            kept = await this.make();
            answer = await this.signed(kept);
        }
        if (answer.state === "signed") return this.enter(kept, answer.signature);
        this.button.hidden = true;
        // What is kept stays: it may be signed once its key is back.
        this.say(answer.state === "another" ? "another" : "again");
    }

    start(): void {
        this.place.hidden = false;
        document.querySelector("[data-without-script]")?.remove();
        // Browsers have these functions on encrypted pages only.
        if (!globalThis.crypto?.subtle) {
            this.button.hidden = true;
            return this.say("insecure");
        }
        this.button.onclick = async () => {
            this.button.disabled = true;
            this.say("busy");
            await this.walk().catch(() => this.say("failed"));
            this.button.disabled = false;
        };
    }
}

if (typeof document !== "undefined") {
    const place = document.querySelector<HTMLElement>("[data-ticket]");
    if (place) new Ticket(place).start();
}
