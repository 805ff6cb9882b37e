// Who is screened out, earlier answers in texts, and shuffled choices and questions, with and without script.
import assert from "node:assert/strict";
import path from "node:path";
import { after, before, describe, it } from "node:test";
import { agree, answer, exported, launch, next, root, serve } from "./serving.mjs";

const flow = path.join(root, "tests/browser/flow");
const blocks = path.join(root, "tests/browser/blocks");
const typed = "<b>*My* {{tool}}</b> [x](javascript:alert(1))";

let browser;
before(async () => { browser = await launch(); });
after(async () => { await browser.close(); });

const choices = (page) => page.locator('input[name="tool"]').evaluateAll((all) => all.map((one) => one.value));
const questions = (page) => page.locator('[name="_shown"]').inputValue();

for (const javaScriptEnabled of [true, false]) {
    describe(javaScriptEnabled ? "with script" : "without script", () => {
        const someone = async () =>
            (await browser.newContext({ viewport: { width: 390, height: 844 }, javaScriptEnabled })).newPage();

        it("tells whom the study is not for, and asks nothing further", async () => {
            const server = await serve(flow);
            const page = await someone();
            await agree(page, server.base);
            await answer(page, { tool: "none" });
            await next(page);
            assert.equal(await page.locator("h1").innerText(), "This study is not for you");
            assert.equal(await page.locator("strong").innerText(), "tools");
            assert.equal(await page.getByRole("button", { name: "Next" }).count(), 0);
            await page.goto(`${server.base}p/use_page`);
            assert.equal(await page.locator("h1").innerText(), "This study is not for you", "no way past it");
            const [stored] = exported(server, flow);
            assert.equal(stored.completion, "screened_out");
            assert.equal(stored.gaps.why, "not_shown");
            assert.match(server.run("verify", flow), /flow/);
            await server.stop();
        });

        it("says earlier answers as they were typed", async () => {
            const server = await serve(flow);
            const page = await someone();
            let asked = false;
            page.on("dialog", () => { asked = true; });
            await agree(page, server.base);
            await answer(page, { tool: "other", "tool.text.other": typed });
            await next(page);
            assert.equal(await page.locator("h1").innerText(), `About ${typed}`);
            assert.equal(await page.locator(".prose").innerText(), `You said ${typed}.`);
            assert.equal(await page.locator(".prose a, .prose b").count(), 0);
            assert.match(await page.locator("form").innerText(), /Why <b>\*My\* \{\{tool\}\}<\/b>/);
            assert.equal(asked, false);
            // Another answer, another text.
            await page.getByRole("button", { name: "Back" }).click();
            await page.waitForURL(/tool_page$/);
            await answer(page, { "tool.text.other": "" , tool: "ninja" });
            await next(page);
            assert.equal(await page.locator("h1").innerText(), "About Ninja");
            await server.stop();
        });

        it("computes a value from answers, anew when these change, and goes by it", async () => {
            const server = await serve(flow);
            const page = await someone();
            await agree(page, server.base);
            await answer(page, { tool: "make" });
            await next(page);
            assert.doesNotMatch(await questions(page), /years/, "nobody is asked for it");
            await answer(page, { since: "1976" });
            await next(page);
            assert.equal(await page.locator("h1").innerText(), "After 50 years");
            await page.getByRole("button", { name: "Back" }).click();
            await page.waitForURL(/use_page$/);
            await answer(page, { since: "1980" });
            await next(page);
            assert.equal(await page.locator("h1").innerText(), "After 46 years");
            await next(page);
            const [stored] = exported(server, flow);
            assert.equal(stored.completion, "complete");
            assert.equal(stored.answers.years, 46);
            assert.match(server.run("verify", flow), /flow/);
            assert.match(server.run("report", flow, "--format", "md"), /Years of use by 2026/);
            await server.stop();
        });

        it("shows blocks of pages in an order for each response, back and forth and after coming back", async () => {
            const server = await serve(blocks);
            const here = (page) => new URL(page.url()).pathname.split("/").pop();
            const seen = new Set();
            for (let i = 0; i < 8; ++i) {
                const page = await someone();
                await agree(page, server.base);
                const order = [];
                for (;;) {
                    order.push(here(page));
                    if (order.at(-1) === "pair_one") await answer(page, { q_pair: "1" });
                    if (order.at(-1) === "pair_two") {
                        assert.match(await page.locator("form").innerText(), /Why one pair\?/);
                    }
                    if (order.at(-1) === "rest") break;
                    await next(page);
                }
                assert.equal(order.length, 5);
                assert.equal(order.indexOf("pair_two"), order.indexOf("pair_one") + 1, "a block stays together");
                await page.goto(server.base);
                await page.goto(`${server.base}p/${order[1]}`);
                await page.getByRole("button", { name: "Back" }).click();
                await page.waitForURL(new RegExp(`${order[0]}$`));
                for (const id of order.slice(1)) {
                    await next(page);
                    assert.equal(here(page), id, "the same order again");
                }
                await next(page);
                seen.add(order.filter((id) => id !== "pair_two").map((id) => id.replace("_one", "")).join(" "));
                await page.context().close();
            }
            assert.ok(seen.size > 1, "not everybody sees the same order");
            const stored = exported(server, blocks);
            assert.equal(stored.length, 8);
            for (const { answers, completion } of stored) {
                assert.equal(completion, "complete");
                const ranked = Object.keys(answers.topics).sort((a, b) => answers.topics[a] - answers.topics[b]);
                assert.ok(seen.has(ranked.join(" ")), "the export says an order that was seen");
            }
            assert.match(server.run("verify", blocks), /blocks/);
            assert.match(server.run("report", blocks, "--format", "md"), /order that chance drew/);
            await server.stop();
        });

        it("shuffles for each response, alike whenever it is looked at", async () => {
            const server = await serve(flow);
            const seen = new Map();
            for (let i = 0; i < 6; ++i) {
                const page = await someone();
                await agree(page, server.base);
                const order = await choices(page);
                assert.deepEqual(order.slice(-2), ["other", "none"], "they keep their places");
                await answer(page, { tool: "make" });
                await next(page);
                const shown = await questions(page);
                await page.reload();
                assert.equal(await questions(page), shown);
                await page.getByRole("button", { name: "Back" }).click();
                await page.waitForURL(/tool_page$/);
                assert.deepEqual(await choices(page), order);
                await next(page);
                await answer(page, { since: "2001" });
                await next(page);
                seen.set(order.join(" "), shown.split(" "));
                await page.context().close();
            }
            assert.ok(seen.size > 1, "not everybody sees the same order");
            for (const stored of exported(server, flow)) {
                const shown = seen.get(stored.order.tool);
                assert.ok(shown, "the export says an order that was seen");
            }
            const places = exported(server, flow).map((one) => one.place);
            assert.ok(places.every((place) => new Set(Object.values(place)).size === 3));
            await server.stop();
        });
    });
}
