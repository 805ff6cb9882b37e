// How long a page takes to show what was done to it, on a phone SLOWDOWN times slower than this machine:
// the longest of some 50 key presses in a searched list, and of 50 answers in a grid, each from the
// press to the next picture (Event Timing of the W3C, in steps of 8 ms, 16 at least). Prints JSON.
// Usage: QUERIST=PROGRAM interaction.mjs STUDY [SLOWDOWN], whose first page has a long list, its second a grid.
import { launch, next, serve } from "./serving.mjs";

const slowdown = Number(process.argv[3] ?? 1);
// The server's process keeps no program waiting, so something must while it ends.
const awake = setInterval(() => {}, 1000);
const server = await serve(process.argv[2]);
const browser = await launch();
try {
    const page = await (await browser.newContext({ viewport: { width: 390, height: 844 } })).newPage();
    const session = await page.context().newCDPSession(page);
    await session.send("Emulation.setCPUThrottlingRate", { rate: slowdown });
    await page.addInitScript(() => {
        window.longest = 16;
        new PerformanceObserver((list) => {
            for (const event of list.getEntries()) window.longest = Math.max(window.longest, event.duration);
        }).observe({ type: "event", durationThreshold: 16 });
    });
    /** The longest so far, after two pictures in which the last event is reported. */
    const longest = () => page.evaluate(async () => {
        for (let i = 0; i < 2; ++i) await new Promise((drawn) => requestAnimationFrame(() => setTimeout(drawn)));
        return window.longest;
    });

    await page.goto(server.base);
    await Promise.all([page.waitForNavigation(), page.locator('button[value="yes"]').click()]);
    const field = page.getByRole("combobox");
    await field.click();
    for (const word of ["choice number 19", "number", "7"]) {
        await field.fill("");
        await field.pressSequentially(word);
        for (let i = 0; i < 5; ++i) await field.press("ArrowDown");
        await field.press("Enter");
    }
    const list_ms = await longest();
    await next(page);
    const rows = page.locator(".grid .row");
    const count = await rows.count();
    if (count < 50) throw new Error(`the grid has ${count} rows`);
    for (let row = 0; row < count; ++row) await rows.nth(row).locator("label").nth(row % 5).click();
    console.log(JSON.stringify({ list_ms, grid_ms: await longest(), rows: count }));
} finally {
    await browser.close();
    await server.stop();
    clearInterval(awake);
}
