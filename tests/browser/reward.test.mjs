// From the last page to the gift card: with script, where nobody can link the two, and without.
import assert from "node:assert/strict";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, describe, it } from "node:test";
import { examineEverywhere } from "./axe.mjs";
import { scanned } from "./qr_code.mjs";
import { agree, answer, exported, launch, next, root, serve } from "./serving.mjs";

const folder = path.join(root, "tests/browser/reward");
const phone = { viewport: { width: 390, height: 844 } };
let browser;
before(async () => { browser = await launch(); });
after(async () => { await browser.close(); });

/** A server whose study is open, with money and cards for so many. */
async function paying(cards) {
    const server = await serve(folder);
    const file = path.join(mkdtempSync(path.join(tmpdir(), "querist-cards-")), "cards.csv");
    const rows = Array.from({ length: cards }, (_, one) => `CARD-${one + 1},${1000 + one}`);
    writeFileSync(file, ["code,pin", ...rows, ""].join("\n"));
    server.run("open", folder);
    server.run("rewards", "budget", folder);
    server.run("rewards", "import", folder, file);
    return server;
}

/** Somebody who has just completed the study. */
async function completed(server, options = {}) {
    const context = await browser.newContext({ ...phone, ...options });
    const page = await context.newPage();
    await agree(page, server.base);
    await answer(page, { reason: "science" });
    await next(page);
    return page;
}

async function toReceipt(page) {
    await page.getByRole("link", { name: "Collect your reward" }).click();
    await page.waitForURL(/\/reward$/);
}

async function toThanks(page) {
    await page.getByRole("link", { name: "Back" }).click();
    await page.waitForURL(/\/thanks$/);
    return page;
}

const status = (page) => page.locator("[data-receipt] .status");

/** Waits until the script says something. */
function said(page, words) {
    return status(page).filter({ hasText: words }).waitFor();
}

async function claim(page) {
    await Promise.all([
        page.waitForNavigation(),
        page.getByRole("button", { name: "Show my reward" }).click(),
    ]);
}

const card = (page) => page.locator("dd .code").first().innerText();

