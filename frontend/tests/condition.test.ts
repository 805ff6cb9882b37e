// The browser's evaluator agrees with the server's, and knows what is hard about numbers.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { it } from "node:test";
import { type Condition, type Truth, truth, type Value } from "../src/condition.ts";

interface Case {
    text: string;
    condition: Condition;
    expected: Truth;
    subjects: { value: Value | null; whole: boolean }[];
}

const cases = process.env["QUERIST_CONDITION_CASES"];
const [count, seed] = [20_000, 20_260];

function answers(subjects: Case["subjects"]) {
    return {
        value: (subject: number): Value => subjects[subject]?.value ?? undefined,
        whole: (subject: number): boolean => subjects[subject]?.whole ?? false,
    };
}

it(`agrees with the server on ${count} random conditions`, () => {
    assert.ok(cases, "QUERIST_CONDITION_CASES must name the program that prints them");
    const printed = spawnSync(cases, [String(count), String(seed)], {
        encoding: "utf8", maxBuffer: 1 << 30,
    });
    assert.equal(printed.status, 0, printed.stderr);
    const lines = printed.stdout.split("\n").filter(Boolean);
    assert.equal(lines.length, count);
    const seen = new Map<Truth, number>();
    for (const line of lines) {
        const one = JSON.parse(line) as Case;
        assert.equal(truth(one.condition, answers(one.subjects)), one.expected, line);
        const open = typeof one.condition === "object" && one.condition !== null;
        if (open) seen.set(one.expected, (seen.get(one.expected) ?? 0) + 1);
    }
    // All three come out often among those that the browser really evaluates.
    for (const one of [true, false, null]) assert.ok((seen.get(one) ?? 0) > count / 50, String(one));
});

const greatest = Number.MAX_SAFE_INTEGER;
const numbers: [string, Condition, Truth][] = [
    ["whole numbers divide towards zero", ["<", ["/", ["i", -7], ["i", 2]], ["i", -3], 0], true],
    ["decimals divide exactly", ["<", ["/", ["d", 7], ["i", 2]], ["d", 3.5], 0], true],
    ["nothing divides by zero", ["<", ["/", ["i", 1], ["i", 0]], ["i", 1], 0], null],
    ["what is too large is not known", ["<", ["+", ["i", greatest], ["i", 1]], ["i", 0], 4], null],
    ["a product that is too large neither", ["<", ["*", ["i", greatest], ["i", 3]], ["i", 0], 4], null],
    ["the greatest divides exactly", ["<", ["/", ["i", greatest], ["i", greatest - 1]], ["i", 1], 0], true],
    ["texts are counted in code points", ["<", ["len", ["s", "a🚀é"]], ["i", 3], 0], true],
];
for (const [name, condition, expected] of numbers) {
    it(name, () => assert.equal(truth(condition, answers([])), expected));
}
