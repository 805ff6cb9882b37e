// Whether a page is accessible, as axe sees it, and fits its window. With QUERIST_PICTURES=FOLDER,
// every page that is examined is also kept there as a picture (tests/browser/pictures).
import assert from "node:assert/strict";
import { mkdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { root } from "./serving.mjs";

const axe = readFileSync(path.join(root, "tests/browser/node_modules/axe-core/axe.min.js"), "utf8");
const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

const pictures = process.env.QUERIST_PICTURES;

async function keepPicture(page, name) {
    const dark = await page.evaluate(() => matchMedia("(prefers-color-scheme: dark)").matches);
    const folder = path.resolve(root, pictures, name.replaceAll(/[^a-z]+/g, "-"));
    mkdirSync(folder, { recursive: true });
    const file = `${page.viewportSize().width}-${dark ? "dark" : "light"}.jpg`;
    await page.screenshot({ path: path.join(folder, file), type: "jpeg", quality: 55, fullPage: true });
}

/** Of a page in a context that was made with bypassCSP. */
export async function examine(page, name) {
    const violations = await page.evaluate(async ([source, values]) => {
        if (!window.axe) (0, eval)(source);
        const found = await window.axe.run(document, { runOnly: { type: "tag", values } });
        return found.violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.html).join(" | ")}`);
    }, [axe, tags]);
    assert.deepEqual(violations, [], name);
    const wide = await page.evaluate(() =>
        document.documentElement.scrollWidth - document.documentElement.clientWidth);
    assert.ok(wide <= 0, `${name} scrolls sideways by ${wide} px`);
    if (pictures) await keepPicture(page, name);
}
