// The README's two pictures: a page of the ONNX survey on a phone, and the beginning of its report.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { agree, answer, launch, root, run, serve, study } from "./serving.mjs";

const images = path.join(root, "docs/images");
const browser = await launch();

async function surveyPage() {
    const server = await serve();
    const page = await browser.newPage({ viewport: { width: 390, height: 844 } });
    await agree(page, server.base);
    await answer(page, { uses_models: "yes" });
    await page.screenshot({ path: path.join(images, "survey.png"), fullPage: true });
    await server.stop();
}

async function reportPage() {
    const folder = mkdtempSync(path.join(tmpdir(), "querist-pictures-"));
    const html = path.join(folder, "report.html");
    run("simulate", study, "--responses", "200", "--seed", "1", "--data", folder);
    run("report", study, "--origin", "synthetic", "--data", folder, "-o", html);
    const page = await browser.newPage({ viewport: { width: 900, height: 1500 } });
    await page.goto(pathToFileURL(html).href);
    await page.screenshot({ path: path.join(images, "report.png") });
    rmSync(folder, { recursive: true, force: true });
}

await surveyPage();
await reportPage();
await browser.close();
