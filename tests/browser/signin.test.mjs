// Signing in with an account elsewhere, against a real issuer on loopback.
import assert from "node:assert/strict";
import { createHash, createHmac, randomBytes } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import { after, afterEach, before, beforeEach, describe, it } from "node:test";
import { examineEverywhere } from "./axe.mjs";
import { client, startIssuer } from "./issuer.mjs";
import { answer, exported, launch, next, serve } from "./serving.mjs";

const yaml = (issuer) => `querist: 1
id: signed
title: Who signs in
language: en
time zone: UTC
mode: confidential
research questions:
  - id: rq
    text: Who uses it?
population:
  text: Accounts of the hub.
  strata:
    - pro: PRO accounts
    - normal: Other accounts
recruitment:
  text: Anybody with an account may answer once.
  sign in:
    issuer: ${issuer}
    name: The Hub
    client id: ${client.id}
    required: true
    strata:
      - stratum: pro
        claim: isPro
      - stratum: normal
    stratum field: account
consent:
  version: 1
  text: Taking part is voluntary.
  controller: The study team
  contact: team@example.org
  minimum age: 18
instrument:
  from link:
    - id: account
      title: Kind of account
      describes sample: true
      allowed:
        - pro: PRO account
        - normal: Other account
  pages:
    - id: one
      title: One
      items:
        - id: uses
          ask: Do you use it?
          kind: yes/no
          serves: [rq]
    - id: two
      title: Two
      items:
        - id: why
          ask: Why?
          kind: short text
          serves: [rq]
`;

let browser;
let issuer;
let server;
let folder;
before(async () => { browser = await launch(); });
after(async () => { await browser.close(); });
beforeEach(async () => {
    issuer = await startIssuer();
    folder = path.join(mkdtempSync(path.join(tmpdir(), "querist-signed-")), "signed");
    mkdirSync(folder);
    writeFileSync(path.join(folder, "study.yaml"), yaml(issuer.address));
    process.env.QUERIST_SIGN_IN_SECRET_SIGNED = client.secret;
    server = await serve(folder);
    issuer.serveFor(`${server.base}sign-in/back`);
});
afterEach(async () => {
    await server.stop();
    await issuer.stop();
    rmSync(path.dirname(folder), { recursive: true, force: true });
});

/** A browser of its own on the study's first page. */
async function visitor(javaScriptEnabled = true) {
    const context = await browser.newContext({
        viewport: { width: 390, height: 844 }, javaScriptEnabled, bypassCSP: true,
    });
    const page = await context.newPage();
    await page.goto(server.base);
    return page;
}

/** To the issuer's own page. */
async function toIssuer(page) {
    await page.getByRole("button", { name: "Sign in with The Hub" }).click();
    await page.getByRole("heading", { name: "Issuer" }).waitFor();
}

async function allow(page, account) {
    await page.getByLabel("Account").fill(account);
    await page.getByRole("button", { name: "Allow" }).click();
    await page.waitForURL(`${server.origin}/**`);
}

async function signIn(page, account) {
    await toIssuer(page);
    await allow(page, account);
}

async function heading(page, words) {
    await page.getByRole("heading", { name: words }).waitFor();
}

function stored() { return exported(server, folder); }

for (const javaScriptEnabled of [true, false]) {
    describe(javaScriptEnabled ? "with script" : "without script", () => {
        it("gives each account one response, with its stratum", async () => {
            const page = await visitor(javaScriptEnabled);
            assert.equal(await page.locator('button[name="agree"]').count(), 0, "nobody is known yet");
            await signIn(page, "pro-ada");
            await heading(page, "You are signed in");
            await page.locator('button[name="agree"][value="yes"]').click();
            await page.waitForURL(/\/p\/one$/);
            await answer(page, { uses: "yes" });
            await next(page);
            // The same account on another device goes on there.
            const elsewhere = await visitor(javaScriptEnabled);
            await signIn(elsewhere, "pro-ada");
            await elsewhere.waitForURL(/\/p\/two$/);
            await answer(elsewhere, { why: "It works" });
            await next(elsewhere);
            await elsewhere.waitForURL(/\/thanks$/);
            // Once more: it is told politely that the response was given.
            const again = await visitor(javaScriptEnabled);
            await signIn(again, "pro-ada");
            await heading(again, "You have taken part");
            const other = await visitor(javaScriptEnabled);
            await signIn(other, "bob");
            await other.locator('button[name="agree"][value="yes"]').click();
            await other.waitForURL(/\/p\/one$/);
            const strata = stored().map((one) => one.answers.account).sort();
            assert.deepEqual(strata, ["normal", "pro"]);
            for (const entry of readdirSync(server.data, { withFileTypes: true, recursive: true })) {
                if (!entry.isFile()) continue;
                const bytes = readFileSync(path.join(entry.parentPath, entry.name));
                assert.ok(!bytes.includes("pro-ada"), `${entry.name} holds the account`);
            }
        });
    });
}

