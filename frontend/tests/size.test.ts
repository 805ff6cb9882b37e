// What a page loads stays small.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { it } from "node:test";
import { gzipSync } from "node:zlib";

// A receipt and a ticket bring the arithmetic of blind signatures, a receipt a QR code, too; each is looked at once.
for (const [name, bytesMax] of [["survey", 6_144], ["typing", 768], ["work", 1_536], ["receipt", 20_480], ["claim", 512], ["entry", 18_432]] as const) {
    it(`${name}.js is at most ${bytesMax} bytes compressed`, () => {
        const script = readFileSync(`frontend/dist/${name}.js`);
        const bytes = gzipSync(script, { level: 9 }).length;
        assert.ok(bytes <= bytesMax, String(bytes));
    });
}
