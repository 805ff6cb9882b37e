// Lighthouse over the consent page, a page of questions and a page with a grid, as a phone on a slow
// network sees them. Prints a JSON list: page, the three scores of 100, and first contentful paint in
// milliseconds on slow 3G (400 ms, 400 kbit/s), simulated by Lighthouse: with the name of the server
// looked up, which it takes for two rounds (800 ms), and known already. The last page is an empty one,
// which no page can be faster than.
// Usage: pages.mjs ADDRESS_OF_STUDY   (from a node of at least 22.19)
import { spawn } from "node:child_process";
import { createServer } from "node:http";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { DNSCache } from "@paulirish/trace_engine/models/trace/lantern/simulation/DNSCache.js";
import lighthouse from "lighthouse";

const study = process.argv[2];
const origin = new URL(study).origin;
let cookie = "";

/** Posts a form as the participant's browser does; the address that the answer leads to. */
async function post(address, fields) {
    const reply = await fetch(address, {
        method: "POST",
        redirect: "manual",
        headers: { cookie, origin, "sec-fetch-site": "same-origin", "content-type": "application/x-www-form-urlencoded" },
        body: new URLSearchParams(fields).toString(),
    });
    const given = reply.headers.getSetCookie().map((one) => one.split(";")[0]);
    if (given.length > 0) cookie = given.join("; ");
    if (reply.status !== 303) throw new Error(`${address} answered ${reply.status}`);
    return new URL(reply.headers.get("location"), origin).href;
}

const hidden = /<input type="hidden" name="([^"]+)" value="([^"]*)"/g;
const radio = /<input type="radio" name="([^"]+)" value="([^"]+)"/g;

/** Answers a page with the first choice of everything; the next page's address. */
async function answer(address, html) {
    const fields = [...html.matchAll(hidden)].map((one) => [one[1], one[2]]);
    const chosen = new Map([...html.matchAll(radio)].reverse().map((one) => [one[1], one[2]]));
    const action = new URL(/action="([^"]+\/p\/[^"]+)"/.exec(html)[1], origin).href;
    return post(action, [...fields, ...chosen, ["_go", "next"]]);
}

async function measuredPages() {
    const pages = [{ name: "consent", address: study, cookie: "" }];
    let address = await post(`${study}consent`, [["agree", "yes"]]);
    for (let walked = 0; walked < 50 && address.includes("/p/"); ++walked) {
        const html = await (await fetch(address, { headers: { cookie } })).text();
        const grid = /<input type="radio" name="[^"]+\.row\./.test(html);
        if (walked === 0) pages.push({ name: "questions", address, cookie });
        if (grid) return [...pages, { name: "grid", address, cookie }];
        address = await answer(address, html);
    }
    throw new Error("no page of the study has a grid");
}

const folder = mkdtempSync(path.join(tmpdir(), "querist-lighthouse-"));
const browser = spawn("/usr/bin/chromium", [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--remote-debugging-port=0", `--user-data-dir=${folder}`, "about:blank",
], { stdio: ["ignore", "ignore", "pipe"] });

/** The port on which the browser listens, from what it says at its start. */
const port = await new Promise((resolve, reject) => {
    let words = "";
    browser.stderr.on("data", (chunk) => {
        words += chunk;
        const found = /DevTools listening on ws:\/\/[^:]+:(\d+)\//.exec(words);
        if (found) resolve(Number(found[1]));
    });
    browser.on("exit", (code) => reject(new Error(`Chromium ended with ${code}:\n${words}`)));
});

const slow3G = { rttMs: 400, throughputKbps: 400, cpuSlowdownMultiplier: 1, requestLatencyMs: 0, downloadThroughputKbps: 0, uploadThroughputKbps: 0 };

async function run(page, settings) {
    const extraHeaders = page.cookie ? { Cookie: page.cookie } : {};
    const result = await lighthouse(page.address, { port, output: "json", logLevel: "silent", extraHeaders, ...settings });
    if (result.lhr.runtimeError) throw new Error(`${page.name}: ${result.lhr.runtimeError.message}`);
    if (result.lhr.finalDisplayedUrl !== page.address) throw new Error(`${page.name} led to ${result.lhr.finalDisplayedUrl}`);
    return result.lhr;
}

const roundsOfLookup = DNSCache.rttMultiplier;

/** First contentful paint on slow 3G, after `rounds` to look the server's name up. */
async function paint(page, rounds) {
    DNSCache.rttMultiplier = rounds;
    // Now and then the browser does not say when it painted first: then it is asked once more.
    for (let tries = 0; tries < 3; ++tries) {
        const report = await run(page, { onlyAudits: ["first-contentful-paint"], throttling: slow3G });
        const at = report.audits["first-contentful-paint"].numericValue;
        if (at !== undefined) return at;
    }
    throw new Error(`${page.name}: nobody knows when it was painted first`);
}
const paints = async (page) => ({ first_paint_ms: await paint(page, roundsOfLookup), named_paint_ms: await paint(page, 0) });

const empty = createServer((_, reply) => {
    reply.setHeader("Content-Type", "text/html; charset=utf-8").end('<!doctype html><html lang="en"><title>Empty</title><p>Empty');
});
await new Promise((ready) => empty.listen(0, "127.0.0.1", ready));

const figures = [];
try {
    for (const page of await measuredPages()) {
        const scored = await run(page, { onlyCategories: ["performance", "accessibility", "best-practices"] });
        const scores = Object.fromEntries(
            Object.values(scored.categories).map((one) => [one.id, Math.round(one.score * 100)]));
        const wanting = Object.values(scored.audits)
            .filter((one) => one.score !== null && one.score < 0.9).map((one) => one.id);
        figures.push({ page: page.name, ...scores, wanting, ...await paints(page) });
    }
    const page = { name: "empty", address: `http://127.0.0.1:${empty.address().port}/` };
    figures.push({ page: page.name, ...await paints(page) });
} finally {
    empty.close();
    browser.removeAllListeners("exit");
    browser.kill("SIGTERM");
    await new Promise((resolve) => browser.on("exit", resolve));
    rmSync(folder, { recursive: true, force: true });
}
console.log(JSON.stringify(figures));
