// Every kind of page, the longest words and the report: no axe violation and no sideways scrolling, at
// 320, 768 and 1280 px, in light and dark: both on the phone, one each on wider windows, whose colours
// are the same.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, it } from "node:test";
import { pathToFileURL } from "node:url";
import { examine } from "./axe.mjs";
import { pictures, seen, windows } from "./keep_picture.mjs";
import { agree, answer, launch, next, root, run, serve, study } from "./serving.mjs";

const everyKind = path.join(root, "tests/browser/every-kind");
let browser;
before(async () => { browser = await launch(); });
after(async () => { await browser.close(); });

const longWords = path.join(root, "tests/browser/long-words");

for (const { width, colorScheme } of windows) {
    it(`long words, ${colorScheme}, ${width} px`, async () => {
        const server = await serve(longWords);
        const context = await browser.newContext({
            colorScheme, viewport: { width, height: 800 }, bypassCSP: true });
        const page = await context.newPage();
        await page.goto(server.base);
        await examine(page, "consent in long words");
        await agree(page, server.base);
        await examine(page, "long words");
        await page.getByRole("combobox", { name: /In welchem Land/ }).click();
        await page.getByRole("listbox").waitFor();
        await examine(page, "long list", await seen(page));
        await context.close();
        assert.equal(await server.stop(), 0);
    });
}

if (!pictures) {
    it("the report, on a phone and on paper's width, in light and dark", async () => {
        const folder = mkdtempSync(path.join(tmpdir(), "querist-report-"));
        const html = path.join(folder, "report.html");
        run("simulate", study, "--responses", "60", "--seed", "1", "--data", folder);
        run("report", study, "--origin", "synthetic", "--data", folder, "-o", html);
        for (const colorScheme of ["light", "dark"]) {
            for (const width of [320, 1280]) {
                const context = await browser.newContext({ colorScheme, viewport: { width, height: 800 } });
                const page = await context.newPage();
                await page.goto(pathToFileURL(html).href);
                await examine(page, `report, ${colorScheme}, ${width} px`);
                await context.close();
            }
        }
        rmSync(folder, { recursive: true, force: true });
    });
}

if (!pictures) {
    it("shows what is chosen and where the focus is in forced colours", async () => {
        const server = await serve();
        const context = await browser.newContext({
            forcedColors: "active", viewport: { width: 390, height: 844 }, bypassCSP: true });
        const page = await context.newPage();
        await agree(page, server.base);
        const outline = (element) => element.evaluate((one) => getComputedStyle(one).outlineStyle);
        const chosen = page.locator('.choice:has([name="uses_models"][value="yes"])');
        const other = page.locator('.choice:has([name="uses_models"][value="no"])');
        await answer(page, { uses_models: "yes" });
        assert.equal(await outline(chosen), "solid");
        assert.equal(await outline(other), "none");
        const button = page.getByRole("button", { name: "Next", exact: true });
        await page.locator('[name="uses_models"][value="yes"]').focus();
        for (let i = 0; i < 40 && !await button.evaluate((one) => one === document.activeElement); ++i) {
            await page.keyboard.press("Tab");
        }
        assert.equal(await outline(button), "solid");
        await examine(page, "forced colours");
        await context.close();
        assert.equal(await server.stop(), 0);
    });
}

async function endSession(page, server) {
    await page.goto(`${server.origin}/no-such-page`);
    await examine(page, "not found");
    await page.context().clearCookies();
    await page.goto(server.base);
    await page.locator('button[name="agree"][value="no"]').click();
    await page.waitForURL(/\/refused$/);
    await examine(page, "refused");
    await page.goto(`${server.base}p/first`);
    if (!pictures) await examine(page, "no session"); // looks like the consent
    server.run("pilot", everyKind);
    server.run("open", everyKind);
    server.run("pause", everyKind);
    await page.goto(`${server.base}closed`);
    await examine(page, "paused");
}

