// What script adds to survey pages, and the faults that it must survive, in Debian's Chromium.
import assert from "node:assert/strict";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, describe, it } from "node:test";
import { examine } from "./axe.mjs";
import { agree, answer, exported, launch, next, root, serve, shown } from "./serving.mjs";

const liveStudy = path.join(root, "tests/browser/live");
let browser;
before(async () => { browser = await launch(); });
after(async () => { await browser.close(); });

/** A participant at the study's first page; whatever the browser complains of fails the test. */
async function participant({ folder = liveStudy, ...options } = {}) {
    const server = await serve(folder);
    const context = await browser.newContext({ viewport: { width: 390, height: 844 }, ...options });
    const complaints = [];
    context.on("page", (page) => {
        page.on("pageerror", (error) => complaints.push(String(error)));
        page.on("console", (message) => {
            if (/Content.Security.Policy/i.test(message.text())) complaints.push(message.text());
        });
    });
    const page = await context.newPage();
    await agree(page, server.base);
    return { server, context, page, end: async () => {
        await context.close();
        assert.equal(await server.stop(), 0, "the server ends without complaint");
        assert.deepEqual(complaints, []);
    } };
}

const first = { role: "tester", secret: "Nobody else’s business" };
async function toNow(page) {
    await answer(page, first);
    await next(page);
}

const isThere = (page, id) => page.locator(`[name="${id}"]`).first().isVisible();
const says = (page, words) => page.locator(".status", { hasText: words }).waitFor();
/** Presses a button whose page cannot be sent now. */
const press = (page) => page.getByRole("button", { name: "Next", exact: true }).click();
const kept = (page) => page.evaluate(() => new Promise((resolve, reject) => {
    const opening = indexedDB.open("querist", 1);
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => {
        const all = opening.result.transaction("pages").objectStore("pages").getAll();
        all.onsuccess = () => { opening.result.close(); resolve(all.result); };
    };
}));
/** Waits, ten seconds at most, until what the browser keeps is as it should be. */
async function keptIn(page, test) {
    const end = Date.now() + 10_000;
    let entries = await kept(page);
    while (!test(entries) && Date.now() < end) entries = await kept(page);
    assert.ok(test(entries), `kept: ${JSON.stringify(entries)}`);
}

/** A step of the study's life, once the pages know of it: a second later, ten at most. */
async function step(server, page, to, words) {
    server.run(to, liveStudy);
    const end = Date.now() + 10_000;
    const known = async () => (await (await page.request.get(`${server.base}closed`)).text()).includes(words);
    while (!await known()) assert.ok(Date.now() < end, to);
}

describe("conditions in the browser", () => {
    it("opens and closes questions, options and rows without a round trip", async () => {
        const { server, page, end } = await participant();
        await toNow(page);
        const requests = [];
        page.on("request", (request) => {
            if (!request.url().includes("/assets/")) requests.push(request.url());
        });
        assert.equal(await isThere(page, "visits"), false);
        await answer(page, { uses: "yes" });
        assert.equal(await isThere(page, "visits"), true);
        assert.equal(await page.evaluate(() => document.activeElement.name), "uses");
        await says(page, /opened more/);
        assert.equal(await isThere(page, "why"), false);
        await answer(page, { visits: "12" });
        assert.equal(await isThere(page, "why"), true);
        await answer(page, { visits: "-" });
        assert.equal(await isThere(page, "why"), false);
        await answer(page, { visits: "+1.2e1" });
        await answer(page, { why: "Because." });
        const option = page.locator('[name="best"][value="forms"]');
        assert.equal(await option.isVisible(), false);
        await answer(page, { parts: ["forms"] });
        await answer(page, { best: "forms", "often.row.forms": "never" });
        await answer(page, { where: "fair" });
        await answer(page, { "parts.text.other": "The rest" });
        await answer(page, { "often.row.page": "always" });
        assert.deepEqual(requests, []);
        // What is taken off comes back as it was, and is not sent while it is off.
        await answer(page, { uses: "no" });
        assert.deepEqual([await isThere(page, "visits"), await isThere(page, "why")], [false, false]);
        await answer(page, { uses: "yes" });
        assert.equal(await page.locator('[name="why"]').inputValue(), "Because.");
        await next(page);
        assert.match(page.url(), /\/p\/after$/, "nothing is left to be opened by the server");
        await next(page);
        const [response] = exported(server, liveStudy);
        assert.deepEqual(response.answers, {
            ...first, uses: true, visits: 12, why: "Because.", parts: ["forms", "other"], best: "forms",
            where: "fair", often: { forms: ["never"], page: ["always"] },
        });
        await end();
    });

    it("tells the page no earlier answer that it does not need", async () => {
        const { page, end } = await participant();
        await toNow(page);
        const html = await page.content();
        assert.ok(!html.includes(first.secret));
        const { s } = JSON.parse(await page.locator("form[data-response]").getAttribute("data-conditions"));
        assert.ok(s.every((subject) => !("v" in subject)), JSON.stringify(s));
        await end();
    });

    it("asks the same without script", async () => {
        const { server, page, end } = await participant({ javaScriptEnabled: false });
        await toNow(page);
        assert.equal(await isThere(page, "visits"), false);
        await answer(page, { uses: "yes", parts: ["forms"] });
        await next(page);
        assert.match(page.url(), /\?more$/);
        await answer(page, { visits: "12", best: "forms" });
        await next(page);
        await answer(page, { why: "Because." });
        await next(page);
        await next(page);
        const [{ answers }] = exported(server, liveStudy);
        assert.deepEqual([answers.visits, answers.why, answers.best], [12, "Because.", "forms"]);
        await end();
    });

    it("works when the script is kept from coming", async () => {
        const { server, page, context, end } = await participant();
        await context.route("**/assets/*.js", (route) => route.abort());
        await toNow(page);
        await answer(page, { uses: "no" });
        await next(page);
        await next(page);
        assert.equal(exported(server, liveStudy)[0].answers.uses, false);
        await end();
    });
});