it("tells whoever says no that nothing is stored, and lets them try again", async () => {
    const page = await visitor();
    await toIssuer(page);
    await page.getByRole("button", { name: "Deny" }).click();
    await heading(page, "You did not sign in");
    await examineEverywhere(page, "sign-in declined");
    assert.equal(stored().length, 0);
    await page.getByRole("link", { name: "To the first page" }).click();
    await signIn(page, "bob");
    await heading(page, "You are signed in");
});

/** Signs in and keeps the address that the issuer sent the browser back to, and the ticket. */
async function capturedReturn(page, account) {
    let back = "";
    page.on("request", (request) => {
        if (request.url().includes("/sign-in/back?")) back = request.url();
    });
    await toIssuer(page);
    const cookies = await page.context().cookies(`${server.base}sign-in`);
    const ticket = cookies.find((one) => one.name === "querist-sign-in");
    await allow(page, account);
    assert.ok(back && ticket);
    return { back, ticket };
}

it("takes a code once", async () => {
    const page = await visitor();
    const { back, ticket } = await capturedReturn(page, "bob");
    await page.goto(back);
    await heading(page, "This sign-in cannot be finished here");
    await examineEverywhere(page, "sign-in of another browser");
    await page.context().addCookies([ticket]);
    await page.goto(back);
    await heading(page, "This sign-in was used already");
    await examineEverywhere(page, "sign-in used already");
});

it("signs nobody in with somebody else's answer", async () => {
    const attacker = await visitor();
    const { back } = await capturedReturn(attacker, "attacker");
    const victim = await visitor();
    await toIssuer(victim);  // has a ticket of its own
    await victim.goto(back);
    await heading(victim, "This sign-in cannot be finished here");
    await victim.goto(server.base);
    assert.equal(await victim.locator('button[name="agree"]').count(), 0);
});

it("believes no token of another sign-in", async () => {
    issuer.state.nonce = "another";
    const page = await visitor();
    await signIn(page, "bob");
    await heading(page, "Your sign-in could not be confirmed");
    await examineEverywhere(page, "sign-in not confirmed");
    issuer.state.nonce = null;
    await page.goto(server.base);
    await page.getByRole("button", { name: "Sign in with The Hub" }).click();
    await heading(page, "You are signed in");
});

it("believes no token from a clock that is an hour ahead", async () => {
    const page = await visitor();
    await toIssuer(page);
    const now = Date.now;
    Date.now = () => now() + 3_600_000;
    try {
        await signInAhead(page);
    } finally {
        Date.now = now;
    }
    await heading(page, "Your sign-in could not be confirmed");
});

/** The issuer's clock has moved, so its page is asked for anew. */
async function signInAhead(page) {
    await page.goto(server.base);
    await signIn(page, "bob");
}

it("goes along when the issuer changes its keys", async () => {
    const page = await visitor();
    await signIn(page, "bob");
    await heading(page, "You are signed in");
    issuer.rotate();
    const other = await visitor();
    await signIn(other, "ada");
    await heading(other, "You are signed in");
});

it("says when the issuer is down, loses nothing and costs nobody else anything", async () => {
    const known = await visitor();
    await signIn(known, "bob");
    await known.locator('button[name="agree"][value="yes"]').click();
    await known.waitForURL(/\/p\/one$/);

    const page = await visitor();
    await toIssuer(page);
    issuer.state.down = "/token";
    await allow(page, "ada");
    await heading(page, "The Hub cannot be reached");
    await examineEverywhere(page, "issuer down");
    issuer.state.down = "*";
    await answer(known, { uses: "yes" });
    await next(known);
    await known.waitForURL(/\/p\/two$/);

    issuer.state.down = null;
    await page.getByRole("link", { name: "To the first page" }).click();
    await page.getByRole("button", { name: "Sign in with The Hub" }).click();
    await heading(page, "You are signed in");
});

it("says so before anybody leaves when the issuer cannot be found at all", async () => {
    issuer.state.down = "*";
    const page = await visitor();
    await page.getByRole("button", { name: "Sign in with The Hub" }).click();
    await heading(page, "The Hub cannot be reached");
});

/**
 * Draws one person of the stratum "normal" and returns the token of the personal link, computed from
 * the key file as docs/data.md has it.
 */
