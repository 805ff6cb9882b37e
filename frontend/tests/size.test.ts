// What a survey page loads stays small.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { it } from "node:test";
import { gzipSync } from "node:zlib";

const bytesMax = 6144;
it(`is at most ${bytesMax} bytes compressed`, () => {
    const bytes = gzipSync(readFileSync("frontend/dist/survey.js"), { level: 9 }).length;
    assert.ok(bytes <= bytesMax, String(bytes));
});