describe("faults", () => {
    it("keeps a page through a lost network and sends it when it is back", async () => {
        const { server, page, context, end } = await participant();
        await answer(page, first);
        await context.setOffline(true);
        await press(page);
        await says(page, /no connection/);
        assert.equal((await kept(page))[0].go, "next");
        await answer(page, { role: "reader" });
        await Promise.all([page.waitForURL(/\/p\/now$/), context.setOffline(false)]);
        await keptIn(page, (entries) => entries.length === 0);
        await next(page);
        await next(page);
        assert.equal(exported(server, liveStudy)[0].answers.role, "reader");
        await end();
    });

    it("sends to a server that was killed and comes back", async () => {
        const { server, page, end } = await participant();
        await answer(page, first);
        await server.kill();
        await press(page);
        await says(page, /no connection/);
        await server.restart();
        await page.waitForURL(/\/p\/now$/);
        await server.kill(); // between two pages
        await server.restart();
        await answer(page, { uses: "no" });
        await next(page);
        await next(page);
        assert.equal(exported(server, liveStudy)[0].completion, "complete");
        assert.match(server.run("verify", "live"), /live/);
        await end();
    });

    it("says that the study pauses, and sends the page once it goes on", async () => {
        const { server, page, end } = await participant();
        server.run("open", liveStudy);
        server.run("pause", liveStudy);
        await answer(page, first);
        await press(page);
        await says(page, /this study is taking a pause/);
        assert.doesNotMatch(await page.locator(".status").innerText(), /no connection/);
        server.run("resume", liveStudy);
        await page.waitForURL(/\/p\/now$/);
        await end();
    });

    it("tells a server that cannot save from a lost network, and soon asks again", async () => {
        const { page, context, end } = await participant();
        let failing = true;
        await context.route("**/p/before?script", (route) => {
            if (!failing) return route.continue();
            return route.fulfill({ status: 503, headers: { "retry-after": "600" }, body: "no" });
        });
        await page.clock.install();
        await answer(page, first);
        await press(page);
        await says(page, /server cannot save/);
        failing = false;
        await page.clock.fastForward(29_000);
        assert.match(page.url(), /\/p\/before$/);
        await Promise.all([page.waitForURL(/\/p\/now$/), page.clock.fastForward(2_000)]);
        await end();
    });

    it("changes nothing twice when only the reply was lost", async () => {
        const { server, page, context, end } = await participant();
        let lost = 0;
        await context.route("**/p/before?script", async (route) => {
            const reply = await route.fetch();
            assert.equal(reply.status(), 200);
            if (lost++ === 0) return route.abort();
            return route.fulfill({ response: reply });
        });
        await answer(page, first);
        await press(page);
        await page.waitForURL(/\/p\/now$/);
        assert.equal(lost, 2);
        const verified = JSON.parse(server.run("verify", "live", "--json"));
        assert.match(JSON.stringify(verified), /"entries":\s*2\b/); // consent and one page
        await end();
    });

    it("brings back what a closed tab had, and sends what waited in it", async () => {
        const { server, page, context, end } = await participant();
        await answer(page, first);
        await keptIn(page, (entries) => entries[0]?.fields.length === 2);
        await page.close();
        const second = await context.newPage();
        await second.goto(server.base);
        await second.getByRole("link", { name: "Continue" }).click();
        await says(second, /is back/);
        assert.deepEqual(await shown(second), ["role=tester", `secret=${first.secret}`]);
        await context.setOffline(true);
        await press(second);
        await says(second, /no connection/);
        await second.close();
        await context.setOffline(false);
        const third = await context.newPage();
        await third.goto(`${server.base}p/before`);
        await third.waitForURL(/\/p\/now$/);
        await keptIn(third, (entries) => entries.length === 0);
        await end();
    });

    it("shows nobody what somebody else entered at the same browser", async () => {
        const { server, page, context, end } = await participant();
        await answer(page, first);
        await keptIn(page, (entries) => entries.length === 1);
        await page.goto(server.base);
        await page.getByText("Take part as somebody else").click();
        await page.locator('details button[value="yes"]').click();
        await page.waitForURL(/\/p\/before$/);
        await keptIn(page, (entries) => entries.length === 0);
        assert.deepEqual(await shown(page), []);
        // A cleared cookie is the same: the response is lost, and what was entered with it.
        await answer(page, first);
        await keptIn(page, (entries) => entries.length === 1);
        await context.clearCookies();
        await press(page);
        await page.getByRole("link", { name: "To the survey" }).click();
        await agree(page, server.base);
        await keptIn(page, (entries) => entries.length === 0);
        assert.deepEqual(await shown(page), []);
        await end();
    });

    it("says before going on that a page waits, and shows it once the study has ended", async () => {
        const { server, page, context, end } = await participant();
        await answer(page, first);
        await context.setOffline(true);
        await press(page);
        await says(page, /no connection/);
        await page.close();
        await context.setOffline(false);
        const again = await context.newPage();
        await again.goto(server.base);
        await again.getByRole("heading", { name: "A page is not saved yet" }).waitFor();
        server.run("open", liveStudy);
        await step(server, again, "pause", "taking a pause");
        await again.goto(`${server.base}p/before`);
        await again.getByRole("heading", { name: "taking a pause" }).waitFor();
        await again.getByRole("heading", { name: "A page is not saved yet" }).waitFor();
        assert.equal((await kept(again)).length, 1);
        await step(server, again, "close", "takes no more answers");
        await again.goto(`${server.base}closed`);
        await again.getByRole("heading", { name: "What you entered was not saved" }).waitFor();
        assert.deepEqual(await again.locator(".ways li").allInnerTexts(), ["tester", first.secret]);
        await context.clearCookies(); // somebody else
        await again.reload();
        assert.doesNotMatch(await again.locator("main").innerText(), /not saved/);
        await end();
    });

    it("forgets what was entered when the answers are deleted on another device", async () => {
        const { server, page, context, end } = await participant();
        await answer(page, first);
        await keptIn(page, (entries) => entries.length === 1);
        const device = await browser.newContext();
        await device.addCookies(await context.cookies());
        const other = await device.newPage();
        await other.goto(`${server.base}withdraw`);
        await other.getByLabel("Yes, delete all my answers").check();
        await other.getByRole("button", { name: "Delete for ever" }).click();
        await other.getByRole("heading", { name: "Your answers are deleted" }).waitFor();
        await device.close();
        await press(page);
        await page.getByRole("heading", { name: "Your answers are deleted" }).waitFor();
        await keptIn(page, (entries) => entries.length === 0);
        assert.match(await page.locator("main").innerText(), /nothing was saved from this page/);
        await page.getByText("Take part again").click();
        await page.locator('button[value="yes"]').click();
        await page.waitForURL(/\/p\/before$/);
        assert.deepEqual(await shown(page), []);
        assert.equal(exported(server, liveStudy).length, 2);
        await end();
    });

    it("lets go of everything at the end and on refusal", async () => {
        const { server, page, end } = await participant();
        await answer(page, first);
        await keptIn(page, (entries) => entries.length === 1);
        await page.goto(`${server.base}refused`);
        await keptIn(page, (entries) => entries.length === 0);
        await end();
    });

    for (const days of [-1, 1]) {
        it(`works with a clock that is wrong by ${days} day`, async () => {
            const { server, page, context, end } = await participant();
            await context.addInitScript((wrong) => {
                const real = Date.now;
                Date.now = () => real() + wrong * 86_400_000;
            }, days);
            await page.reload();
            await answer(page, first);
            await keptIn(page, (entries) => entries.length === 1);
            await page.reload();
            await says(page, /is back/);
            await next(page);
            await next(page);
            await next(page);
            assert.equal(exported(server, liveStudy)[0].completion, "complete");
            await end();
        });
    }

    it("lets what is a week old go", async () => {
        const { page, context, end } = await participant();
        await answer(page, first);
        await keptIn(page, (entries) => entries.length === 1);
        await context.addInitScript(() => {
            const real = Date.now;
            Date.now = () => real() + 8 * 86_400_000;
        });
        await page.reload();
        await keptIn(page, (entries) => entries.length === 0);
        assert.deepEqual(await shown(page), []);
        await end();
    });

    it("shows both versions when two devices answer one page", async () => {
        const { server, page, context, end } = await participant();
        const device = await browser.newContext();
        await device.addCookies(await context.cookies());
        const other = await device.newPage();
        await other.goto(page.url());
        await answer(page, first);
        await next(page);
        await answer(other, { role: "reader" });
        await next(other);
        const words = await other.locator("main").innerText();
        assert.match(words, /Tester/);
        assert.match(words, /Reader/);
        await other.locator('button[value="replace"]').click();
        await other.waitForURL(/\/p\/now$/);
        await device.close();
        await next(page);
        await next(page);
        assert.equal(exported(server, liveStudy)[0].answers.role, "reader");
        await end();
    });

    it("offers what was entered before the page was saved elsewhere", async () => {
        const { page, context, end } = await participant();
        await answer(page, { role: "reader" });
        await keptIn(page, (entries) => entries.length === 1);
        const device = await browser.newContext();
        await device.addCookies(await context.cookies());
        const other = await device.newPage();
        await other.goto(page.url());
        await answer(other, first);
        await next(other);
        await device.close();
        await page.reload();
        assert.deepEqual(await shown(page), ["role=tester", `secret=${first.secret}`]);
        await page.getByRole("button", { name: "Bring it back" }).click();
        assert.deepEqual(await shown(page), ["role=reader"]);
        await end();
    });

    it("goes on with the older version when the study changed", async () => {
        const folder = path.join(mkdtempSync(path.join(tmpdir(), "querist-changed-")), "live");
        cpSync(liveStudy, folder, { recursive: true });
        const { server, page, end } = await participant({ folder });
        await answer(page, first);
        const file = path.join(folder, "study.yaml");
        const changed = readFileSync(file, "utf8").replace("ask: What is your role?", "ask: Who are you?");
        writeFileSync(file, changed.replace("id: secret", "id: hobby"));
        await server.kill();
        await server.restart();
        await next(page);
        assert.match(page.url(), /\/p\/now$/);
        await page.goto(`${server.base}p/before`);
        assert.match(await page.locator("main").innerText(), /What is your role\?/);
        assert.deepEqual(await shown(page), ["role=tester", `secret=${first.secret}`]);
        await end();
        rmSync(path.dirname(folder), { recursive: true });
    });

    it("keeps a megabyte that was pasted and says that it is too much", async () => {
        const { page, end } = await participant();
        await toNow(page);
        await next(page);
        await page.locator('[name="remark"]').evaluate((area) => {
            area.value = "x".repeat(1 << 20);
            area.dispatchEvent(new Event("input", { bubbles: true }));
        });
        await press(page);
        await says(page, /more text .* than can be sent/);
        assert.equal((await page.locator('[name="remark"]').inputValue()).length, 1 << 20);
        await answer(page, { remark: "y".repeat(20_000) }); // can be sent, and is refused with reason
        await next(page);
        assert.match(await page.title(), /^Error/);
        assert.equal((await page.locator('[name="remark"]').inputValue()).length, 20_000);
        await answer(page, { remark: "short" });
        await next(page);
        await page.waitForURL(/\/thanks$/);
        await end();
    });

    it("carries emoji and right-to-left text through the browser’s memory", async () => {
        const words = "שלום 👩🏽‍🔬 مرحبا \u202Eabc\u202C é";
        const { server, page, end } = await participant();
        await answer(page, { ...first, secret: words });
        await keptIn(page, (entries) => entries[0]?.fields.some((field) => field[1] === words));
        await page.reload();
        await says(page, /is back/);
        await next(page);
        await next(page);
        await next(page);
        assert.equal(exported(server, liveStudy)[0].answers.secret, words);
        await end();
    });

    it("sends the participant on from an address that has expired", async () => {
        const { server, page, context, end } = await participant();
        const address = page.url();
        await context.clearCookies();
        await page.goto(address);
        assert.equal(page.url(), server.base);
        await page.goto(`${server.base}p/no-such-page`);
        assert.equal(page.url(), server.base);
        await end();
    });

    it("warns only when something would really be lost", async () => {
        const { page, context, end } = await participant();
        const dialogs = [];
        page.on("dialog", (dialog) => { dialogs.push(dialog.type()); void dialog.accept(); });
        await answer(page, first);
        await page.reload();
        assert.deepEqual(dialogs, []);
        await context.addInitScript(() => {
            IDBFactory.prototype.open = () => { throw new Error("no memory here"); };
        });
        await page.reload();
        await answer(page, { secret: "unkept" });
        // As when the tab is left: what was entered would be kept now.
        await page.evaluate(() => { document.dispatchEvent(new Event("visibilitychange")); });
        await page.reload();
        assert.deepEqual(dialogs, ["beforeunload"]);
        await answer(page, first);
        await context.setOffline(true);
        await press(page);
        await says(page, /Keep this page open/);
        await Promise.all([page.waitForURL(/\/p\/now$/), context.setOffline(false)]);
        assert.deepEqual(dialogs, ["beforeunload"]);
        await end();
    });
});

