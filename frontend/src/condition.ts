// Conditions as the server writes them (src/expression/browser.cpp) and their three-valued truth:
// the same rules as src/expression/evaluate.cpp, held to it by a differential test.

/** Not known: `null`. */
export type Truth = boolean | null;
/** Unanswered: `undefined`. Codes are positions; of a grid -1 stands where a row has none. */
export type Value = boolean | number | string | readonly number[] | undefined;
type Table = readonly number[];

export type Condition =
    | Truth
    | readonly ["b" | "a", subject: number]
    | readonly ["!", Condition]
    | readonly ["&" | "|", ...Condition[]]
    | readonly ["=b", Condition, Condition, negated: number]
    | readonly ["<", Quantity, Quantity, comparison: number]
    | readonly ["#", Quantity, ...Quantity[]]
    | readonly ["has", subject: number, index: number]
    | TextTest
    | CodeTest
    | Macro
    | readonly ["?", Condition, Condition, Condition];
type TextTest =
    | readonly ["=t", Text, Text, negated: number]
    | readonly ["@", Text, ...string[]]
    | readonly ["^" | "$" | "~", Text, Text];
type CodeTest =
    | readonly ["is", Code, index: number, negated: number]
    | readonly ["in", Code, Table]
    | readonly ["=c", Code, Code, Table, negated: number]
    | readonly ["any", Code, subject: number, Table]
    | readonly ["ac", Code];
/** For some, for all, for exactly one of a grid's rows or of the chosen codes. */
type Macro = readonly [
    "some" | "all" | "one",
    subject: number, overRows: number, variable: number, count: number, Condition,
];
type Quantity =
    | readonly ["i" | "d", constant: number]
    | readonly ["n" | "sz", subject: number]
    | readonly ["len", Text]
    | readonly ["+" | "-" | "*" | "/" | "%", Quantity, Quantity]
    | readonly ["neg", Quantity]
    | readonly ["?", Condition, Quantity, Quantity];
type Text =
    | readonly ["s", string]
    | readonly ["t", subject: number]
    | readonly ["?", Condition, Text, Text];
type Code =
    | readonly ["c", subject: number]
    | readonly ["r", subject: number, row: number]
    | readonly ["ra", subject: number, variable: number, Table]
    | readonly ["v", variable: number];

/** A number and whether it is a whole one: whole numbers divide without remainder. */
type Known = readonly [number: number, whole: boolean];

/** What conditions are about: the answer to a subject, and whether its numbers are whole. */
export interface Answers {
    value(subject: number): Value;
    whole(subject: number): boolean;
}

interface Scope {
    readonly answers: Answers;
    readonly variables: number[];
}

const unanswered = -1;
const whole = (number: number): Known | undefined =>
    Number.isSafeInteger(number) ? [number, true] : undefined;
const decimal = (number: number): Known | undefined =>
    Number.isFinite(number) ? [number, false] : undefined;
const list = (value: Value): readonly number[] | undefined =>
    typeof value === "object" ? value : undefined;
const answered = (cells: readonly number[]): number => cells.filter((code) => code >= 0).length;
// -2: a code that the other side does not have; differs from `unanswered`.
const translated = (table: Table, code: number): number => {
    const other = table[code] ?? unanswered;
    return other < 0 ? -2 : other;
};

/** `undefined` where the condition of an "if" is not known. */
function branch<Branch>(
    either: readonly ["?", Condition, Branch, Branch], scope: Scope,
): Branch | undefined {
    const chosen = truthIn(either[1], scope);
    return chosen === null ? undefined : either[chosen ? 2 : 3];
}

function code(one: Code, { answers, variables }: Scope): number {
    if (one[0] === "v") return variables[one[1]] ?? unanswered;
    const value = answers.value(one[1]);
    if (one[0] === "c") return typeof value === "number" ? value : unanswered;
    let row = one[2];
    if (one[0] === "ra") {
        row = variables[row] ?? unanswered;
        if (one[3].length) row = one[3][row] ?? unanswered;
    }
    return list(value)?.[row] ?? unanswered;
}

function text(one: Text, scope: Scope): string | undefined {
    if (one[0] === "s") return one[1];
    if (one[0] === "?") {
        const chosen = branch(one, scope);
        return chosen && text(chosen, scope);
    }
    const value = scope.answers.value(one[1]);
    return typeof value === "string" ? value : undefined;
}

function arithmetic(sign: string, a: Known, b: Known): Known | undefined {
    const [x, y] = [a[0], b[0]];
    const both = a[1] && b[1];
    const kept = both ? whole : decimal;
    if (sign === "+") return kept(x + y);
    if (sign === "-") return kept(x - y);
    if (sign === "*") return kept(x * y);
    if (y === 0) return undefined;
    if (both) return whole(sign === "/" ? (x - (x % y)) / y : x % y);
    return sign === "/" ? decimal(x / y) : undefined;
}

