// What the page of entry tickets reads of the server's words and of its own storage.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { parseAnswer, parseKept, parseWay } from "../src/entry.ts";

describe("what the desk says", () => {
    const rows: [string, unknown][] = [
        ["signed abc\n", { state: "signed", signature: "abc" }],
        ["stale\n", { state: "stale" }],
        ["another\n", { state: "another" }],
        ["unknown\n", { state: "unknown" }],
        ["signed\n", undefined],
        ["<!DOCTYPE html>", undefined],
        ["", undefined],
    ];
    for (const [text, answer] of rows) {
        it(JSON.stringify(text), () => assert.deepEqual(parseAnswer(text), answer));
    }
});

describe("what the gate says", () => {
    const rows: [string, unknown][] = [
        ["on /s/x/\n", { state: "on", path: "/s/x/" }],
        ["on https://elsewhere.example/\n", undefined],
        ["on //elsewhere.example/\n", undefined],
        ["on\n", undefined],
        ["spent\n", { state: "spent" }],
        ["foreign\n", { state: "foreign" }],
        ["closed\n", undefined],
    ];
    for (const [text, way] of rows) {
        it(JSON.stringify(text), () => assert.deepEqual(parseWay(text), way));
    }
});

describe("what was kept", () => {
    const whole = { key: "k", blinded: "b", secret: "s" };
    const rows: [string | null, unknown][] = [
        [JSON.stringify(whole), whole],
        [JSON.stringify({ ...whole, further: 1 }), whole],
        [JSON.stringify({ key: "k", blinded: "b" }), undefined],
        [JSON.stringify({ ...whole, secret: 5 }), undefined],
        ["{", undefined],
        ["null", undefined],
        ["7", undefined],
        [null, undefined],
    ];
    for (const [text, kept] of rows) {
        it(JSON.stringify(text), () => assert.deepEqual(parseKept(text), kept));
    }
});