describe("keyboard", () => {
    it("chooses by number, takes back, and keeps Enter from hurrying on", async () => {
        const { page, end } = await participant();
        await page.locator('[name="role"]').first().focus();
        await page.keyboard.press("2");
        assert.deepEqual(await shown(page), ["role=reader"]);
        await page.keyboard.press("Delete");
        assert.deepEqual(await shown(page), []);
        assert.equal(await page.getByRole("button", { name: /^Clear answer/ }).count(), 0);
        await page.keyboard.press("1");
        await page.getByRole("button", { name: /^Clear answer: 1. What is your role/ }).click();
        assert.deepEqual(await shown(page), []);
        await page.keyboard.press("9");
        assert.deepEqual(await shown(page), []);
        await next(page);
        await page.locator('[name="parts"]').first().focus();
        for (const key of ["1", "3", "1"]) await page.keyboard.press(key);
        assert.deepEqual(await shown(page), ["parts=tables"]);
        await page.locator('[name="parts.text.other"]').focus();
        await page.keyboard.type("2 3");
        await page.keyboard.press("Enter");
        assert.match(page.url(), /\/p\/now$/);
        assert.equal(await page.evaluate(() => document.activeElement.name), "best");
        await next(page);
        await page.locator('[name="recommends"]').first().focus();
        await page.keyboard.press("7");
        assert.deepEqual(await shown(page), ["recommends=7"]);
        await page.locator('[name="name"]').focus();
        await page.keyboard.press("Enter"); // nothing comes after it
        await page.waitForURL(/\/thanks$/);
        await end();
    });
});