function quantity(one: Quantity, scope: Scope): Known | undefined {
    const { answers } = scope;
    switch (one[0]) {
        case "i":
            return whole(one[1]);
        case "d":
            return decimal(one[1]);
        case "n": {
            const value = answers.value(one[1]);
            if (typeof value !== "number") return undefined;
            return answers.whole(one[1]) ? whole(value) : decimal(value);
        }
        case "sz": {
            const count = answered(list(answers.value(one[1])) ?? []);
            return count ? [count, true] : undefined;
        }
        case "len": {
            const words = text(one[1], scope);
            return words === undefined ? undefined : [[...words].length, true];
        }
        case "neg": {
            const value = quantity(one[1], scope);
            return value && [-value[0], value[1]];
        }
        case "?": {
            const chosen = branch(one, scope);
            return chosen && quantity(chosen, scope);
        }
        default: {
            const [a, b] = [quantity(one[1], scope), quantity(one[2], scope)];
            return a && b && arithmetic(one[0], a, b);
        }
    }
}

function decided(truths: readonly Truth[], decisive: boolean): Truth {
    if (truths.includes(decisive)) return decisive;
    return truths.includes(null) ? null : !decisive;
}

function forCodes(one: Macro, scope: Scope): Truth {
    const [sign, subject, overRows, variable, count, predicate] = one;
    const among = overRows ? [...Array(count).keys()] : list(scope.answers.value(subject));
    if (!among) return null;
    const truths = among.filter((index) => index < count).map((index) => {
        scope.variables[variable] = index;
        return truthIn(predicate, scope);
    });
    if (sign !== "one") return decided(truths, sign === "some");
    const yes = truths.filter(Boolean).length;
    return yes > 1 ? false : truths.includes(null) ? null : yes === 1;
}

const compared = (comparison: number, a: number, b: number): boolean =>
    [a === b, a !== b, a < b, a <= b, a > b, a >= b][comparison] ?? false;

function ofTexts(one: TextTest, scope: Scope): Truth {
    const words = text(one[1], scope);
    if (words === undefined) return null;
    if (one[0] === "@") return one.includes(words, 2);
    const other = text(one[2], scope);
    if (other === undefined) return null;
    switch (one[0]) {
        case "=t":
            return (words === other) !== !!one[3];
        case "^":
            return words.startsWith(other);
        case "$":
            return words.endsWith(other);
        default:
            return words.includes(other);
    }
}

function ofCodes(one: CodeTest, scope: Scope): Truth {
    const chosen = code(one[1], scope);
    if (one[0] === "ac") return chosen !== unanswered;
    if (chosen === unanswered) return null;
    switch (one[0]) {
        case "is":
            return (chosen === one[2]) !== !!one[3];
        case "in":
            return !!one[2][chosen];
        case "any":
            return list(scope.answers.value(one[2]))?.includes(translated(one[3], chosen)) ?? null;
        default: {
            const other = code(one[2], scope);
            return other === unanswered ? null : (translated(one[3], chosen) === other) !== !!one[4];
        }
    }
}

function truthIn(one: Condition, scope: Scope): Truth {
    if (one === null || typeof one === "boolean") return one;
    const { answers } = scope;
    switch (one[0]) {
        case "b": {
            const value = answers.value(one[1]);
            return typeof value === "boolean" ? value : null;
        }
        case "a": {
            const value = answers.value(one[1]);
            return typeof value === "object" ? answered(value) > 0 : value !== undefined;
        }
        case "!": {
            const truth = truthIn(one[1], scope);
            return truth === null ? null : !truth;
        }
        case "&":
        case "|": {
            const [sign, ...parts] = one;
            return decided(parts.map((part) => truthIn(part, scope)), sign === "|");
        }
        case "=b": {
            const [a, b] = [truthIn(one[1], scope), truthIn(one[2], scope)];
            return a === null || b === null ? null : (a === b) !== !!one[3];
        }
        case "<": {
            const [a, b] = [quantity(one[1], scope), quantity(one[2], scope)];
            return a && b ? compared(one[3], a[0], b[0]) : null;
        }
        case "#": {
            const [, first, ...constants] = one;
            const value = quantity(first, scope);
            return value ? constants.some((each) => quantity(each, scope)?.[0] === value[0]) : null;
        }
        case "has":
            return list(answers.value(one[1]))?.includes(one[2]) ?? null;
        case "some":
        case "all":
        case "one":
            return forCodes(one, scope);
        case "?": {
            const chosen = branch(one, scope);
            return chosen === undefined ? null : truthIn(chosen, scope);
        }
        case "is":
        case "in":
        case "any":
        case "=c":
        case "ac":
            return ofCodes(one, scope);
        default:
            return ofTexts(one, scope);
    }
}

export const truth = (condition: Condition, answers: Answers): Truth =>
    truthIn(condition, { answers, variables: [] });
