// Whether a page is accessible, as axe sees it, and fits its window. With QUERIST_PICTURES=FOLDER,
// every page is kept there as a picture instead (tests/browser/pictures).
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { keepPicture, pictures, windows } from "./keep_picture.mjs";
import { root } from "./serving.mjs";

const axe = readFileSync(path.join(root, "tests/browser/node_modules/axe-core/axe.min.js"), "utf8");
const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** Of a page in a context that was made with bypassCSP; a picture of `clip`, or of all of it. */
export async function examine(page, name, clip) {
    if (pictures) return keepPicture(page, name, clip);
    const violations = await page.evaluate(async ([source, values]) => {
        if (!window.axe) (0, eval)(source);
        const found = await window.axe.run(document, { runOnly: { type: "tag", values } });
        return found.violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.html).join(" | ")}`);
    }, [axe, tags]);
    assert.deepEqual(violations, [], name);
    const wide = await page.evaluate(() =>
        document.documentElement.scrollWidth - document.documentElement.clientWidth);
    assert.ok(wide <= 0, `${name} scrolls sideways by ${wide} px`);
}

/** The same at every width, in light and dark. */
export async function examineEverywhere(page, name) {
    const before = page.viewportSize();
    for (const { width, colorScheme } of windows) {
        await page.setViewportSize({ width, height: before.height });
        // Without the passing of one colour into the other.
        await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
        await examine(page, name);
    }
    await page.setViewportSize(before);
    await page.emulateMedia({ colorScheme: null, reducedMotion: null });
}
