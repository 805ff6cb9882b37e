// A QR code in the page: a claim link must not be sent to whoever draws it.
import { encode } from "uqr";

const svg = "http://www.w3.org/2000/svg";
const quietZone = 4; // modules around the code that the standard asks for (ISO/IEC 18004)

/** The dark modules as one path: each run of a row is a rectangle one module high. */
export function darkPath(rows: readonly (readonly boolean[])[]): string {
    let path = "";
    rows.forEach((row, y) => {
        for (let x = 0; x < row.length; ++x) {
            if (!row[x]) continue;
            const begin = x;
            while (row[x + 1]) ++x;
            const run = x + 1 - begin;
            path += `M${begin} ${y}h${run}v1h-${run}z`;
        }
    });
    return path;
}

/** Dark on light in every colour scheme, because cameras want it so; undefined: does not fit. */
export function qrCode(text: string, label: string): SVGElement | undefined {
    let code;
    try {
        code = encode(text, { ecc: "L", border: quietZone });
    } catch {
        return undefined;
    }
    const element = (name: string, attributes: Record<string, string>): SVGElement => {
        const made = document.createElementNS(svg, name);
        for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
        return made;
    };
    const { size } = code;
    const picture = element("svg", {
        class: "qr large", viewBox: `0 0 ${size} ${size}`, role: "img", "aria-label": label,
        "shape-rendering": "crispEdges",
    });
    picture.append(
        element("path", { class: "light", d: `M0 0h${size}v${size}h-${size}z` }),
        element("path", { class: "dark", d: darkPath(code.data) }));
    return picture;
}
