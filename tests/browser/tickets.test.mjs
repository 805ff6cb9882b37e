// Coming into an anonymous study by personal links and by signing in: one ticket each, signed unseen.
import assert from "node:assert/strict";
import { createHash, createHmac } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import { after, afterEach, before, beforeEach, describe, it } from "node:test";
import { examineEverywhere } from "./axe.mjs";
import { client, startIssuer } from "./issuer.mjs";
import { answer, launch, next, serve } from "./serving.mjs";

const yaml = (issuer) => `querist: 1
id: secret
title: Who says what
language: en
time zone: UTC
mode: anonymous
research questions:
  - id: rq
    text: Who uses it?
population:
  text: Accounts of the hub.
  strata:
    - pro: PRO accounts
    - normal: Other accounts
recruitment:
  text: We write to some, and anybody with an account may answer.
  invitation:
    from: Team <team@example.org>
    subject: A survey
    text: "{{link}} {{opt-out link}}"
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
`;

let browser;
let issuer;
let server;
let folder;
before(async () => { browser = await launch(); });
after(async () => { await browser.close(); });
beforeEach(async () => {
    issuer = await startIssuer();
    folder = path.join(mkdtempSync(path.join(tmpdir(), "querist-tickets-")), "secret");
    mkdirSync(folder);
    writeFileSync(path.join(folder, "study.yaml"), yaml(issuer.address));
    process.env.QUERIST_SIGN_IN_SECRET_SECRET = client.secret;
    server = await serve(folder);
    issuer.serveFor(`${server.base}sign-in/back`);
    const frame = path.join(path.dirname(folder), "frame.csv");
    writeFileSync(frame, "address,stratum\nada@example.org,pro\nbob@example.org,normal\n");
    server.run("open", folder);
    server.run("recruit", "import", folder, frame);
    server.run("recruit", "draw", folder, "--size", "2", "--design", "census");
    server.run("recruit", "batch", folder, "--size", "2");
});
afterEach(async () => {
    await server.stop();
    await issuer.stop();
    rmSync(path.dirname(folder), { recursive: true, force: true });
});

function rows(file, sql) {
    const database = new DatabaseSync(path.join(server.data, file), { readOnly: true });
    try {
        return database.prepare(sql).all();
    } finally {
        database.close();
    }
}

/** The personal links of both, as their mails have them. */
function links() {
    const keys = readFileSync(path.join(server.data, "keys"), "utf8");
    const [, link] = /^link secret ([0-9a-f]{64})$/m.exec(keys);
    return rows("identity.db", "SELECT public_id FROM sampled_case ORDER BY person").map((one) =>
        `${server.base}i/` + createHmac("sha256", Buffer.from(link, "hex"))
            .update(Buffer.concat([Buffer.from("invitation|secret|"), one.public_id])).digest("hex"));
}

const tickets = () => rows("identity.db", "SELECT * FROM entry_ticket");
const responses = () => rows(
    "answers.db", "SELECT * FROM response WHERE respondent_key IS NOT NULL");

async function visitor(options = {}) {
    const context = await browser.newContext({
        viewport: { width: 390, height: 844 }, bypassCSP: true, ...options,
    });
    return context.newPage();
}

function heading(page, words) {
    return page.getByRole("heading", { name: words }).waitFor();
}

const goOn = (page) => page.getByRole("button", { name: "Continue" }).click();
const status = (page, words) => page.locator(".status").filter({ hasText: words }).waitFor();

async function agreeAndAnswer(page) {
    await page.locator('button[name="agree"][value="yes"]').click();
    await page.waitForURL(/\/p\/one$/);
    await answer(page, { uses: "yes" });
    await next(page);
    await page.waitForURL(/\/thanks$/);
}

