// Pictures of pages for docs/images/pages, one folder a kind of page: WIDTH-light.webp and -dark.
import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { root } from "./serving.mjs";

/** The folder that pictures are kept in; without one, none is taken. */
export const pictures = process.env.QUERIST_PICTURES;

/** What is kept of each kind of page: every width, light and dark, but not each with each. */
export const windows = [
    { width: 320, colorScheme: "light" },
    { width: 320, colorScheme: "dark" },
    { width: 768, colorScheme: "dark" },
    { width: 1280, colorScheme: "light" },
];

/** What the window shows when an element with this id stands at its top, or as it is. */
export async function seen(page, id) {
    if (id) await page.locator(`[id="${id}"]`).evaluate((element) => element.scrollIntoView());
    return { x: 0, y: await page.evaluate(() => scrollY), ...page.viewportSize() };
}

/** What a program of Debian's makes of these bytes. */
function through(program, options, input) {
    const { status, stdout, stderr, error } = spawnSync(program, options, { input, maxBuffer: 1 << 26 });
    if (status !== 0) throw new Error(`${program}: ${error ?? stderr}`);
    return stdout;
}

/** Writes the whole page, or the part of it that `clip` says in px: {x, y, width, height}. */
export async function writePicture(page, file, clip) {
    const png = await page.screenshot({ fullPage: true, clip });
    // In 32 colours and as lossless WebP it is a quarter of its size, and letters stay clear.
    const few = through("pngquant", ["--nofs", "--strip", "32", "-"], png);
    writeFileSync(file, through("cwebp", ["-quiet", "-lossless", "-z", "6", "-o", "-", "--", "-"], few));
}

/** Keeps a picture under the name of the kind of page, in small letters; see `writePicture`. */
export async function keepPicture(page, name, clip) {
    const dark = await page.evaluate(() => matchMedia("(prefers-color-scheme: dark)").matches);
    const folder = path.resolve(root, pictures, name.replaceAll(/[^a-z]+/g, "-"));
    mkdirSync(folder, { recursive: true });
    const file = `${page.viewportSize().width}-${dark ? "dark" : "light"}.webp`;
    await writePicture(page, path.join(folder, file), clip);
}
