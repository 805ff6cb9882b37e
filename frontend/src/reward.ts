// A reward that nobody can link to the answers: the token is made here, is signed without being
// seen (RFC 9474, RSABSSA-SHA384-PSS-Randomized), and leaves this browser only when it is claimed.
// The other side is src/compensation/blind_signature.hpp.
import { RSABSSA } from "@cloudflare/blindrsa-ts";
import { fromBase64url, joined, toBase64url, toHex } from "./bytes.ts";

const suite = RSABSSA.SHA384.PSS.Randomized();

const sizes = { chance: 32, message: 64, keyId: 8 };
const form = 1; // of a token, its first byte

/** The study's public key, once it is known to be the published one. */
export interface RewardKey {
    id: Uint8Array;
    key: CryptoKey;
    bytes: number;
}

/** What only this browser knows until the reward is claimed. */
export interface Secret {
    message: Uint8Array<ArrayBuffer>; // that the signature will be of
    inverse: Uint8Array<ArrayBuffer>; // takes the blinding off
}

/** Reads a key (SubjectPublicKeyInfo); rejects when its SHA-256 does not begin as is published. */
export async function readKey(der: ArrayBuffer, digest: string): Promise<RewardKey> {
    const own = new Uint8Array(await crypto.subtle.digest("SHA-256", der));
    if (!toHex(own).startsWith(digest)) throw new Error("the key is not the published one");
    const key = await crypto.subtle.importKey(
        "spki", der, { name: "RSA-PSS", hash: "SHA-384" }, true, ["verify"]);
    const { modulusLength } = key.algorithm as RsaHashedKeyAlgorithm;
    return { id: own.slice(0, sizes.keyId), key, bytes: Math.ceil(modulusLength / 8) };
}

/** A new token, and the only thing of it that is sent. */
export async function begin(key: RewardKey): Promise<{ secret: Secret; blinded: string }> {
    const chance = crypto.getRandomValues(new Uint8Array(sizes.chance));
    const message = joined(suite.prepare(chance));
    const { blindedMsg, inv } = await suite.blind(key.key, message);
    return { secret: { message, inverse: joined(inv) }, blinded: toBase64url(blindedMsg) };
}

/** The token as it stands in a claim link; rejects when the signature is not this token's. */
export async function finish(key: RewardKey, secret: Secret, signed: string): Promise<string> {
    const blindSignature = fromBase64url(signed) ?? new Uint8Array();
    const signature = await suite.finalize(
        key.key, secret.message, blindSignature, secret.inverse);
    return toBase64url(joined(Uint8Array.of(form), key.id, secret.message, signature));
}

/** The secret as it stands in the receipt's own address, behind the "#" that is never sent. */
export function toFragment({ message, inverse }: Secret): string {
    return toBase64url(joined(message, inverse));
}

/** Undefined when an address holds none of this key's. */
export function fromFragment(fragment: string, key: RewardKey): Secret | undefined {
    const bytes = fromBase64url(fragment);
    if (bytes?.length !== sizes.message + key.bytes) return undefined;
    return { message: bytes.slice(0, sizes.message), inverse: bytes.slice(sizes.message) };
}
