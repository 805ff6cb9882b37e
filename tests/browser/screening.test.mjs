// What pages tell screening, in Debian's Chromium.
import assert from "node:assert/strict";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, describe, it } from "node:test";
import { agree, launch, next, root, serve } from "./serving.mjs";

const study = path.join(root, "tests/browser/screened");
let browser;
before(async () => { browser = await launch(); });
after(async () => { await browser.close(); });

const text = "What I did about it took a while to find out: first this, then that, and then nothing.";

/** Answers the page as `write` does; what screening says of the response. */
async function screened(write, options = {}) {
    const server = await serve(study);
    const context = await browser.newContext(options);
    const page = await context.newPage();
    await agree(page, server.base);
    await write(page);
    await page.locator('[name="number"]').fill("3");
    await next(page);
    const { flagged, others } = JSON.parse(server.run("screen", study, "--all", "--json"));
    await context.close();
    assert.equal(await server.stop(), 0);
    return [...flagged, ...others].flatMap(({ evidence }) => evidence);
}

const remedy = (page) => page.locator('[name="remedy"]');
const paste = async (page) => {
    await remedy(page).pressSequentially(text);
    await page.keyboard.press("Control+A");
    await page.keyboard.press("Control+X");
    await page.reload();
    await remedy(page).focus();
    await page.keyboard.press("Control+V");
    await page.waitForFunction((all) => document.querySelector('[name="remedy"]').value === all, text);
};
const pasted = {
    signal: "pasted", points: 1,
    reason: `${text.length} of the ${text.length} characters of the answer to remedy were pasted`,
};
const notTyped = {
    signal: "not typed", points: 1,
    reason: `script ran, and the ${text.length} characters of the answer to remedy came without any input`,
};
const fillIn = (page) => page.evaluate((all) => {
    const field = document.querySelector('[name="remedy"]');
    field.value = all;
    field.dispatchEvent(new Event("input", { bubbles: true }));
}, text);
/** Sends the page without the number that it asks for; it comes back. */
const comeBack = async (page) => {
    await Promise.all([
        page.waitForNavigation(),
        page.evaluate(() => document.querySelector("form").submit()),
    ]);
    await page.locator("#errors").waitFor();
};

describe("how open answers come", () => {
    it("says nothing of what was typed, dictated or put there by an input method", async () => {
        assert.deepEqual(await screened((page) => remedy(page).pressSequentially(text)), []);
        assert.deepEqual(await screened(async (page) => {
            await remedy(page).focus();
            await page.keyboard.insertText(text);
        }), []);
    });

    it("says what was pasted", async () => {
        assert.deepEqual(await screened(paste), [pasted]);
    });

    it("says what a program filled in, whatever events it makes", async () => {
        assert.deepEqual(await screened(fillIn), [notTyped]);
    });

    it("says nothing where no script runs", async () => {
        const signals = await screened((page) => remedy(page).fill(text), { javaScriptEnabled: false });
        assert.deepEqual(signals, []);
    });

    it("goes on counting on a page that came back", async () => {
        assert.deepEqual(await screened(async (page) => {
            await remedy(page).pressSequentially(text);
            await comeBack(page);
        }), []);
        assert.deepEqual(await screened(async (page) => {
            await paste(page);
            await comeBack(page);
        }), [pasted]);
    });

    it("goes on counting where the browser kept the page", async () => {
        assert.deepEqual(await screened(async (page) => {
            for (let visits = 0; visits < 5 && await remedy(page).inputValue() !== text; ++visits) {
                await remedy(page).pressSequentially(text);
                await page.goto("about:blank");
                await page.goBack();
            }
            if (await remedy(page).inputValue() === text) return;
            // A browser that is short of memory keeps no page; what it tells one that it keeps is this.
            await remedy(page).pressSequentially(text);
            await page.evaluate(() => {
                for (const name of ["pagehide", "pageshow"]) {
                    window.dispatchEvent(new PageTransitionEvent(name, { persisted: true }));
                }
            });
        }), []);
    });
});

describe("work of the open link", () => {
    /** The study with work for browsers, served; what screening says of who took part as `enter` does. */
    async function entered(enter, options = {}) {
        const folder = path.join(mkdtempSync(path.join(tmpdir(), "querist-work-")), "screened");
        cpSync(study, folder, { recursive: true });
        const file = path.join(folder, "study.yaml");
        const asks = "screening:\n  proof of work: 2000\n";
        writeFileSync(file, readFileSync(file, "utf8").replace("screening:\n", asks));
        const server = await serve(folder);
        const context = await browser.newContext(options);
        const complaints = [];
        const page = await context.newPage();
        page.on("console", (message) => {
            if (/Content.Security.Policy/i.test(message.text())) complaints.push(message.text());
        });
        await enter(page, server);
        const { flagged, others } = JSON.parse(server.run("screen", folder, "--all", "--json"));
        await context.close();
        assert.equal(await server.stop(), 0);
        assert.deepEqual(complaints, []);
        rmSync(path.dirname(folder), { recursive: true });
        return [...flagged, ...others].flatMap(({ evidence }) => evidence.map(({ signal }) => signal));
    }
    const press = (page) => Promise.all([
        page.waitForURL(/\/p\/writing$/), page.locator('button[value="yes"]').click(),
    ]);
    const solved = (page) =>
        page.waitForFunction(() => document.querySelector('[name="altcha"]').value !== "");

    it("is done while the terms are read", async () => {
        assert.deepEqual(await entered(async (page, server) => {
            await page.goto(server.base);
            await solved(page);
            await press(page);
        }), []);
    });

    it("is waited for by whoever is faster", async () => {
        assert.deepEqual(await entered(async (page, server) => {
            await page.goto(server.base, { waitUntil: "domcontentloaded" });
            await press(page);
        }), []);
    });

    it("is taken once", async () => {
        assert.deepEqual(await entered(async (page, server) => {
            await page.goto(server.base);
            await solved(page);
            const altcha = await page.locator('[name="altcha"]').inputValue();
            await press(page);
            const headers = { "Sec-Fetch-Site": "same-origin" };
            const form = { agree: "yes", altcha };
            const again = await fetch(`${server.base}consent`, {
                method: "POST", headers, body: new URLSearchParams(form), redirect: "manual",
            });
            assert.equal(again.status, 303, "nobody is refused");
        }), ["no proof of work"]);
    });

    it("closes no door to whoever has no script, or no worker", async () => {
        assert.deepEqual(await entered(async (page, server) => {
            await page.goto(server.base);
            await press(page);
        }, { javaScriptEnabled: false }), ["no proof of work"]);
        assert.deepEqual(await entered(async (page, server) => {
            await page.addInitScript(() => { delete window.Worker; });
            await page.goto(server.base);
            await press(page);
        }), ["no proof of work"]);
    });
});