describe("by a personal link", () => {
    it("lets each case in once, and sends nothing that leads from one to the other", async () => {
        const [ada] = links();
        const page = await visitor();
        const requests = [];
        page.on("request", (one) => requests.push(one));
        await page.goto(ada);
        await heading(page, "Your entry ticket");
        await examineEverywhere(page, "entry ticket");
        assert.equal(tickets().length, 0, "a look makes none");
        await goOn(page);
        await heading(page, "Your ticket is accepted");
        await examineEverywhere(page, "entry ticket accepted");
        assert.equal(tickets().length, 1);
        assert.equal(responses().length, 0, "nobody has agreed yet");
        await agreeAndAnswer(page);
        assert.equal(responses().length, 1);

        const token = ada.split("/").at(-1);
        const entering = requests.filter((one) => one.url() === `${server.base}enter`);
        assert.equal(entering.length, 1);
        const after = requests.slice(requests.indexOf(entering[0]));
        for (const one of after) {
            const all = JSON.stringify(await one.allHeaders()) + one.url() + (one.postData() ?? "");
            assert.ok(!all.includes(token), `${one.url()} is told whose ticket it is`);
        }
        const key = requests.find((one) => one.url().includes("/keys/"));
        assert.equal((await key.allHeaders()).cookie, undefined);
        const desk = requests.find((one) => one.url() === `${server.base}ticket`);
        const sent = new URLSearchParams(entering[0].postData()).get("ticket");
        const blinded = new URLSearchParams(desk.postData()).get("blinded");
        assert.ok(!sent.includes(blinded));

        // The same link in the same browser leads back, in another one it leads nowhere.
        await page.goto(ada);
        await goOn(page);
        await heading(page, "You have taken part");
        const elsewhere = await visitor();
        await elsewhere.goto(ada);
        await goOn(elsewhere);
        await status(elsewhere, "in another browser");
        await examineEverywhere(elsewhere, "entry ticket made elsewhere");
        // The ticket itself, in another browser.
        const spent = await elsewhere.request.post(`${server.base}enter`, {
            form: { ticket: sent }, headers: { "Sec-Fetch-Site": "same-origin" },
        });
        assert.equal(await spent.text(), "spent\n");
        assert.equal(tickets().length, 1);
        assert.equal(responses().length, 1);
    });

    it("gives the same ticket when an answer was lost, and the page, too", async () => {
        const page = await visitor();
        const asked = [];
        await page.route("**/ticket", async (route) => {
            asked.push(route.request().postData());
            const reply = await route.fetch();
            return asked.length === 1 ? route.abort() : route.fulfill({ response: reply });
        });
        await page.goto(links()[0]);
        await goOn(page);
        await status(page, "did not work");
        await page.reload();
        await goOn(page);
        await heading(page, "Your ticket is accepted");
        assert.equal(asked.length, 2);
        assert.equal(asked[0], asked[1]);
        assert.equal(tickets().length, 1);
    });

    it("gives two people of one browser a ticket each", async () => {
        const page = await visitor();
        for (const link of links()) {
            await page.goto(link);
            await goOn(page);
            await heading(page, "Your ticket is accepted");
            await agreeAndAnswer(page);
        }
        assert.equal(tickets().length, 2);
        assert.equal(responses().length, 2);
    });

    it("begins one response in two tabs", async () => {
        const page = await visitor();
        const [ada] = links();
        const other = await page.context().newPage();
        for (const tab of [page, other]) {
            await tab.goto(ada);
            await goOn(tab);
            await heading(tab, "Your ticket is accepted");
        }
        await agreeAndAnswer(page);
        await other.locator('button[name="agree"][value="yes"]').click();
        await other.waitForLoadState();
        assert.equal(responses().length, 1);
    });

    it("says without script why it needs it, and whom to write", async () => {
        const page = await visitor({ javaScriptEnabled: false });
        await page.goto(links()[0]);
        await page.getByText("needs JavaScript").waitFor();
        await page.getByText("team@example.org").waitFor();
        assert.equal(tickets().length, 0);
    });
});

describe("by invitation only", () => {
    it("shows the terms to who comes without a link, and lets nobody begin", async () => {
        await server.stop();
        const shut = yaml(issuer.address).replace(/ {2}sign in:[^]*?stratum field: account\n/, "  open link: false\n");
        writeFileSync(path.join(folder, "study.yaml"), shut);
        server = await serve(folder);
        const page = await visitor();
        const agree = page.locator('button[name="agree"]');
        await page.goto(server.base);
        await agree.first().waitFor(); // a draft, which its researchers try
        server.run("open", folder);
        // Each of the server's threads looks at the study's life every second.
        while (await agree.count() > 0) await page.goto(server.base);
        await heading(page, "By invitation");
        await page.getByText("Taking part is voluntary.").waitFor();
        assert.equal(await agree.count(), 0);
        await examineEverywhere(page, "by invitation only");
        const { status: refused } = await page.request.post(`${server.base}consent`, {
            form: { agree: "yes" }, headers: { "Sec-Fetch-Site": "same-origin" }, maxRedirects: 0,
        }).then((answered) => ({ status: answered.status() }));
        assert.equal(refused, 403);
    });
});

describe("by signing in", () => {
    async function signIn(page, account) {
        await page.goto(server.base);
        await page.getByRole("button", { name: "Sign in with The Hub" }).click();
        await page.getByLabel("Account").fill(account);
        await page.getByRole("button", { name: "Allow" }).click();
        await heading(page, "Your entry ticket");
    }

    it("lets each account in once, with its stratum by the key, and keeps no account", async () => {
        for (const account of ["pro-ada", "bob"]) {
            const page = await visitor();
            await signIn(page, account);
            await goOn(page);
            await heading(page, "Your ticket is accepted");
            const cookies = await page.context().cookies(server.base);
            assert.ok(!cookies.some((one) => one.name === "querist-asking"), "it stays at the desk");
            await agreeAndAnswer(page);
        }
        const again = await visitor();
        await signIn(again, "bob");
        await goOn(again);
        await status(again, "in another browser");
        assert.equal(tickets().length, 2);
        assert.equal(new Set(tickets().map((one) => one.signing_key)).size, 2, "a key each stratum");
        assert.equal(responses().length, 2);
        assert.equal(rows("identity.db", "SELECT * FROM sign_in").length, 0, "not even a day");
        const kept = rows("answers.db", "SELECT data FROM projection").map((one) =>
            JSON.parse(Buffer.from(one.data).toString().split("\n")[0]));
        assert.deepEqual(
            kept.map((one) => /"(pro|normal)"/.exec(JSON.stringify(one))?.[1]).sort(),
            ["normal", "pro"]);
        const keys = readFileSync(path.join(server.data, "keys"), "utf8");
        const [, link] = /^link secret ([0-9a-f]{64})$/m.exec(keys);
        for (const account of ["pro-ada", "bob"]) {
            const key = createHmac("sha256", Buffer.from(link, "hex"))
                .update(`account\nsecret\n${issuer.address}\n${account}`).digest("hex");
            const known = responses().map((one) => Buffer.from(one.respondent_key).toString("hex"));
            const hashed = createHash("sha256").update(Buffer.from(key, "hex")).digest("hex");
            assert.ok(!known.includes(key) && !known.includes(hashed));
        }
    });
});
