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
    third: {
        "where.row.phone": ["reads", "writes"], "where.row.desk": "none",
        "where.row.other": "reads", "where.text.other": "On the wall",
        "impression.row.speed": "6", "impression.row.look": "1",
        "order.row.words": "1", "order.row.speed": "2",
        "share.row.work": "60", "share.row.rest": "40",
        recommends: "9", attentive: "rarely", mail: "Test.Person+x@example.org", since: "2024-02-29",
        trust: "70", shape: "bar",
    },
    device_phone: { lasts_phone: "longer" },
    device_desk: { lasts_desk: "year" },
};
const changingPlaces = { tidy: { tidiness: "yes" }, quick: { quickness: "no" } };
const answers = {
    adult: true, years: "other", devices: ["phone", "desk"], country: "other", age: 31, name: "Old one",
    often: { slow: "never", narrow: "regularly" }, uses: false,
    where: { phone: ["reads", "writes"], desk: ["none"], other: ["reads"] },
    impression: { speed: "6", look: "1" }, order: { speed: 2, words: 1 }, share: { work: 60, rest: 40 },
    recommends: 9, attentive: "rarely", mail: "Test.Person+x@example.org", since: "2024-02-29",
    trust: 70, shape: "bar", lasts_phone: "longer", lasts_desk: "year",
    months: 372, tidiness: true, quickness: false,
};
const texts = {
    years: { other: "On and off" }, country: { other: "Liechtenstein" }, where: { other: "On the wall" },
};

let browser;
before(async () => { browser = await launch(); });
after(async () => { await browser.close(); });

/** Answers the two pages that change places; returns their ranks, as this response saw them. */
async function answerInTheirOrder(page) {
    const ranks = {};
    for (const rank of [1, 2]) {
        const id = new URL(page.url()).pathname.split("/").pop();
        ranks[id] = rank;
        if (id === "tidy") {
            assert.match(await page.locator("form").innerText(), /tidy on a device of (372 months|any age)/);
        }
        await answer(page, changingPlaces[id]);
        await next(page);
    }
    return ranks;
}

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
        const last_pages = await answerInTheirOrder(page);
        await page.waitForURL(/\/review$/);
        await page.getByRole("button", { name: "Send my answers" }).click();
        await page.waitForURL(/\/thanks$/);
        const [response] = exported(server, everyKind);
        assert.deepEqual(response.answers, { ...answers, last_pages });
        assert.deepEqual(response.texts, texts);
        assert.equal(response.completion, "complete");
        assert.match(server.run("verify", "every-kind"), /every-kind/);
        await context.close();
        assert.equal(await server.stop(), 0);
    });
}

/** On from a page, whatever the button says. */
const goOn = (page) => Promise.all([
    page.waitForNavigation(), page.locator(".buttons button").first().click()]);

