// Every kind of question, filled in with and without script and read back from the export.
import assert from "node:assert/strict";
import path from "node:path";
import { after, before, it } from "node:test";
import { agree, answer, exported, launch, next, root, serve, shown } from "./serving.mjs";

const everyKind = path.join(root, "tests/browser/every-kind");
const pages = {
    first: {
        adult: "yes", years: "other", "years.text.other": "On and off", devices: ["phone", "desk"],
        country: "other", "country.text.other": "Liechtenstein", age: "31", name: "Old one",
    },
    second: {
        "often.row.slow": "never", "often.row.narrow": "regularly", uses: "no",
    },
};
const answers = {
    adult: true, years: "other", devices: ["phone", "desk"], country: "other", age: 31, name: "Old one",
    often: { slow: "never", narrow: "regularly" }, uses: false,
};
const texts = { years: { other: "On and off" }, country: { other: "Liechtenstein" } };

let browser;
before(async () => { browser = await launch(); });
after(async () => { await browser.close(); });

for (const javaScriptEnabled of [true, false]) {
    it(`stores every kind of answer, ${javaScriptEnabled ? "with" : "without"} script`, async () => {
        const server = await serve(everyKind);
        const context = await browser.newContext({ javaScriptEnabled });
        const page = await context.newPage();
        await agree(page, server.base);
        for (const [id, fields] of Object.entries(pages)) {
            assert.match(page.url(), new RegExp(`/p/${id}$`));
            await answer(page, fields);
            await next(page);
        }
        await page.waitForURL(/\/thanks$/);
        const [response] = exported(server, everyKind);
        assert.deepEqual(response.answers, answers);
        assert.deepEqual(response.texts, texts);
        assert.equal(response.completion, "complete");
        assert.match(server.run("verify", "every-kind"), /every-kind/);
        await context.close();
        assert.equal(await server.stop(), 0);
    });
}

it("keeps what was typed when an answer is refused and when one comes back", async () => {
    const server = await serve(everyKind);
    const context = await browser.newContext();
    const page = await context.newPage();
    await agree(page, server.base);
    await answer(page, { ...pages.first, age: "300" });
    const typed = await shown(page);
    await next(page);
    assert.match(await page.title(), /^Error/);
    assert.deepEqual(await shown(page), typed);
    await answer(page, { age: "31" });
    await next(page);
    await page.goto(`${server.base}p/first`);
    assert.deepEqual(
        await shown(page), typed.map((field) => (field === "age=300" ? "age=31" : field)));
    await context.close();
    assert.equal(await server.stop(), 0);
});