describe("a list of 200", () => {
    const names = Array.from({ length: 200 }, (_, index) => (index === 150 ? "Österreich" : `Land ${index}`));
    let folder;
    before(() => {
        folder = path.join(mkdtempSync(path.join(tmpdir(), "querist-long-")), "live");
        cpSync(liveStudy, folder, { recursive: true });
        const file = path.join(folder, "study.yaml");
        const choices = names.map((name, index) => `            - l${index}: ${name}\n`).join("");
        writeFileSync(file, readFileSync(file, "utf8").replace("            - home: At home\n", choices));
    });
    after(() => { rmSync(path.dirname(folder), { recursive: true }); });
    const entry = (page) => page.locator('[role=option][aria-selected="true"]');

    it("is searched by typing, by keyboard and by finger", async () => {
        const { server, page, end } = await participant({ folder });
        await toNow(page);
        const field = page.getByRole("combobox", { name: /Where do you use them most/ });
        await field.focus();
        await page.keyboard.type("osterr");
        assert.deepEqual(await page.getByRole("option").allInnerTexts(), ["Österreich"]);
        assert.equal(await field.getAttribute("aria-activedescendant"), await entry(page).getAttribute("id"));
        await page.keyboard.press("Enter");
        assert.equal(await field.inputValue(), "Österreich");
        assert.match(page.url(), /\/p\/now$/);
        await page.keyboard.press("ArrowDown");
        await page.keyboard.press("ArrowDown");
        assert.equal(await entry(page).innerText(), "Land 151");
        await page.keyboard.press("Escape");
        assert.equal(await field.inputValue(), "Österreich");
        assert.equal(await page.getByRole("listbox").count(), 0);
        await field.fill("no such land");
        assert.deepEqual(await page.getByRole("option").allInnerTexts(), ["Nothing found"]);
        await page.keyboard.press("Tab");
        assert.equal(await field.inputValue(), "Österreich", "what is no entry is not chosen");
        await field.fill("fair");
        assert.deepEqual(await page.getByRole("option").allInnerTexts(), ["Nothing found"]);
        await answer(page, { uses: "yes" });
        await field.fill("fair");
        await page.getByRole("option", { name: "At a fair" }).click();
        await keptIn(page, (entries) => entries[0]?.fields.some((one) => String(one) === "where,fair"));
        await page.reload();
        await says(page, /is back/);
        assert.equal(await field.inputValue(), "At a fair");
        await field.fill("Land 17");
        await next(page);
        await next(page);
        assert.equal(exported(server, folder)[0].answers.where, "l17");
        await end();
    });

    it("is accessible, narrow, and answers within 100 ms", async () => {
        const { page, end } = await participant({
            folder, viewport: { width: 320, height: 800 }, bypassCSP: true });
        await toNow(page);
        const field = page.getByRole("combobox");
        await field.click();
        assert.equal(await page.getByRole("option").count(), 200);
        await examine(page, "an open list");
        const fastest = await field.evaluate((input) => Math.min(...["l", "la", "lan", "", "1"].map((typed) => {
            const begin = performance.now();
            input.value = typed;
            input.dispatchEvent(new Event("input", { bubbles: true }));
            input.getBoundingClientRect(); // with its layout
            return performance.now() - begin;
        })));
        assert.ok(fastest < 100, `${fastest} ms`);
        await end();
    });
});

