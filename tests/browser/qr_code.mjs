// What a camera sees of a page's QR code.
import jsQR from "jsqr";

/** Reads the code from its path alone: four pixels a module. */
export async function scanned(page) {
    const { side, path } = await page.locator("svg.qr").evaluate((svg) => ({
        side: svg.viewBox.baseVal.width, path: svg.querySelector(".dark").getAttribute("d"),
    }));
    const scale = 4;
    const width = side * scale;
    const pixels = new Uint8ClampedArray(width * width * 4).fill(255);
    for (const [, x, y, run] of path.matchAll(/M(\d+) (\d+)h(\d+)v1h-\d+z/g)) {
        for (let row = y * scale; row < (Number(y) + 1) * scale; ++row) {
            for (let column = x * scale; column < (Number(x) + Number(run)) * scale; ++column) {
                pixels.fill(0, (row * width + column) * 4, (row * width + column) * 4 + 3);
            }
        }
    }
    return jsQR(pixels, width, width)?.data;
}
