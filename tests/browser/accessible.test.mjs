// Every kind of page: no axe violation and no sideways scrolling, on a phone, a desk and at 320 px,
// in light and dark.
import assert from "node:assert/strict";
import path from "node:path";
import { after, before, it } from "node:test";
import { examine } from "./axe.mjs";
import { agree, answer, launch, next, root, serve } from "./serving.mjs";

const everyKind = path.join(root, "tests/browser/every-kind");
let browser;
before(async () => { browser = await launch(); });
after(async () => { await browser.close(); });

async function endSession(page, server) {
    await page.goto(`${server.origin}/no-such-page`);
    await examine(page, "not found");
    await page.context().clearCookies();
    await page.goto(server.base);
    await page.locator('button[name="agree"][value="no"]').click();
    await page.waitForURL(/\/refused$/);
    await examine(page, "refused");
    await page.goto(`${server.base}p/first`);
    await examine(page, "no session");
    server.run("pilot", everyKind);
    server.run("open", everyKind);
    server.run("pause", everyKind);
    await page.goto(`${server.base}closed`);
    await examine(page, "paused");
}

for (const colorScheme of ["light", "dark"]) {
    for (const width of [320, 768, 1280]) {
        it(`every page kind, ${colorScheme}, ${width} px`, async () => {
            const server = await serve(everyKind);
            const context = await browser.newContext({
                colorScheme, viewport: { width, height: 800 }, bypassCSP: true });
            const page = await context.newPage();
            await page.goto(server.base);
            await examine(page, "consent");
            await agree(page, server.base);
            await examine(page, "questions");
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
            await answer(page, { uses: "yes" });
            await next(page);
            await examine(page, "revealed");
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
}
