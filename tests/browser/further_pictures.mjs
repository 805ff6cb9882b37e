// Pictures beside those of accessible.test.mjs: pages from right to left, in another language, without
// script and without a network; the report; and the two pictures of the README.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { keepPicture, seen, windows, writePicture } from "./keep_picture.mjs";
import { agree, answer, launch, next, root, run, serve, study } from "./serving.mjs";

const images = path.join(root, "docs/images");
const tests = path.join(root, "tests/browser");
const browser = await launch();

/** Calls `walk` with a fresh page for each window, over one server. */
async function each(folder, options, walk) {
    const server = await serve(folder);
    for (const { width, colorScheme } of windows) {
        const context = await browser.newContext({
            colorScheme, viewport: { width, height: 800 }, ...options });
        await walk(await context.newPage(), server);
        await context.close();
    }
    await server.stop();
}

async function fromRightToLeft(page, server) {
    await agree(page, server.base);
    await answer(page, { age: "12" });
    await page.locator("main form .buttons button").first().click();
    await page.locator(".summary").waitFor();
    await keepPicture(page, "from right to left, faults");
    await answer(page, { years: "many", age: "31" });
    await Promise.all([page.waitForURL(/second/), page.locator("main form .buttons button").first().click()]);
    await answer(page, { "problems.row.slow": "often" });
    await keepPicture(page, "from right to left, grid");
}

async function inGerman(page, server) {
    await page.goto(server.base);
    await keepPicture(page, "consent in another language", await seen(page));
    await page.locator('button[name="agree"][value="yes"]').click();
    await page.waitForURL(/\/p\//);
    await answer(page, { uses_models: "yes" });
    await keepPicture(page, "questions in another language");
}

async function withoutScript(page, server) {
    await agree(page, server.base);
    await answer(page, { adult: "yes" });
    await next(page);
    await keepPicture(page, "without script");
}

async function answered(page, server) {
    await agree(page, server.base);
    await answer(page, { adult: "yes", years: "other", devices: ["phone", "desk"], age: "31" });
    await page.locator('[name="years.text.other"]').fill("Since there were pages");
    await page.locator('[name="name"]').focus();
    await keepPicture(page, "answered");
}

async function withoutNetwork(page, server) {
    await agree(page, server.base);
    await answer(page, { adult: "yes", age: "31" });
    await page.context().setOffline(true);
    await page.getByRole("button", { name: "Next", exact: true }).click();
    await page.locator(".status:not(:empty)").waitFor();
    await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight));
    await keepPicture(page, "without a network", await seen(page));
}

/** Makes the report of the ONNX study over synthetic responses; returns its address. */
function madeReport(folder) {
    const html = path.join(folder, "report.html");
    run("simulate", study, "--responses", "200", "--seed", "1", "--data", folder);
    run("report", study, "--origin", "synthetic", "--data", folder, "-o", html);
    return pathToFileURL(html).href;
}

async function reports() {
    const folder = mkdtempSync(path.join(tmpdir(), "querist-pictures-"));
    const address = madeReport(folder);
    const grid = "rq-how-and-why.problems";
    for (const { width, colorScheme } of windows) {
        const page = await browser.newPage({ colorScheme, viewport: { width, height: 1000 } });
        await page.goto(address);
        await keepPicture(page, "report", await seen(page));
        await keepPicture(page, "report, one answer", await seen(page, "sample.organization_size"));
        await keepPicture(page, "report, grid", await seen(page, grid));
        await page.close();
    }
    const page = await browser.newPage({ viewport: { width: 900, height: 700 } });
    await page.goto(address);
    await writePicture(page, path.join(images, "report.webp"), await seen(page));
    const figure = await seen(page, grid);
    // As far as its table goes.
    figure.height = await page.evaluate((id) => Math.ceil(document.querySelector(
        `[aria-labelledby="${id}"] table`).getBoundingClientRect().bottom) + 16, grid);
    await writePicture(page, path.join(images, "answer.webp"), figure);
    rmSync(folder, { recursive: true, force: true });
}

async function readmePage() {
    const server = await serve();
    const page = await browser.newPage({ viewport: { width: 390, height: 844 } });
    await agree(page, server.base);
    await answer(page, { uses_models: "yes" });
    await writePicture(page, path.join(images, "survey.webp"));
    await server.stop();
}

await each(path.join(tests, "right-to-left"), {}, fromRightToLeft);
await each(study, { locale: "de-DE" }, inGerman);
await each(path.join(tests, "every-kind"), { javaScriptEnabled: false }, withoutScript);
await each(path.join(tests, "every-kind"), {}, answered);
await each(path.join(tests, "every-kind"), {}, withoutNetwork);
await reports();
await readmePage();
await browser.close();
