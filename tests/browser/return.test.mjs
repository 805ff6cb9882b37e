// Going on later on another device, by link, by code and by QR code; having everything deleted; the
// look at all answers before they are sent.
import assert from "node:assert/strict";
import { cpSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, before, describe, it } from "node:test";
import { scanned } from "./qr_code.mjs";
import { agree, answer, exported, launch, next, serve, study } from "./serving.mjs";

let browser;
before(async () => { browser = await launch(); });
after(async () => { await browser.close(); });

for (const javaScriptEnabled of [true, false]) {
    describe(javaScriptEnabled ? "with script" : "without script", () => {
        /** Somebody who saved the second page for later. */
        async function setAside() {
            const server = await serve();
            const device = () => browser.newContext({ viewport: { width: 390, height: 844 }, javaScriptEnabled });
            const page = await (await device()).newPage();
            await agree(page, server.base);
            await answer(page, { uses_models: "yes", ml_years: "3-5" });
            await next(page);
            await answer(page, { ml_expertise: "expert" });
            await page.getByRole("button", { name: "Save and continue later" }).click();
            await page.waitForURL(/\/later$/);
            const link = await page.locator("a.link").getAttribute("href");
            return { server, page, link, device };
        }

        it("goes on where it was on another device", async () => {
            const { server, page, link, device } = await setAside();
            assert.equal(await page.locator("svg.qr").count(), 1);
            const other = await (await device()).newPage();
            await other.goto(link);
            await other.getByRole("button", { name: "Continue here" }).click();
            await other.waitForURL(/\/p\/expertise$/);
            assert.ok(await other.locator('[name="ml_expertise"][value="expert"]').isChecked());
            await answer(other, { se_expertise: "novice" });
            await next(other);
            await page.getByRole("link", { name: "Go on now" }).click();
            await page.waitForURL(/\/p\/expertise$/);
            assert.ok(await page.locator('[name="se_expertise"][value="novice"]').isChecked());
            assert.equal(exported(server).length, 1, "one response on both devices");
            await server.stop();
        });

        it("goes on by the code, typed as it is shown", async () => {
            const { server, page, device } = await setAside();
            const code = await page.locator(".code").innerText();
            const other = await (await device()).newPage();
            await other.goto(`${server.base}return`);
            await other.locator("#code").fill("not a code");
            await other.getByRole("button", { name: "Continue here" }).click();
            await other.locator("#code-error").waitFor();
            assert.equal(await other.locator(":focus").getAttribute("id"), "code");
            await other.locator("#code").fill(code);
            await other.getByRole("button", { name: "Continue here" }).click();
            await other.waitForURL(/\/p\/expertise$/);
            await server.stop();
        });

        it("deletes everything after asking", async () => {
            const { server, page, link, device } = await setAside();
            await page.getByRole("link", { name: "Delete my answers" }).click();
            await page.getByRole("button", { name: "Delete for ever" }).click();
            await page.locator("#sure-error").waitFor();
            assert.equal(exported(server)[0].completion, "broken_off", "nothing is deleted yet");
            await page.getByLabel("Yes, delete all my answers").check();
            await page.getByRole("button", { name: "Delete for ever" }).click();
            await page.getByRole("heading", { name: "Your answers are deleted" }).waitFor();
            const [response] = exported(server);
            assert.equal(response.completion, "withdrawn");
            assert.deepEqual(response.answers ?? {}, {});
            server.run("verify", "onnx-interop");
            const other = await (await device()).newPage();
            await other.goto(link);
            await other.getByRole("button", { name: "Continue here" }).click();
            await other.getByRole("heading", { name: "Your answers are deleted" }).waitFor();
            await server.stop();
        });
    });
}

it("shows the link as a QR code that a camera reads", async () => {
    const server = await serve();
    const page = await (await browser.newContext()).newPage();
    await agree(page, server.base);
    await page.goto(`${server.base}later`);
    assert.equal(await scanned(page), await page.locator("a.link").getAttribute("href"));
    await server.stop();
});

/** The ONNX study with a review before the end, in a folder of its own. */
function reviewed() {
    const folder = path.join(mkdtempSync(path.join(tmpdir(), "querist-review-")), "onnx-interop");
    cpSync(study, folder, { recursive: true });
    const file = path.join(folder, "study.yaml");
    const yaml = readFileSync(file, "utf8").replace("\ninstrument:\n", "\ninstrument:\n  review: true\n");
    writeFileSync(file, yaml);
    return folder;
}

it("shows all answers before they are sent, and leads back to each", async () => {
    const server = await serve(reviewed());
    const page = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
    await agree(page, server.base);
    await answer(page, { uses_models: "yes", ml_years: "3-5" });
    while (!/\/review$/.test(page.url())) await next(page);
    assert.match(await page.locator("main").innerText(), /How many years have you worked on ML\?\s+3 – 5 years/);
    assert.equal(exported(server)[0].completion === "complete", false, "not sent yet");
    await page.getByRole("link", { name: "Change Demographic Questions (1)" }).click();
    await answer(page, { ml_years: "6-10" });
    await page.getByRole("button", { name: "To the review" }).click();
    await page.waitForURL(/\/review$/);
    assert.match(await page.locator("main").innerText(), /6 – 10 years/);
    await page.getByRole("button", { name: "Send my answers" }).click();
    await page.waitForURL(/\/thanks$/);
    const [response] = exported(server);
    assert.equal(response.completion, "complete");
    assert.equal(response.answers.ml_years, "6-10");
    await server.stop();
});

it("sends no answers but those that the review showed", async () => {
    const server = await serve(reviewed());
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    await agree(page, server.base);
    await answer(page, { uses_models: "yes", ml_years: "3-5" });
    while (!/\/review$/.test(page.url())) await next(page);
    const other = await context.newPage();
    await other.goto(page.url());
    await other.getByRole("link", { name: "Change Demographic Questions (1)" }).click();
    await answer(other, { ml_years: "6-10" });
    await other.getByRole("button", { name: "To the review" }).click();
    await other.waitForURL(/\/review$/);
    await page.getByRole("button", { name: "Send my answers" }).click();
    await page.getByRole("alert").waitFor();
    assert.match(await page.locator("main").innerText(), /changed elsewhere[^]*6 – 10 years/);
    assert.equal(exported(server)[0].completion === "complete", false, "not sent yet");
    await page.getByRole("button", { name: "Send my answers" }).click();
    await page.waitForURL(/\/thanks$/);
    await server.stop();
});

it("gives back what was typed when the study ends first", async () => {
    const server = await serve();
    const page = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
    await agree(page, server.base);
    server.run("open", study);
    server.run("close", study);
    await answer(page, { uses_models: "yes", ml_years: "3-5" });
    await next(page);
    const words = await page.locator("main").innerText();
    assert.match(words, /takes no more answers[^]*How many years have you worked on ML\?\s+3 – 5 years/);
    assert.equal(await page.getByRole("button").count(), 0);
    await server.stop();
});