for (const { width, colorScheme } of windows) {
    it(`every page kind, ${colorScheme}, ${width} px`, async () => {
        const server = await serve(everyKind);
        const context = await browser.newContext({
            colorScheme, viewport: { width, height: 800 }, bypassCSP: true });
        const page = await context.newPage();
        await page.goto(server.base);
        await examine(page, "consent");
        await agree(page, server.base);
        await examine(page, "questions");
        assert.equal(await page.getByPlaceholder("Another country").count(), 1,
            "a field whose label is in a list shows it itself");
        const stale = await context.newPage();
        await stale.goto(page.url());
        await answer(page, { age: "not a number" });
        await next(page);
        assert.match(await page.title(), /^Error/);
        await examine(page, "faults");
        await answer(page, { adult: "yes", age: "31", devices: ["phone", "desk"] });
        await next(page);
        await examine(page, "grid");
        await answer(stale, { adult: "yes", age: "32" });
        await next(stale);
        await examine(stale, "conflict");
        await answer(page, { "often.row.slow": "rarely", uses: "yes" });
        await examine(page, "revealed");
        await next(page);
        await page.goto(server.base);
        await examine(page, "continue");
        for (const way of ["later", "return", "withdraw"]) {
            await page.goto(`${server.base}${way}`);
            await examine(page, way);
        }
        await page.getByRole("button", { name: "Delete for ever" }).click();
        await examine(page, "withdraw without the tick");
        await page.goto(`${server.base}return`);
        await page.getByRole("button", { name: "Continue here" }).click();
        await examine(page, "return without a code");
        await page.goto(`${server.base}p/second`);
        await next(page);
        await examine(page, "more kinds");
        await answer(page, { "order.row.words": "2", "share.row.work": "7", mail: "nobody" });
        await page.locator("form[method=post]").evaluate((form) => { form.noValidate = true; });
        await next(page);
        assert.match(await page.title(), /^Error/);
        await examine(page, "faults of more kinds");
        await answer(page, { "order.row.words": "1", "order.row.looks": "2" });
        await answer(page, { "share.row.rest": "93", mail: "a@example.org", since: "2024-02-29" });
        await next(page);
        await examine(page, "repeated");
        await answer(page, { lasts_phone: "broken", mends_phone: "no" });
        await next(page);
        await next(page);
        await examine(page, "changing places");
        await next(page);
        await next(page);
        await page.waitForURL(/\/review$/);
        await examine(page, "review");
        await page.getByRole("button", { name: "Send my answers" }).click();
        await page.waitForURL(/\/thanks$/);
        await examine(page, "thanks");
        await endSession(page, server);
        await context.close();
        assert.equal(await server.stop(), 0);
    });
}

/** The first fonts and the colours that a page is painted with. */
const painted = (page) => page.evaluate(() => {
    const button = getComputedStyle(document.querySelector(".buttons button"));
    return { font: getComputedStyle(document.body).fontFamily, button: button.backgroundColor };
});

for (const [colorScheme, accent] of [["light", "rgb(122, 46, 142)"], ["dark", null]]) {
    it(`a colour and a font of the study's own, ${colorScheme}`, async () => {
        const server = await serve(path.join(root, "tests/browser/blocks"));
        const context = await browser.newContext({ colorScheme, bypassCSP: true });
        const page = await context.newPage();
        const examineAtEveryWidth = async (name) => {
            for (const one of windows) {
                if (one.colorScheme !== colorScheme) continue;
                await page.setViewportSize({ width: one.width, height: 800 });
                await examine(page, name);
            }
        };
        await page.goto(server.base);
        await examineAtEveryWidth("own looks");
        await agree(page, server.base);
        await examineAtEveryWidth("own looks question");
        const { font, button } = await painted(page);
        assert.equal(font, "ui-serif");
        // In the dark it is lightened until it reads, which axe has judged.
        if (accent) assert.equal(button, accent);
        else assert.notEqual(button, "rgb(122, 46, 142)");
        await context.close();
        assert.equal(await server.stop(), 0);
    });
}
