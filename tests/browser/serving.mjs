// Starts `querist serve` on a free port and Chromium; stops both by process id.
import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { chromium } from "playwright-core";

export const root = path.resolve(import.meta.dirname, "../..");
export const querist = process.env.QUERIST;
export const study = path.join(root, "studies/onnx-interop");
if (!querist) throw new Error("QUERIST must name the program under test");

/** Starts the program; resolves with the process and its port. */
async function start(folder, data, port, options) {
    // A failed test stops nothing itself: the server goes with the test program.
    const child = spawn(
        querist, ["serve", folder, "--data", data, "--port", String(port), ...options]);
    child.unref();
    const kill = () => child.kill("SIGKILL");
    process.on("exit", kill);
    child.on("exit", () => process.off("exit", kill));
    let words = "";
    const found = await new Promise((resolve, reject) => {
        const hear = (chunk) => {
            words += chunk;
            const address = /http:\/\/127\.0\.0\.1:(\d+)\//.exec(words);
            if (address) resolve(Number(address[1]));
        };
        child.stdout.on("data", hear);
        child.stderr.on("data", hear);
        child.on("exit", (code) => reject(new Error(`the server ended with ${code}:\n${words}`)));
    });
    return { child, port: found };
}

function end(child, signal) {
    return new Promise((resolve) => {
        child.on("exit", resolve);
        child.kill(signal);
    });
}

/** A server over fresh data; `run` calls the program on the same data. */
export async function serve(folder = study, ...options) {
    const data = mkdtempSync(path.join(tmpdir(), "querist-browser-"));
    let { child, port } = await start(folder, data, 0, options);
    return {
        base: `http://127.0.0.1:${port}/s/${path.basename(folder)}/`,
        origin: `http://127.0.0.1:${port}`,
        data,
        run: (...command) => run(...command, "--data", data),
        kill: () => end(child, "SIGKILL"),
        /** The same server again, after `kill`. */
        restart: async () => { ({ child } = await start(folder, data, port, options)); },
        stop: async () => {
            const code = await end(child, "SIGTERM");
            rmSync(data, { recursive: true, force: true });
            return code;
        },
    };
}

export function run(...command) {
    const result = spawnSync(querist, command, { encoding: "utf8" });
    if (result.status !== 0) throw new Error(`${command.join(" ")}: ${result.stdout}${result.stderr}`);
    return result.stdout;
}

export function launch() {
    return chromium.launch({
        executablePath: "/usr/bin/chromium-headless-shell",
        args: [
            "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
            "--disable-background-networking", "--disable-component-update", "--disable-sync",
        ],
    });
}

/** The stored responses, as `querist export` prints them. */
export function exported(server, of = study, origin = "test") {
    const folder = mkdtempSync(path.join(tmpdir(), "querist-export-"));
    try {
        server.run("export", of, "--format", "jsonl", "--origin", origin, "-o", folder);
        return spawnSync("cat", [path.join(folder, `${path.basename(of)}.jsonl`)], { encoding: "utf8" })
            .stdout.split("\n").filter(Boolean).map((line) => JSON.parse(line));
    } finally {
        rmSync(folder, { recursive: true, force: true });
    }
}

/** Fills in what is on the page: item ids to codes, lists of codes, or typed text. */
export async function answer(page, answers) {
    for (const [name, value] of Object.entries(answers)) {
        for (const one of Array.isArray(value) ? value : [value]) {
            const option = page.locator(`input[name="${name}"][value=${JSON.stringify(one).replaceAll("\\n", " ")}]:is([type=radio],[type=checkbox])`);
            const list = page.locator(`select[name="${name}"]`);
            if (await option.count()) {
                // As a finger does it: on the label, which is the whole row, beside a text field in it.
                await option.locator("xpath=ancestor::label").click({ position: { x: 16, y: 16 } });
            } else if (await list.count()) await list.selectOption(one);
            else await page.locator(`[name="${name}"]`).fill(one);
        }
    }
}

export async function next(page) {
    await Promise.all([
        page.waitForNavigation(),
        page.getByRole("button", { name: "Next", exact: true }).click(),
    ]);
}

export async function agree(page, base) {
    await page.goto(base);
    await Promise.all([
        page.waitForNavigation(),
        page.locator('button[name="agree"][value="yes"]').click(),
    ]);
}

/** Every form field's value, to compare what a page shows before and after. */
export function shown(page) {
    return page.evaluate(() =>
        [...document.querySelectorAll("input:not([type=hidden]), textarea, select")]
            .filter((field) => !["radio", "checkbox"].includes(field.type) || field.checked)
            .filter((field) => field.value !== "" && field.type !== "range")
            .map((field) => `${field.name}=${field.value}`));
}
