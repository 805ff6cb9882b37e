// Bytes as text, and back.

/** Base64 with the alphabet of addresses and without padding (RFC 4648, 5). */
export function toBase64url(bytes: Uint8Array): string {
    const text = btoa(String.fromCharCode(...bytes));
    return text.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** Undefined for what is none. */
export function fromBase64url(text: string): Uint8Array<ArrayBuffer> | undefined {
    if (!/^[\w-]*$/.test(text)) return undefined;
    try {
        return Uint8Array.from(
            atob(text.replaceAll("-", "+").replaceAll("_", "/")), (one) => one.charCodeAt(0));
    } catch {
        return undefined;
    }
}

export function toHex(bytes: Uint8Array): string {
    return Array.from(bytes, (one) => one.toString(16).padStart(2, "0")).join("");
}

export function joined(...parts: Uint8Array[]): Uint8Array<ArrayBuffer> {
    const whole = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
    let at = 0;
    for (const part of parts) {
        whole.set(part, at);
        at += part.length;
    }
    return whole;
}
