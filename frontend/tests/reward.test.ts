// Blind signatures in the browser: the vectors of RFC 9474, and a whole walk with a key of ours.
import assert from "node:assert/strict";
import { constants, generateKeyPairSync, type KeyObject, privateDecrypt } from "node:crypto";
import { readFileSync } from "node:fs";
import { describe, it, mock } from "node:test";
import { RSABSSA } from "@cloudflare/blindrsa-ts";
import { fromBase64url, joined, toBase64url, toHex } from "../src/bytes.ts";
import { darkPath } from "../src/qr_code.ts";
import { parseAnswer } from "../src/receipt.ts";
import { begin, finish, fromFragment, readKey, toFragment, type RewardKey } from "../src/reward.ts";

interface Vector {
    variant: string;
    message: string;
    prefix: string;
    prepared: string;
    salt: string;
    inverse: string;
    blinded: string;
    blind_signature: string;
    signature: string;
}
const published = JSON.parse(readFileSync("tests/fixtures/rfc9474_vectors.json", "utf8")) as
    { key: { n: string; e: string }; vectors: Vector[] };

const unhex = (text: string): Uint8Array<ArrayBuffer> =>
    Uint8Array.from(text.match(/../g) ?? [], (pair) => parseInt(pair, 16));

/** Of the extended Euclidean algorithm. */
function inverseOf(number: bigint, modulus: bigint): bigint {
    let [old, now, first, second] = [number, modulus, 1n, 0n];
    while (now) {
        const times = old / now;
        [old, now] = [now, old - times * now];
        [first, second] = [second, first - times * second];
    }
    return (first % modulus + modulus) % modulus;
}

/** Chance that was written down, in the order in which it is drawn. */
function writtenChance(...parts: Uint8Array[]): { usedUp(): boolean; restore(): void } {
    const mocked = mock.method(crypto, "getRandomValues", (out: Uint8Array) => {
        if (!out.length) return out;
        const part = parts.shift();
        assert.equal(part?.length, out.length, "other chance is drawn than was written down");
        out.set(part!);
        return out;
    });
    return { usedUp: () => !parts.length, restore: () => mocked.mock.restore() };
}

describe("the published vectors", () => {
    const suites = {
        "RSABSSA-SHA384-PSS-Randomized": RSABSSA.SHA384.PSS.Randomized(),
        "RSABSSA-SHA384-PSSZERO-Randomized": RSABSSA.SHA384.PSSZero.Randomized(),
        "RSABSSA-SHA384-PSS-Deterministic": RSABSSA.SHA384.PSS.Deterministic(),
        "RSABSSA-SHA384-PSSZERO-Deterministic": RSABSSA.SHA384.PSSZero.Deterministic(),
    };
    assert.equal(published.vectors.length, 4);
    for (const vector of published.vectors) {
        it(vector.variant, async () => {
            const suite = suites[vector.variant as keyof typeof suites];
            const { n, e } = published.key;
            const key = await crypto.subtle.importKey(
                "jwk",
                { kty: "RSA", alg: "PS384", n: toBase64url(unhex(n)), e: toBase64url(unhex(e)) },
                { name: "RSA-PSS", hash: "SHA-384" }, true, ["verify"]);
            const factor = inverseOf(BigInt(`0x${vector.inverse}`), BigInt(`0x${n}`));
            const chance = writtenChance(
                ...[vector.prefix, vector.salt, factor.toString(16).padStart(n.length, "0")]
                    .filter(Boolean).map(unhex));
            try {
                const prepared = suite.prepare(unhex(vector.message));
                assert.equal(toHex(prepared), vector.prepared);
                const { blindedMsg, inv } = await suite.blind(key, prepared);
                assert.ok(chance.usedUp());
                assert.equal(toHex(blindedMsg), vector.blinded);
                assert.equal(toHex(inv), vector.inverse);
                const signature = await suite.finalize(
                    key, prepared, unhex(vector.blind_signature), inv);
                assert.equal(toHex(signature), vector.signature);
            } finally {
                chance.restore();
            }
        });
    }
});

