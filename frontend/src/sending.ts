// Sends the page without leaving it, so that a lost connection loses nothing: what is not accepted
// yet waits and is sent again. Whatever else the server says is shown by sending the page the
// ordinary way: a page sent twice changes nothing twice.

/** Why a page waits: nobody was reached, the server could not save, the study takes a pause. */
export type Wait = "offline" | "busy" | "paused";
/** Where to go on; what to wait for, and how long at least; "show": the server has more to say. */
export type Outcome = { go: string } | { wait: Wait; retry: number } | "show";

const patience = 30_000;

export async function send(address: string, body: URLSearchParams): Promise<Outcome> {
    try {
        const reply = await fetch(`${address}?script`, {
            method: "POST", body, redirect: "manual", signal: AbortSignal.timeout(patience),
        });
        const text = await reply.text();
        if (reply.status >= 500) {
            const retry = Number(reply.headers.get("retry-after")) * 1000 || 0;
            return { wait: text === "paused" ? text : "busy", retry };
        }
        const plain = reply.headers.get("content-type")?.startsWith("text/plain");
        return reply.ok && plain ? { go: text } : "show";
    } catch {
        return { wait: "offline", retry: 0 };
    }
}
