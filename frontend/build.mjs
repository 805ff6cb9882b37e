// Builds frontend/dist from frontend/src, one file for each kind of page that has script;
// `--compare` only says whether one would change.
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { build } from "esbuild";

const folder = import.meta.dirname;
const names = ["survey", "typing", "work", "receipt", "claim", "entry"];
const { outputFiles } = await build({
    entryPoints: names.map((name) => path.join(folder, "src", `${name}.ts`)),
    outdir: path.join(folder, "dist"),
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2022",
    charset: "utf8",
    legalComments: "none",
    write: false,
});
for (const { path: target, text } of outputFiles) {
    if (!process.argv.includes("--compare")) {
        writeFileSync(target, text);
    } else if (text !== readFileSync(target, "utf8")) {
        console.error(`${path.relative(path.dirname(folder), target)} is not what frontend/src makes: run frontend/build`);
        process.exit(1);
    }
}
