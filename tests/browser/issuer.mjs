// An OpenID Connect issuer on loopback (npm's oidc-provider) whose accounts the tests choose, and
// which can be told to err. Accounts that begin with "pro" have isPro.
import { generateKeyPairSync } from "node:crypto";
import { createServer } from "node:http";
import Provider from "oidc-provider";

export const client = { id: "survey", secret: "a secret of the tests, long enough" };

function signingKeys(kid) {
    const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
    return { keys: [{ ...privateKey.export({ format: "jwk" }), kid, use: "sig", alg: "RS256" }] };
}

function configuration(redirect, keys) {
    return {
        jwks: keys,
        clients: [{
            client_id: client.id,
            client_secret: client.secret,
            redirect_uris: [redirect],
            response_types: ["code"],
            grant_types: ["authorization_code"],
        }],
        claims: { openid: ["sub"], profile: ["isPro"] },
        cookies: { keys: ["of the tests"] },
        features: { devInteractions: { enabled: false } },
        interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
        ttl: { AccessToken: 600, AuthorizationCode: 600, IdToken: 600, Interaction: 600, Session: 600, Grant: 600 },
        findAccount: (_, id) => ({
            accountId: id,
            claims: () => ({ sub: id, isPro: id.startsWith("pro") }),
        }),
        /** Nobody is asked twice: signing in is consent enough here. */
        async loadExistingGrant(ctx) {
            const grant = new ctx.oidc.provider.Grant({
                clientId: ctx.oidc.client.clientId, accountId: ctx.oidc.session.accountId,
            });
            grant.addOIDCScope("openid profile");
            await grant.save();
            return grant;
        },
    };
}

const page = (uid) => `<!DOCTYPE html><html lang="en"><title>Issuer</title><h1>Issuer</h1>
<form method="post" action="/interaction/${uid}"><label>Account <input name="account"></label>
<button name="do" value="allow">Allow</button><button name="do" value="deny">Deny</button></form>`;

async function formOf(request) {
    let body = "";
    for await (const chunk of request) body += chunk;
    return new URLSearchParams(body);
}

/** Listens; `serveFor(redirect)` makes it an issuer for that address. */
export async function startIssuer() {
    const state = { provider: null, down: null, nonce: null, redirect: "" };
    const server = createServer(async (request, response) => {
        const target = new URL(request.url, "http://127.0.0.1");
        if (!state.provider || state.down === "*" || state.down === target.pathname) {
            return request.socket.destroy();
        }
        if (state.nonce && target.pathname === "/auth") {
            target.searchParams.set("nonce", state.nonce);
            request.url = target.pathname + target.search;
        }
        const [, name, uid] = target.pathname.split("/");
        if (name !== "interaction") return state.provider.callback()(request, response);
        if (request.method === "GET") {
            response.setHeader("Content-Type", "text/html; charset=utf-8");
            return response.end(page(uid));
        }
        const form = await formOf(request);
        const result = form.get("do") === "deny"
            ? { error: "access_denied", error_description: "The person said no." }
            : { login: { accountId: form.get("account") } };
        await state.provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
    });
    await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = `http://127.0.0.1:${server.address().port}`;
    const begin = (keys) => {
        state.provider = new Provider(address, configuration(state.redirect, keys));
    };
    return {
        address,
        state,
        serveFor: (redirect) => {
            state.redirect = redirect;
            begin(signingKeys("first"));
        },
        /** New keys in place of the old ones, as an issuer does from time to time. */
        rotate: () => begin(signingKeys("second")),
        stop: () => new Promise((resolve) => {
            server.close(resolve);
            server.closeAllConnections();
        }),
    };
}
