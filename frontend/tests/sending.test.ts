// What the script makes of a server's reply to a page, and of none.
import assert from "node:assert/strict";
import { it } from "node:test";
import { type Outcome, send } from "../src/sending.ts";

const reply = (status: number, type: string, body: string, retry = ""): Response =>
    new Response(body, {
        status, headers: { "content-type": type, ...(retry ? { "retry-after": retry } : {}) },
    });
const plain = "text/plain; charset=utf-8";
const html = "text/html; charset=utf-8";
const refused = (): never => { throw new TypeError("Failed to fetch"); };

const rows: [name: string, answer: () => Response, outcome: Outcome][] = [
    ["goes where it is told", () => reply(200, plain, "/s/x/p/two"), { go: "/s/x/p/two" }],
    ["shows a page with faults", () => reply(422, html, "<html>"), "show"],
    ["shows what stands instead of an answer", () => reply(200, html, "<html>"), "show"],
    ["shows a refusal", () => reply(403, html, "<html>"), "show"],
    ["waits for a network", refused, { wait: "offline", retry: 0 }],
    ["waits for a study that pauses", () => reply(503, plain, "paused"), { wait: "paused", retry: 0 }],
    ["waits for a busy server", () => reply(503, html, "<html>", "2"), { wait: "busy", retry: 2000 }],
    ["waits for a gateway without a server", () => reply(502, plain, "down"), { wait: "busy", retry: 0 }],
    ["waits out a date it cannot count",
        () => reply(503, html, "", "Fri, 27 Nov 2026 00:00:00 GMT"), { wait: "busy", retry: 0 }],
];
for (const [name, answer, outcome] of rows) {
    it(name, async () => {
        globalThis.fetch = (address) => {
            assert.equal(address, "/s/x/p/one?script");
            return new Promise((resolve) => { resolve(answer()); });
        };
        assert.deepEqual(await send("/s/x/p/one", new URLSearchParams()), outcome);
    });
}
