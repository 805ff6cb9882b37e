// One data set in every language: the ONNX study in German with a change of language on the way, and
// a study in Arabic, from right to left and without an axe violation.
import assert from "node:assert/strict";
import path from "node:path";
import { after, before, it } from "node:test";
import { examine } from "./axe.mjs";
import { agree, answer, exported, launch, root, serve } from "./serving.mjs";

const arabic = path.join(root, "tests/browser/right-to-left");
let browser;
before(async () => { browser = await launch(); });
after(async () => { await browser.close(); });

/** By the button that stands first, in whatever language. */
async function next(page) {
    await Promise.all([
        page.waitForNavigation(),
        page.locator("main form .buttons button").first().click(),
    ]);
}

async function is(page, language, direction) {
    const html = page.locator("html");
    assert.equal(await html.getAttribute("lang"), language);
    assert.equal(await html.getAttribute("dir"), direction);
}

for (const javaScriptEnabled of [true, false]) {
    it(`walks in German and Chinese to the same codes, ${javaScriptEnabled ? "with" : "without"} script`, async () => {
        const server = await serve();
        const context = await browser.newContext({ javaScriptEnabled, locale: "de-CH" });
        const page = await context.newPage();
        await page.goto(server.base);
        await is(page, "de", "ltr");
        assert.match(await page.locator("h1").first().textContent(), /^Interoperabilität im Deep Learning/);
        await page.getByRole("link", { name: "English" }).click();
        await is(page, "en", "ltr");
        await page.goto(`${server.base}?lang=de`);
        await page.getByRole("button", { name: "Ich stimme zu und möchte teilnehmen" }).click();
        await page.waitForURL(/\/p\/experience$/);
        await is(page, "de", "ltr");
        await answer(page, { uses_models: "yes", ml_years: "3-5", se_years: "lt1" });
        await next(page);
        await answer(page, { ml_expertise: "expert" });
        await page.getByRole("button", { name: "中文（简体）" }).click();
        await is(page, "zh-Hans", "ltr");
        assert.ok(await page.locator('input[name="ml_expertise"][value="expert"]').isChecked(),
            "what was typed is kept");
        await answer(page, { se_expertise: "novice" });
        await next(page);
        await is(page, "zh-Hans", "ltr");
        await page.goto(`${server.base}p/organization?lang=de`);
        await answer(page, { "organization_type.text.other": "Museum", organization_type: "education" });
        await next(page);
        assert.match(await page.title(), /^Fehler: /);
        assert.match(await page.locator(".summary").textContent(), /Neben „Sonstiges“ steht ein Text/);
        await answer(page, { organization_type: "other", deployment: ["web"] });
        await next(page);
        await answer(page, { framework: "pytorch", uses_onnx: "no", other_tools: "none" });
        await next(page);
        await answer(page, { direct_deployment: "Ja." });
        await next(page);
        assert.match(page.url(), /\/thanks$/);
        assert.equal(await page.locator("h1").textContent(), "Vielen Dank");
        const [response] = exported(server);
        assert.equal(response.language, "de", "the one that it was answered in last");
        assert.deepEqual(response.answers, {
            uses_models: true, ml_years: "3-5", se_years: "lt1", ml_expertise: "expert", se_expertise: "novice",
            organization_type: "other", deployment: ["web"], framework: ["pytorch"], uses_onnx: false,
            other_tools: ["none"], direct_deployment: "Ja.",
        });
        server.run("verify", "onnx-interop");
        await context.close();
        assert.equal(await server.stop(), 0);
    });
}

it("the switch breaks no rule", async () => {
    const server = await serve();
    const context = await browser.newContext({
        viewport: { width: 320, height: 700 }, bypassCSP: true, locale: "de-DE",
    });
    const page = await context.newPage();
    await page.goto(server.base);
    await examine(page, "consent");
    await agree(page, server.base);
    await examine(page, "questions");
    await context.close();
    assert.equal(await server.stop(), 0);
});

it("Enter in a field goes on instead of pressing the switch", async () => {
    const server = await serve();
    const context = await browser.newContext({ javaScriptEnabled: false, locale: "de-DE" });
    const page = await context.newPage();
    await agree(page, server.base);
    await answer(page, { uses_models: "yes", ml_years: "3-5", se_years: "lt1" });
    await next(page);
    await next(page);
    assert.match(page.url(), /\/p\/organization$/);
    await answer(page, { organization_type: "other", "organization_type.text.other": "Museum" });
    await Promise.all([
        page.waitForNavigation(),
        page.locator('[name="organization_type.text.other"]').press("Enter"),
    ]);
    assert.doesNotMatch(page.url(), /\/p\/organization$/);
    await is(page, "de", "ltr");
    await context.close();
    assert.equal(await server.stop(), 0);
});

for (const width of [360, 1280]) {
    it(`a study in Arabic runs from right to left, ${width} px`, async () => {
        const server = await serve(arabic);
        const context = await browser.newContext({ viewport: { width, height: 800 }, bypassCSP: true });
        const page = await context.newPage();
        await page.goto(server.base);
        await is(page, "ar", "rtl");
        await examine(page, "consent");
        await agree(page, server.base);
        await examine(page, "questions");
        await answer(page, { age: "12" });
        await next(page);
        assert.match(await page.title(), /^خطأ: /);
        assert.match(await page.locator(".summary h2").textContent(), /^إجابتان تحتاجان/);
        await examine(page, "faults");
        await answer(page, { years: "many", age: "31" });
        await next(page);
        await examine(page, "grid");
        await answer(page, { "problems.row.slow": "often", "problems.row.broken": "never", remedy: "نعيد المحاولة" });
        await next(page);
        assert.match(page.url(), /\/thanks$/);
        await examine(page, "thanks");
        const [response] = exported(server, arabic);
        assert.deepEqual(response.answers, {
            years: "many", age: 31, problems: { slow: "often", broken: "never" }, remedy: "نعيد المحاولة",
        });
        await context.close();
        assert.equal(await server.stop(), 0);
    });
}