for (const javaScriptEnabled of [true, false]) {
    it(`asks about each chosen option, ${javaScriptEnabled ? "with" : "without"} script`, async () => {
        const server = await serve(everyKind);
        const context = await browser.newContext({ javaScriptEnabled });
        const page = await context.newPage();
        const typed = "<i>Mine</i> {{name}}";
        await agree(page, server.base);
        await answer(page, { adult: "yes", devices: ["phone", "other"], "devices.text.other": typed });
        for (let i = 0; i < 3; ++i) await next(page);
        assert.match(page.url(), /p\/device_phone$/);
        assert.equal(await page.locator("h1").innerText(), "About “A phone”");
        await answer(page, { lasts_phone: "year" });
        await next(page);
        assert.match(page.url(), /p\/device_other$/);
        assert.equal(await page.locator("h1").innerText(), `About “${typed}”`);
        assert.equal(await page.locator(".prose").innerText(), `Think of ${typed} as it is today.`);
        assert.equal(await page.locator(".prose i").count(), 0);
        // What hangs on an answer hangs on that of the same round.
        await answer(page, { lasts_other: "broken" });
        if (!javaScriptEnabled) await next(page);
        await answer(page, { mends_other: "yes" });
        await goOn(page);
        await answerInTheirOrder(page);
        assert.match(page.url(), /\/review$/);
        const questions = await page.locator("dt").allInnerTexts();
        assert.ok(questions.includes("How long will “A phone” last?"));
        assert.ok(questions.includes(`How long will “${typed}” last?`));
        // Another choice: one round less, and its answers wait for it.
        await page.goto(`${server.base}p/first`);
        await page.locator("[name=devices][value=phone]").uncheck();
        await goOn(page);
        await page.goto(`${server.base}p/device_phone`);
        assert.doesNotMatch(page.url(), /device_phone/);
        const [without] = exported(server, everyKind);
        assert.equal(without.gaps.lasts_phone, "not_shown");
        await page.goto(`${server.base}p/first`);
        await answer(page, { devices: "phone" });
        await goOn(page);
        await page.goto(`${server.base}review`);
        await page.getByRole("button", { name: "Send my answers" }).click();
        await page.waitForURL(/\/thanks$/);
        const [response] = exported(server, everyKind);
        assert.equal(response.answers.lasts_phone, "year");
        assert.equal(response.answers.lasts_other, "broken");
        assert.equal(response.answers.mends_other, true);
        assert.equal(response.gaps.lasts_desk, "not_shown");
        assert.equal(response.gaps.mends_phone, "not_shown");
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

const refused = [
    [{ "where.row.phone": ["reads", "none"] }, /“Nothing of this” cannot be chosen together/],
    [{ "order.row.words": "1", "order.row.speed": "1" }, /Rank 1 is given twice/],
    [{ "order.row.words": "1", "order.row.speed": "3" }, /Rank 2 is left out/],
    [{ "order.row.words": "1" }, /Give the ranks 1 to 2/],
    [{ "share.row.work": "60", "share.row.rest": "30" }, /add up to 90, not to 100 points/],
    [{ "share.row.work": "half" }, /Type a number/],
    [{ mail: "nobody" }, /Type an e-mail address/],
    [{ since: "2019-12-31" }, /Give 2020-01-01 or a later day/],
    [{ trust: "101" }, /100/],
    [{ since: "2031-01-01" }, /Give 2030-12-31 or an earlier day/],
];

it("takes an answer back without script", async () => {
    const server = await serve(everyKind);
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    await agree(page, server.base);
    await answer(page, { adult: "yes", years: "long" });
    await next(page);
    await answer(page, { "often.row.slow": "never", "often.row.narrow": "never", uses: "no" });
    await next(page);
    await answer(page, { recommends: "3", "impression.row.speed": "2", shape: "bar" });
    await next(page);
    const taken = {
        first: ["years"], second: ["often.row.slow", "uses"],
        third: ["recommends", "impression.row.speed"],
    };
    for (const [id, names] of Object.entries(taken)) {
        await page.goto(`${server.base}p/${id}`);
        for (const name of names) {
            const none = page.locator("label.none", { has: page.locator(`[name="${name}"]`) });
            assert.equal(await none.innerText(), "No answer");
            const box = await none.boundingBox();
            assert.ok(box.height >= 24 && box.width >= 24, name);
            await none.click();
        }
        await goOn(page);
    }
    assert.equal(await page.locator("label.none [name=adult]").count(), 0);
    // Pages that change places have their order from the start.
    const [{ answers: { last_pages, ...answers } }] = exported(server, everyKind);
    assert.ok(last_pages);
    assert.deepEqual(answers, { adult: true, often: { narrow: "never" }, shape: "bar" });
    await context.close();
    const scripted = await (await browser.newContext()).newPage();
    await agree(scripted, server.base);
    assert.equal(await scripted.getByText("No answer", { exact: true }).count(), 0);
    await scripted.context().close();
    assert.equal(await server.stop(), 0);
});

it("says what is wrong with an answer and keeps it", async () => {
    const server = await serve(everyKind);
    // Script would bring back what was refused before.
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    await agree(page, server.base);
    await answer(page, { adult: "yes" });
    await next(page);
    await next(page);
    for (const [fields, told] of refused) {
        await page.goto(`${server.base}p/third`);
        await answer(page, fields);
        const typed = await shown(page);
        // What the browser itself refuses shall be refused without its help too.
        await page.locator("form[method=post]").evaluate((form) => { form.noValidate = true; });
        await next(page);
        assert.match(await page.locator(".summary").innerText(), told);
        assert.deepEqual(await shown(page), typed, JSON.stringify(fields));
        const target = await page.locator(".summary a").first().getAttribute("href");
        assert.equal(await page.locator(`[id="${target.slice(1)}"]`).count(), 1, target);
    }
    await context.close();
    assert.equal(await server.stop(), 0);
});

it("lays out every kind on a narrow screen without overlap", async () => {
    const server = await serve(everyKind);
    const context = await browser.newContext({ viewport: { width: 320, height: 800 } });
    const page = await context.newPage();
    await agree(page, server.base);
    await answer(page, { adult: "yes" });
    await next(page);
    await next(page);
    const small = await page.evaluate(() =>
        [...document.querySelectorAll("main label, main select, main input[type=text]")]
            .filter((control) => control.getClientRects().length > 0)
            .map((control) => [control.textContent.slice(0, 30), control.getBoundingClientRect()])
            .filter(([, box]) => box.height < 24 || box.width < 24 || box.right > innerWidth)
            .map(([words, box]) => `${words}: ${Math.round(box.width)} x ${Math.round(box.height)}`));
    assert.deepEqual(small, []);
    await context.close();
    assert.equal(await server.stop(), 0);
});

it("takes a slider's answer only when it was moved, and shows none without script", async () => {
    const server = await serve(everyKind);
    const third = async (javaScriptEnabled) => {
        const context = await browser.newContext({ javaScriptEnabled });
        const page = await context.newPage();
        await agree(page, server.base);
        await answer(page, { adult: "yes" });
        await next(page);
        await next(page);
        return page;
    };
    const page = await third(true);
    const slider = page.getByRole("slider", { name: "How far do you trust our pages?" });
    const field = page.locator("[name=trust]");
    assert.equal(await slider.getAttribute("aria-valuetext"), "No answer");
    assert.equal(await field.inputValue(), "");
    await slider.focus();
    await page.keyboard.press("ArrowRight");
    assert.equal(await field.inputValue(), "51");
    assert.equal(await slider.getAttribute("aria-valuetext"), null);
    await field.fill("7");
    assert.equal(await slider.inputValue(), "7");
    await field.fill("");
    assert.equal(await slider.getAttribute("aria-valuetext"), "No answer");
    const box = await slider.boundingBox();
    assert.ok(box.height >= 24 && box.width >= 200);
    await slider.click({ position: { x: box.width / 2, y: box.height / 2 } });
    assert.match(await field.inputValue(), /^(49|50|51)$/);
    await field.fill("");
    await next(page);
    const [response] = exported(server, everyKind);
    assert.equal(response.answers.trust, undefined);
    await page.context().close();

    const plain = await third(false);
    assert.equal(await plain.getByRole("slider").count(), 0);
    await answer(plain, { trust: "30" });
    await next(plain);
    await plain.waitForURL(/\/p\/(tidy|quick)$/);
    await plain.context().close();
    assert.equal(await server.stop(), 0);
});

it("shows images that keep their place before they arrive", async () => {
    const server = await serve(everyKind);
    const context = await browser.newContext({ viewport: { width: 320, height: 800 } });
    const page = await context.newPage();
    await agree(page, server.base);
    await answer(page, { adult: "yes" });
    await next(page);
    let hold;
    const held = new Promise((done) => { hold = done; });
    await page.route("**/image/*", async (route) => {
        await held;
        await route.continue();
    });
    await Promise.all([
        page.waitForURL(/\/p\/third$/, { waitUntil: "commit" }),
        page.getByRole("button", { name: "Next", exact: true }).click(),
    ]);
    const choice = page.getByRole("radio", { name: "A black disc The first" });
    await choice.waitFor();
    const top = () => page.locator("[name=shape][value=neither]").evaluate(
        (radio) => radio.getBoundingClientRect().top + scrollY);
    const before = await top();
    const types = [];
    page.on("response", (response) => {
        if (response.url().includes("/image/")) types.push(response.headers()["content-type"]);
    });
    hold();
    await page.waitForLoadState("load");
    assert.equal(await top(), before);
    assert.deepEqual(types, ["image/png", "image/png"]);
    const widths = await page.locator(".choice img").evaluateAll(
        (images) => images.map((image) => [image.naturalWidth, image.width, image.height]));
    assert.deepEqual(widths, [[120, 120, 80], [120, 120, 80]]);
    await context.close();
    assert.equal(await server.stop(), 0);
});