describe("with script", () => {
    it("leads to one card, which nothing links to the answers", async () => {
        const server = await paying(2);
        const page = await completed(server);
        await toReceipt(page);
        await page.getByRole("button", { name: "Make my claim link" }).click();
        await said(page, "is asked for");
        assert.ok(await page.locator(".keep").isVisible());
        const kept = page.url();
        server.run("rewards", "deliver", folder);

        // Another day: the browser was closed, the address was kept.
        const again = await page.context().newPage();
        await again.goto(kept);
        await said(again, "is ready");
        const link = await again.locator(".claim a").getAttribute("href");
        assert.ok(link.startsWith(`${server.origin}/claim/reward#`), link);
        assert.equal(await scanned(again), link);

        // Claimed by somebody of whom the server knows nothing.
        const stranger = await (await browser.newContext(phone)).newPage();
        const sent = [];
        stranger.on("request", (one) => sent.push(one));
        await stranger.goto(link);
        await claim(stranger);
        const code = await card(stranger);
        assert.match(code, /^CARD-[12]$/);
        const token = link.split("#")[1];
        for (const one of sent) {
            assert.equal((await one.allHeaders()).cookie, undefined, one.url());
            assert.ok(!one.url().includes(token), "the token stands in no address that is sent");
        }
        await stranger.goto(link);
        await claim(stranger);
        assert.equal(await card(stranger), code, "the same link shows the same card");

        // Where the answers are known, too, no cookie goes along.
        const own = await page.context().newPage();
        const cookies = [];
        own.on("request", (one) => cookies.push(one.allHeaders().then((all) => all.cookie)));
        await own.goto(link);
        await claim(own);
        assert.deepEqual([...new Set(await Promise.all(cookies))], [undefined]);
        assert.match(server.run("rewards", "verify", "reward"), /reward/);
        await server.stop();
    });

    it("asks for the same token again when an answer was lost", async () => {
        const server = await paying(1);
        const page = await completed(server);
        await toReceipt(page);
        const asked = [];
        await page.route("**/reward?script", async (route) => {
            asked.push(route.request().postData());
            // The first is stored, and its answer is lost.
            const reply = await route.fetch();
            return asked.length === 1 ? route.abort() : route.fulfill({ response: reply });
        });
        await page.getByRole("button", { name: "Make my claim link" }).click();
        await said(page, "did not work");
        await page.getByRole("button", { name: "Make my claim link" }).click();
        await said(page, "is asked for");
        assert.equal(asked.length, 2);
        assert.equal(asked[1], asked[0]);
        await server.stop();
    });

    it("goes on when the key is changed while it waits", async () => {
        const server = await paying(2);
        const page = await completed(server);
        await toReceipt(page);
        await page.getByRole("button", { name: "Make my claim link" }).click();
        await said(page, "is asked for");
        const kept = page.url();
        // Somebody else has the page open, and makes nothing before the key is another one.
        const other = await completed(server);
        await toReceipt(other);
        server.run("rewards", "key", folder, "--new");
        server.run("rewards", "deliver", folder);
        await other.getByRole("button", { name: "Make my claim link" }).click();
        await said(other, "is ready");
        await page.goto("about:blank");
        await page.goto(kept);
        await said(page, "is ready");
        const cards = [];
        for (const one of [page, other]) {
            await one.locator(".claim a").click();
            await claim(one);
            cards.push(await card(one));
        }
        assert.deepEqual(cards.sort(), ["CARD-1", "CARD-2"]);
        await server.stop();
    });

    it("signs the token that was made last, and says so on the other device", async () => {
        const server = await paying(1);
        const page = await completed(server);
        await toReceipt(page);
        await page.getByRole("button", { name: "Make my claim link" }).click();
        await said(page, "is asked for");
        const kept = page.url();
        server.run("rewards", "deliver", folder);
        await page.goto(`${server.base}later`);
        const back = await page.locator("a.link").getAttribute("href");
        const other = await (await browser.newContext(phone)).newPage();
        await other.goto(back);
        await other.getByRole("button", { name: "Continue here" }).click();
        await toReceipt(other);
        await other.getByRole("button", { name: "Make my claim link" }).click();
        await said(other, "is ready");
        await page.goto(kept);
        await said(page, "another page or device");
        assert.ok(await page.locator(".claim").isHidden());
        await server.stop();
    });
});

describe("without script", () => {
    it("gives a code once the reward is owed, and says what that means", async () => {
        const server = await paying(1);
        const page = await completed(server, { javaScriptEnabled: false });
        await toReceipt(page);
        await page.getByText("Show a claim code instead").first().click();
        assert.match(await page.locator("details").innerText(), /can find out which reward/);
        await page.getByRole("button", { name: "Show a claim code instead" }).click();
        await page.getByText("You chose a claim code").waitFor();
        server.run("rewards", "deliver", folder);
        await page.reload();
        const code = await page.locator(".code").innerText();
        await page.locator("a.link").click();
        await page.locator("#proof").fill(code);
        await claim(page);
        assert.equal(await card(page), "CARD-1");
        await server.stop();
    });

    it("tells whoever comes too late, and keeps the claim good", async () => {
        const server = await paying(1);
        const codes = [];
        for (let one = 0; one < 2; ++one) {
            const page = await completed(server, { javaScriptEnabled: false });
            await toReceipt(page);
            await page.getByText("Show a claim code instead").first().click();
            await page.getByRole("button", { name: "Show a claim code instead" }).click();
            server.run("rewards", "deliver", folder);
            await page.reload();
            codes.push(await page.locator(".code").innerText());
        }
        const page = await (await browser.newContext({ ...phone, javaScriptEnabled: false })).newPage();
        for (const [one, code] of codes.entries()) {
            await page.goto(`${server.origin}/claim/reward`);
            await page.locator("#proof").fill(code);
            await claim(page);
            if (one === 0) assert.equal(await card(page), "CARD-1");
            else assert.match(await page.locator("#proof-error").innerText(), /stays good/);
        }
        await server.stop();
    });
});

