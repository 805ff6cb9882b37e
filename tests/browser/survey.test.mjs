// The whole ONNX study in Debian's Chromium, with and without script, down to the stored answers.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { agree, answer, exported, launch, next, serve, shown } from "./serving.mjs";

const experience = { uses_models: "yes", ml_years: "3-5", se_years: "6-10" };
const walk = [
    ["experience", experience],
    ["expertise", { ml_expertise: "expert", se_expertise: "intermediate" }],
    ["organization", {
        organization_size: "declined",
        organization_type: "other", "organization_type.text.other": "Космос & <sons> “quoted”",
        deployment: ["web", "cloud"],
    }],
    ["onnx", {
        framework: ["pytorch", "other"], "framework.text.other": "Keras, mostly",
        uses_onnx: "yes", other_tools: "none",
    }],
    ["onnx_use", { purposes: "deployment", direct_deployment: "Sometimes.\n\nIt depends on 🚀 latency." }],
    ["onnx_problems", {
        "problems.row.crashes": "rarely", "problems.row.performance": "never",
        "problems.row.other": "regularly", "problems.text.other": "Shapes",
    }],
    ["remedies", { remedy: "We pin the opset." }],
];
const stored = {
    uses_models: true, ml_years: "3-5", se_years: "6-10", ml_expertise: "expert", se_expertise: "intermediate",
    organization_type: "other", deployment: ["web", "cloud"],
    framework: ["pytorch", "other"], uses_onnx: true, other_tools: ["none"], purposes: ["deployment"],
    direct_deployment: "Sometimes.\n\nIt depends on 🚀 latency.",
    problems: { crashes: "rarely", performance: "never", other: "regularly" }, remedy: "We pin the opset.",
};
const typed = {
    organization_type: { other: "Космос & <sons> “quoted”" }, framework: { other: "Keras, mostly" },
    problems: { other: "Shapes" },
};

let browser;
before(async () => { browser = await launch(); });
after(async () => { await browser.close(); });

/** A fresh participant on a fresh server. */
async function participant(options = {}) {
    const server = await serve();
    const context = await browser.newContext({ viewport: { width: 390, height: 844 }, ...options });
    return { server, context, page: await context.newPage(), end: async () => {
        await context.close();
        assert.equal(await server.stop(), 0, "the server ends without complaint");
    } };
}

async function walkTo(page, base, last) {
    await agree(page, base);
    for (const [id, answers] of walk) {
        assert.match(page.url(), new RegExp(`/p/${id}$`));
        if (id === last) return;
        await answer(page, answers);
        await next(page);
    }
}

for (const javaScriptEnabled of [true, false]) {
    describe(javaScriptEnabled ? "with script" : "without script", () => {
        it("walks the whole study and stores every answer", async () => {
            const { server, page, end } = await participant({ javaScriptEnabled });
            await walkTo(page, server.base, null);
            assert.match(page.url(), /\/thanks$/);
            const [response] = exported(server);
            assert.equal(response.completion, "complete");
            assert.equal(response.origin, "test");
            assert.deepEqual(response.answers, stored);
            assert.deepEqual(response.texts, typed);
            assert.deepEqual(response.gaps ?? {}, { organization_size: "declined" });
            server.run("verify", "onnx-interop");
            await end();
        });

        it("asks only what applies", async () => {
            const { server, page, end } = await participant({ javaScriptEnabled });
            await walkTo(page, server.base, "onnx");
            await answer(page, { framework: "jax", uses_onnx: "no", other_tools: ["mmdnn"] });
            await next(page);
            assert.match(page.url(), /\/p\/onnx_use$/);
            assert.equal(await page.locator('[name="purposes"]').count(), 0);
            await next(page);
            assert.match(page.url(), /\/thanks$/);
            const [response] = exported(server);
            assert.deepEqual(
                [response.gaps.purposes, response.gaps.problems, response.gaps.remedy, response.gaps.direct_deployment],
                ["not_shown", { crashes: "not_shown", performance: "not_shown", other: "not_shown" }, "not_shown", "skipped"]);
            await end();
        });

        it("names what is wrong, keeps what was typed and moves the focus", async () => {
            const { server, page, end } = await participant({ javaScriptEnabled });
            await walkTo(page, server.base, "onnx_use");
            const long = "x".repeat(10_001);
            await answer(page, { purposes: "conversion", direct_deployment: long });
            await next(page);
            assert.match(await page.title(), /^Error/);
            const summary = page.locator('[role="alert"]');
            assert.match(await summary.innerText(), /10,?.?000/);
            assert.equal(await page.locator(":focus").getAttribute("id"), "errors");
            assert.equal(await page.locator("#direct_deployment").inputValue(), long);
            assert.ok(await page.locator('[name="purposes"][value="conversion"]').isChecked());
            await summary.getByRole("link").click();
            assert.equal(await page.locator(":focus").getAttribute("id"), "direct_deployment");
            await answer(page, { direct_deployment: "short" });
            await next(page);
            assert.match(page.url(), /\/p\/onnx_problems$/);
            await end();
        });

        it("keeps answers when going back and forward", async () => {
            const { server, page, end } = await participant({ javaScriptEnabled });
            await walkTo(page, server.base, "organization");
            await answer(page, walk[2][1]);
            await page.getByRole("button", { name: "Back" }).click();
            await page.waitForURL(/\/p\/expertise$/);
            assert.deepEqual(await shown(page), ["ml_expertise=expert", "se_expertise=intermediate"]);
            await page.goBack(); // the browser's own button
            await page.goBack();
            await page.waitForURL(/\/p\/expertise$/);
            await answer(page, { ml_expertise: "novice" });
            await next(page);
            assert.match(page.url(), /\/p\/organization$/);
            assert.ok((await shown(page)).includes("organization_size=declined"));
            await end();
        });
    });
}

