// Builds frontend/dist/survey.js from frontend/src; `--compare` only says whether it would change.
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { build } from "esbuild";

const folder = import.meta.dirname;
const target = path.join(folder, "dist/survey.js");
const { outputFiles } = await build({
    entryPoints: [path.join(folder, "src/survey.ts")],
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2022",
    charset: "utf8",
    legalComments: "none",
    write: false,
});
const built = outputFiles[0].text;
if (process.argv.includes("--compare")) {
    if (built !== readFileSync(target, "utf8")) {
        console.error("frontend/dist/survey.js is not what frontend/src makes: run frontend/build");
        process.exit(1);
    }
} else {
    writeFileSync(target, built);
}