describe("another look at a decision", () => {
    it("is asked for once, outlives a kill, and is answered by a person", async () => {
        const server = await paying(1);
        const page = await completed(server, { javaScriptEnabled: false, bypassCSP: true });
        const id = (await page.locator(".code").innerText()).replaceAll(" ", "");
        assert.equal(await page.getByRole("link", { name: "Ask for another look" }).count(), 0);
        server.run("rewards", "refuse", folder, id, "--reason", "the same words as others");
        await toReceipt(page);
        await page.getByRole("link", { name: "Ask for another look" }).click();
        await page.locator("textarea").fill("They are\nmy own words.");
        await page.getByRole("button", { name: "Ask for another look" }).click();
        await page.getByText("is saved, and waits").waitFor();
        await server.kill();
        await server.restart();
        await page.reload();
        await page.getByText("is saved, and waits").waitFor();
        assert.equal(await page.locator("textarea").count(), 0, "once for each decision");
        assert.match(
            server.run("rewards", "review", folder),
            new RegExp(`${id} was refused, and asks for another look: They are my own words\\.`));
        assert.doesNotMatch(JSON.stringify(exported(server, folder, "real")), /my own words/);
        server.run("rewards", "approve", folder, id, "--overturn", "--reason", "read it again");
        await page.reload();
        await page.getByText("decided in your favour").waitFor();
        await toReceipt(await toThanks(page));
        await page.getByText("Show a claim code instead").first().waitFor();
        assert.match(server.run("rewards", "verify", "reward"), /reward/);
        await server.stop();
    });

    it("is accessible", async () => {
        const server = await paying(1);
        const page = await completed(server, { bypassCSP: true });
        const id = (await page.locator(".code").innerText()).replaceAll(" ", "");
        server.run("exclude", folder, id, "--by", "ab", "--reason", "copied");
        await page.goto(`${server.base}thanks`);
        await examineEverywhere(page, "the last page of what does not count");
        await page.goto(`${server.base}appeal`);
        await examineEverywhere(page, "another look");
        await page.evaluate(() => { document.querySelector("textarea").required = false; });
        await page.getByRole("button", { name: "Ask for another look" }).click();
        await page.locator("#text-error").waitFor();
        await examineEverywhere(page, "another look without a text");
        await page.goto(`${server.base}withdraw`);
        assert.match(await page.locator("main").innerText(), /once it is owed to you, it stays yours/);
        await examineEverywhere(page, "deleting what may be rewarded");
        await server.stop();
    });
});

it("has accessible pages at every width, in light and dark", async () => {
    const server = await paying(1);
    const page = await completed(server, { bypassCSP: true });
    await toReceipt(page);
    await examineEverywhere(page, "the reward");
    await page.getByRole("button", { name: "Make my claim link" }).click();
    await said(page, "is asked for");
    await examineEverywhere(page, "the reward asked for");
    const kept = page.url();
    server.run("rewards", "deliver", folder);
    await page.goto("about:blank");
    await page.goto(kept);
    await said(page, "is ready");
    await examineEverywhere(page, "the claim link");
    const link = await page.locator(".claim a").getAttribute("href");
    await page.goto(`${server.origin}/claim/reward`);
    await page.locator("#proof").fill("no token");
    await claim(page);
    await examineEverywhere(page, "a claim that proves nothing");
    await page.goto(link);
    await examineEverywhere(page, "the claim");
    await claim(page);
    await examineEverywhere(page, "the gift card");
    await page.goto(`${server.origin}/keys/reward`);
    await examineEverywhere(page, "the keys of rewards");
    await server.stop();
});