describe("the server", () => {
    it("stores nothing of someone who refuses but the fact", async () => {
        const { server, page, context, end } = await participant();
        await page.goto(server.base);
        await page.locator('button[name="agree"][value="no"]').click();
        await page.waitForURL(/\/refused$/);
        assert.deepEqual(await context.cookies(), []);
        const status = JSON.parse(server.run("status", "--json"));
        assert.match(JSON.stringify(status), /refused/);
        await end();
    });

    it("begins one response however often the consent is pressed", async () => {
        const { server, page, end } = await participant();
        await page.goto(server.base);
        const press = () => page.request.post(server.base + "consent", {
            form: { agree: "yes" }, maxRedirects: 0, headers: { origin: new URL(server.base).origin } });
        const answers = await Promise.all([press(), press(), press()]);
        assert.deepEqual(answers.map((one) => one.status()), [303, 303, 303]);
        const [verified] = [JSON.parse(server.run("verify", "onnx-interop", "--json"))].flat();
        assert.match(JSON.stringify(verified), /"responses":\s*1\b/);
        await end();
    });

    it("changes nothing twice when a form is sent again", async () => {
        const { server, page, end } = await participant();
        await agree(page, server.base);
        await answer(page, experience);
        const body = await page.evaluate(() => {
            const form = document.querySelector("form[method=post]");
            return new URLSearchParams([...new FormData(form), ["_go", "next"]]).toString();
        });
        const url = page.url();
        const send = () => page.request.post(url, {
            data: body, maxRedirects: 0, headers: { "content-type": "application/x-www-form-urlencoded" } });
        const answers = await Promise.all([send(), send(), send()]);
        for (const one of answers) assert.equal(one.status(), 303);
        assert.equal(new Set(answers.map((one) => one.headers().location)).size, 1);
        const [verified] = [JSON.parse(server.run("verify", "onnx-interop", "--json"))].flat();
        assert.match(JSON.stringify(verified), /"entries":\s*2\b/); // consent and one page
        await end();
    });

    it("refuses the older of two tabs and shows both versions", async () => {
        const { server, page, context, end } = await participant();
        await agree(page, server.base);
        const other = await context.newPage();
        await other.goto(page.url());
        await answer(page, experience);
        await next(page);
        await answer(other, { ...experience, ml_years: "11-20" });
        await Promise.all([other.waitForNavigation(), other.getByRole("button", { name: "Next", exact: true }).click()]);
        const text = await other.locator("main").innerText();
        assert.match(text, /3 – 5 years/);
        assert.match(text, /11 – 20 years/);
        await Promise.all([other.waitForNavigation(), other.locator('button[value="replace"]').click()]);
        const [response] = exported(server);
        assert.equal(response.answers.ml_years, "11-20");
        await end();
    });

    it("continues on a later visit where the participant stopped", async () => {
        const { server, page, end } = await participant();
        await walkTo(page, server.base, "organization");
        await page.goto(server.base);
        await page.getByRole("link", { name: "Continue" }).click();
        assert.match(page.url(), /\/p\/organization$/);
        await end();
    });

    it("is answered by keyboard alone", async () => {
        const { server, page, end } = await participant({ viewport: { width: 1280, height: 800 } });
        await agree(page, server.base);
        await page.locator('[name="uses_models"]').first().focus();
        await page.keyboard.press("Space");
        await page.keyboard.press("Tab");
        await page.keyboard.press("Space");
        await page.keyboard.press("ArrowDown");
        await page.keyboard.press("Tab");
        await page.keyboard.press("Space");
        await page.keyboard.press("Enter");
        await page.waitForURL(/\/p\/expertise$/);
        await page.goto(server.base + "p/experience");
        assert.deepEqual(await shown(page), ["uses_models=yes", "ml_years=1-2", "se_years=lt1"]);
        await end();
    });
});