/** What src/compensation does: the key's own arithmetic on the number as it is. */
function signed(secret: KeyObject, blinded: string): string {
    const padding = constants.RSA_NO_PADDING;
    return toBase64url(privateDecrypt({ key: secret, padding }, fromBase64url(blinded)!));
}

function freshKey(): { secret: KeyObject; der: ArrayBuffer } {
    const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 3072 });
    return { secret: privateKey, der: joined(publicKey.export({ type: "spki", format: "der" })).buffer };
}

const digestOf = async (der: ArrayBuffer): Promise<string> =>
    toHex(new Uint8Array(await crypto.subtle.digest("SHA-256", der)));

async function read(der: ArrayBuffer): Promise<RewardKey> {
    return readKey(der, await digestOf(der));
}

describe("a reward", () => {
    it("is signed without being seen, and comes back through the address", async () => {
        const { secret, der } = freshKey();
        const key = await read(der);
        const begun = await begin(key);
        const kept = fromFragment(toFragment(begun.secret), key);
        assert.ok(kept);
        const token = fromBase64url(await finish(key, kept, signed(secret, begun.blinded)))!;
        assert.equal(token.length, 1 + 8 + 64 + 384);
        assert.equal(token[0], 1);
        assert.equal(toHex(token.slice(1, 9)), (await digestOf(der)).slice(0, 16));
        const valid = await crypto.subtle.verify(
            { name: "RSA-PSS", saltLength: 48 }, key.key, token.slice(73), token.slice(9, 73));
        assert.ok(valid);
        const sent = fromBase64url(begun.blinded)!;
        assert.equal(sent.length, 384);
        assert.ok(!toHex(sent).includes(toHex(token.slice(9, 41))));
    });
    it("is another one each time", async () => {
        const key = await read(freshKey().der);
        const [one, other] = [await begin(key), await begin(key)];
        assert.notEqual(one.blinded, other.blinded);
        assert.notEqual(toFragment(one.secret), toFragment(other.secret));
    });
    it("refuses a signature of another token, and of another key", async () => {
        const { secret, der } = freshKey();
        const key = await read(der);
        const [one, other] = [await begin(key), await begin(key)];
        await assert.rejects(finish(key, one.secret, signed(secret, other.blinded)));
        await assert.rejects(finish(key, one.secret, "no signature"));
        const foreign = freshKey();
        await assert.rejects(finish(await read(foreign.der), one.secret, signed(secret, one.blinded)));
    });
    it("takes no key but the published one", async () => {
        const [published, slipped] = [freshKey(), freshKey()];
        await assert.rejects(readKey(slipped.der, await digestOf(published.der)), /published/);
    });
    it("reads an address that holds something else as none", async () => {
        const key = await read(freshKey().der);
        for (const fragment of ["", "main", "%", toBase64url(new Uint8Array(447))]) {
            assert.equal(fromFragment(fragment, key), undefined, fragment);
        }
    });
});

describe("base64url", () => {
    for (const [name, hex, text] of [
        ["nothing", "", ""], ["one byte", "ff", "_w"], ["two bytes", "fbff", "-_8"],
        ["three bytes", "000102", "AAEC"],
    ] as const) {
        it(name, () => {
            assert.equal(toBase64url(unhex(hex)), text);
            assert.equal(toHex(fromBase64url(text)!), hex);
        });
    }
    it("is nothing else", () => {
        for (const text of ["a", "+w", "_w==", "a b"]) assert.equal(fromBase64url(text), undefined, text);
    });
});

describe("the server's answer", () => {
    for (const [text, expected] of [
        ["none", { state: "none" }], ["waiting\n", { state: "waiting" }],
        ["refused", { state: "refused" }],
        ["signed 01ab abc", { state: "signed", key: "01ab", signature: "abc" }],
        ["signed", undefined], ["signed abc", undefined], ["<html>", undefined], ["", undefined],
    ] as const) {
        it(JSON.stringify(text), () => assert.deepEqual(parseAnswer(text), expected));
    }
});

it("draws each run of dark modules once", () => {
    const rows = [[true, true, false, true], [false, false, false, false], [false, true, true, true]];
    assert.equal(darkPath(rows), "M0 0h2v1h-2zM3 0h1v1h-1zM1 2h3v1h-3z");
});
