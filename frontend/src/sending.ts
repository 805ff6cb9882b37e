// Sends the page without leaving it, so that a lost connection loses nothing: what is not accepted
// yet waits and is sent again. Whatever else the server says is shown by sending the page the
// ordinary way: a page sent twice changes nothing twice.

/** Where to go on; "retry" when nobody could be reached; "show" when the server has more to say. */
export type Outcome = { go: string } | { retry: number } | "show";

const patience = 30_000;

export async function send(address: string, body: URLSearchParams): Promise<Outcome> {
    try {
        const reply = await fetch(`${address}?script`, {
            method: "POST", body, redirect: "manual", signal: AbortSignal.timeout(patience),
        });
        const seconds = Number(reply.headers.get("retry-after")) || 0;
        if (reply.status >= 500) return { retry: seconds * 1000 };
        const plain = reply.headers.get("content-type")?.startsWith("text/plain");
        return reply.ok && plain ? { go: await reply.text() } : "show";
    } catch {
        return { retry: 0 };
    }
}