it("moves nothing while a page comes, and nothing above what an answer opens", async () => {
    const { server, page, context, end } = await participant();
    await context.addInitScript(() => {
        window.shifts = 0;
        new PerformanceObserver((list) => {
            for (const entry of list.getEntries()) {
                // What follows an answer at once is no shift in CLS's sense.
                if (!entry.hadRecentInput) window.shifts += entry.value;
            }
        }).observe({ type: "layout-shift", buffered: true });
    });
    for (const id of ["before", "now"]) {
        await page.goto(`${server.base}p/${id}`);
        if (id === "now") {
            const top = () => page.locator('[name="uses"]').first().boundingBox();
            const { y } = await top();
            await answer(page, { uses: "yes" });
            assert.equal((await top()).y, y);
        }
        const shifts = await page.evaluate(() => new Promise((resolve) => {
            requestAnimationFrame(() => requestAnimationFrame(() => resolve(window.shifts)));
        }));
        assert.equal(shifts, 0, id);
        if (id === "before") await toNow(page);
    }
    await end();
});

it("is accessible with all that script adds", async () => {
    const { page, context, end } = await participant({
        viewport: { width: 320, height: 800 }, bypassCSP: true });
    await toNow(page);
    await answer(page, { uses: "yes", visits: "12", parts: ["forms"], best: "forms" });
    await says(page, /opened more/);
    await examine(page, "what answers opened");
    await context.setOffline(true);
    await press(page);
    await says(page, /no connection/);
    await examine(page, "waiting");
    await context.setOffline(false);
    await page.waitForURL(/\/p\/after$/);
    await end();
});

it("is within its bytes", async () => {
    const { server, page, end } = await participant();
    const src = await page.locator("script").getAttribute("src");
    const reply = await page.request.get(`${server.origin}${src}`, { headers: { "accept-encoding": "gzip" } });
    assert.ok(Number(reply.headers()["content-length"]) <= 6144, reply.headers()["content-length"]);
    assert.match(reply.headers()["cache-control"], /immutable/);
    const consent = await page.request.get(server.base, { headers: { cookie: "" } });
    assert.ok(!consent.headers()["content-security-policy"].includes("script-src"));
    await end();
});