function invite(address) {
    const keys = readFileSync(path.join(server.data, "keys"), "utf8");
    const [, link] = /^link signed ([0-9a-f]{64})$/m.exec(keys);
    const id = randomBytes(16);
    const token = createHmac("sha256", Buffer.from(link, "hex"))
        .update(Buffer.concat([Buffer.from("invitation|signed|"), id])).digest();
    const database = new DatabaseSync(path.join(server.data, "identity.db"));
    try {
        const frame = database.prepare("SELECT id FROM frame WHERE study = 'signed'").get().id;
        const added = (sql, ...values) => database.prepare(sql).run(...values).lastInsertRowid;
        const stratum = added("INSERT INTO stratum (frame, name, people) VALUES (?, 'normal', 1)", frame);
        const person = added(
            "INSERT INTO person (frame, number, stratum, source_line) VALUES (?, 1, ?, 2)", frame, stratum);
        added(
            "INSERT INTO contact (person, frame, address_key, sealed) VALUES (?, ?, ?, x'00')",
            person, frame, createHash("sha256").update(address).digest().subarray(0, 16));
        const draw = added(
            "INSERT INTO draw (frame, sequence, at, seed, design, frame_digest, sample_digest) " +
            "VALUES (?, 1, 0, 1, 'census', x'00', x'00')", frame);
        added(
            "INSERT INTO sampled_case (frame, draw, position, person, stratum, public_id, token_hash) " +
            "VALUES (?, ?, 1, ?, ?, ?, ?)",
            frame, draw, person, stratum, id, createHash("sha256").update(token).digest());
    } finally {
        database.close();
    }
    return token.toString("hex");
}

function eventsOfCases() {
    const database = new DatabaseSync(path.join(server.data, "identity.db"), { readOnly: true });
    try {
        return database.prepare("SELECT kind FROM case_event ORDER BY kind").all().map((one) => one.kind);
    } finally {
        database.close();
    }
}

it("begins one response by a personal link, by a press only, and leads back to it", async () => {
    const somebody = await visitor();
    await signIn(somebody, "bob");  // makes identity.db
    const token = invite("ada@example.org");
    const page = await visitor();
    await page.goto(`${server.base}i/${token}`);
    await heading(page, "Your personal link");
    await examineEverywhere(page, "personal link");
    const referrers = [];
    page.on("request", (request) => {
        const referrer = request.headers().referer ?? "";
        if (!request.url().startsWith(server.origin)) referrers.push(referrer);
    });
    await page.getByRole("button", { name: "Continue" }).click();
    await heading(page, "Your personal link is recognised");
    await examineEverywhere(page, "personal link recognised");
    assert.equal(stored().length, 0, "agreeing begins it, nothing before");
    await page.locator('button[name="agree"][value="yes"]').click();
    await page.waitForURL(/\/p\/one$/);
    await answer(page, { uses: "yes" });
    await next(page);
    const elsewhere = await visitor(false);
    await elsewhere.goto(`${server.base}i/${token}`);
    await elsewhere.getByRole("button", { name: "Continue" }).click();
    await elsewhere.waitForURL(/\/p\/two$/);
    assert.deepEqual(stored().map((one) => one.answers.account), ["normal"]);
    assert.deepEqual(referrers, []);

    const unknown = await visitor();
    await unknown.goto(`${server.base}i/${"0".repeat(64)}`);
    await heading(unknown, "This link leads to no invitation");
    await examineEverywhere(unknown, "unknown personal link");
});

it("notes by a press, or a mail program's one click, that no more mail is wanted", async () => {
    const somebody = await visitor();
    await signIn(somebody, "bob");
    const token = invite("ada@example.org");
    const page = await visitor();
    await page.goto(`${server.base}o/${token}`);
    await heading(page, "No more mail");
    await examineEverywhere(page, "no more mail");
    assert.deepEqual(eventsOfCases(), [], "a look does nothing");
    await page.getByRole("button", { name: "Send me no more mail" }).click();
    await heading(page, "You will get no more mail");
    await examineEverywhere(page, "no more mail noted");
    assert.deepEqual(eventsOfCases(), ["opted-out", "suppressed"]);
    const again = await fetch(`${server.base}o/${token}`, {
        method: "POST",
        headers: { "Content-Type": "application/x-www-form-urlencoded" },
        body: "List-Unsubscribe=One-Click",
    });
    assert.equal(again.status, 200);
    assert.deepEqual(eventsOfCases(), ["opted-out", "suppressed"], "once");
});

it("is accessible on every page", async () => {
    const page = await visitor();
    await examineEverywhere(page, "first page with sign-in");
    // The page in between, where an issuer without content leaves the browser.
    await page.route(`${issuer.address}/auth**`, (route) => route.fulfill({ status: 204 }));
    await page.getByRole("button", { name: "Sign in with The Hub" }).click();
    await heading(page, "On to The Hub");
    await examineEverywhere(page, "on to the issuer");
    await page.unroute(`${issuer.address}/auth**`);
    await page.goto(server.base);
    await signIn(page, "bob");
    await examineEverywhere(page, "signed in");
    const stale = await visitor();
    await signIn(stale, "ada");
    await stale.context().clearCookies({ name: "querist-pass" });
    await stale.locator('button[name="agree"][value="yes"]').click();
    await heading(stale, "Please sign in first");
    await examineEverywhere(stale, "sign-in over");
});
