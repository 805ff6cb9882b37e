// Answers are read from the form as the server reads them (src/response/item_reader.cpp).
import assert from "node:assert/strict";
import { it } from "node:test";
import type { Value } from "../src/condition.ts";
import { read } from "../src/live.ts";

/** A form that holds these fields; the page has these besides. */
function form(fields: Record<string, string[]>) {
    return {
        values: (name: string): string[] => fields[name] ?? [],
        *controls(): Iterable<[string, []]> {
            for (const name of Object.keys(fields)) yield [name, []];
        },
    };
}

const greatest = Number.MAX_SAFE_INTEGER;
const codes = ["a", "b", "other"];
const rows: [name: string, subject: Parameters<typeof read>[1], Record<string, string[]>, Value][] = [
    ["yes", { k: "b", i: "q" }, { q: ["yes"] }, true],
    ["no", { k: "b", i: "q" }, { q: ["no"] }, false],
    ["neither", { k: "b", i: "q" }, {}, undefined],
    ["a whole number", { k: "i", i: "q" }, { q: [" +12 "] }, 12],
    ["a minus sign", { k: "i", i: "q" }, { q: ["\u22123"] }, -3],
    ["an exponent", { k: "i", i: "q" }, { q: ["1.2e1"] }, 12],
    ["no whole number", { k: "i", i: "q" }, { q: ["1.5"] }, undefined],
    ["a decimal", { k: "n", i: "q" }, { q: [".5"] }, 0.5],
    ["a comma", { k: "n", i: "q" }, { q: ["1,5"] }, undefined],
    ["hexadecimal is no number", { k: "n", i: "q" }, { q: ["0x10"] }, undefined],
    ["words are no number", { k: "n", i: "q" }, { q: ["Infinity"] }, undefined],
    ["more than can be stored", { k: "n", i: "q" }, { q: ["1e20"] }, greatest],
    ["a text without its blanks", { k: "t", i: "q" }, { q: ["\u00a0 a b\t"] }, "a b"],
    ["no text", { k: "t", i: "q" }, {}, undefined],
    ["a choice", { k: "c", i: "q", c: codes }, { q: ["b"] }, 1],
    ["a text chooses", { k: "c", i: "q", c: codes }, { "q.text.other": ["x"] }, 2],
    ["two texts do not", { k: "c", i: "q", c: codes }, { "q.text.a": ["x"], "q.text.b": ["y"] }, undefined],
    ["choices in their order", { k: "m", i: "q", c: codes }, { q: ["b", "a"] }, [0, 1]],
    ["a text adds to them once", { k: "m", i: "q", c: codes }, { q: ["other"], "q.text.other": ["x"] }, [2]],
    ["no choices", { k: "m", i: "q", c: codes }, {}, undefined],
    ["rows", { k: "g", i: "q", c: codes, r: ["x", "y"] }, { "q.row.y": ["a"] }, [-1, 0]],
    ["a date", { k: "p", i: "q" }, { q: ["2031-12-31"] }, true],
    ["a rank", { k: "p", i: "q" }, { "q.row.x": ["1"] }, true],
    ["another question’s answer", { k: "p", i: "q" }, { "q2": ["1"], "q.text.x": ["1"] }, undefined],
];
for (const [name, subject, fields, expected] of rows) {
    it(name, () => assert.deepEqual(read(form(fields), subject), expected));
}
