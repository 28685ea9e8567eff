// Tokens, and Google's OAuth endpoints as far as the emulator leaves their behaviour out.
import { randomBytes } from 'node:crypto';
import { apiError, Refusal } from './answers.mjs';
import { allowed } from './rules.mjs';

const GRANTS = 'google.oauth.refreshTokens'; // where the emulator keeps its refresh tokens
const LOOPBACK = /^http:\/\/(127\.0\.0\.1|localhost|\[::1\])(:\d+)?(\/|$)/;
const UNAUTHENTICATED = 'Request had invalid authentication credentials.';
const INSUFFICIENT = 'Request had insufficient authentication scopes.';

/** Args: `at` is { app, store, gs, tokens, base, seed }, the emulator's parts. */
export function makeSignIn({ app, store, gs, tokens, base, seed }) {
  const madeFrom = new Map(); // access token -> refresh token

  function grants() {
    if (!store.getData(GRANTS)) store.setData(GRANTS, new Map());
    return store.getData(GRANTS);
  }

  /** With a grant, all access tokens made from it are void too, and with one of these, its grant. */
  function revoke(token) {
    const grant = madeFrom.get(token) ?? token;
    grants().delete(grant);
    tokens.delete(token);
    for (const [access, from] of madeFrom) if (from === grant) tokens.delete(access);
  }

  /** Who asks. No token, one that has expired, or one that may not do this: refused as Google does it. */
  function userOf(method, who, path, authorization) {
    const kept = tokens.get((authorization ?? '').replace(/^Bearer /, ''));
    if (!kept) {
      const refused = apiError(401, UNAUTHENTICATED, 'authError', 'UNAUTHENTICATED');
      refused.headers['www-authenticate'] = 'Bearer realm="https://accounts.google.com/", error="invalid_token"';
      throw new Refusal(refused);
    }
    if (!allowed(method, path, kept.scopes)) {
      const type = 'type.googleapis.com/google.rpc.ErrorInfo';
      const details = [{ '@type': type, reason: 'ACCESS_TOKEN_SCOPE_INSUFFICIENT', domain: 'googleapis.com' }];
      throw new Refusal(apiError(403, INSUFFICIENT, 'insufficientPermissions', 'PERMISSION_DENIED', { details }));
    }
    if (who !== 'me' && who !== kept.login) {
      throw new Refusal(apiError(403, `Delegation denied for ${kept.login}`, 'forbidden', 'PERMISSION_DENIED'));
    }
    return kept.login;
  }

  /** A desktop app may come back to any loopback port; the emulator wants each address named beforehand. */
  function permitLoopback(query) {
    const client = gs.oauthClients.findOneBy('client_id', query.get('client_id') ?? '');
    const back = query.get('redirect_uri') ?? '';
    if (client && LOOPBACK.test(back)) {
      gs.oauthClients.update(client.id, { redirect_uris: [...client.redirect_uris, back] });
    }
  }

  /** Google takes the client by HTTP Basic too (client_secret_basic); the emulator reads the form only. */
  function withClient(form, authorization) {
    const basic = /^Basic (.+)$/.exec(authorization ?? '')?.[1];
    if (!basic) return form;
    const [id, secret] = Buffer.from(basic, 'base64').toString().split(':').map(decodeURIComponent);
    form.set('client_id', id);
    form.set('client_secret', secret);
    return form;
  }

  async function answer(method, url, headers, body) {
    const given = Object.fromEntries(Object.entries(headers).filter(([name]) => name !== 'content-length'));
    const init = { method, headers: given };
    let form = new URLSearchParams(body.toString());
    if (url.pathname === '/oauth2/token') form = withClient(form, headers.authorization);
    if (!['GET', 'HEAD'].includes(method)) init.body = form.toString();
    if (url.pathname === '/o/oauth2/v2/auth') permitLoopback(url.searchParams);
    if (url.pathname === '/oauth2/revoke') revoke(form.get('token') ?? url.searchParams.get('token'));
    const response = await app.fetch(new Request(base + url.pathname + url.search, init));
    const text = await response.text();
    if (url.pathname === '/oauth2/token' && response.ok) {
      const made = JSON.parse(text);
      madeFrom.set(made.access_token, made.refresh_token ?? form.get('refresh_token'));
    }
    return { status: response.status, headers: Object.fromEntries(response.headers), body: text };
  }

  const control = {
    user({ address, name }) {
      seed({ users: [{ email: address, name }] });
    },
    client({ client_id, client_secret }) {
      seed({ oauth_clients: [{ client_id, client_secret, name: 'An app', redirect_uris: ['http://localhost/'] }] });
    },
    token({ address, scopes }) {
      const token = `ya29.${randomBytes(20).toString('base64url')}`;
      tokens.set(token, { login: address, id: 1, scopes });
      return { token };
    },
    refresh_token({ address, scopes, client_id }) {
      const token = `1//${randomBytes(20).toString('base64url')}`;
      grants().set(token, { email: address, scope: scopes.join(' '), clientId: client_id });
      return { token };
    },
    expire({ token }) {
      tokens.delete(token);
    },
    revoke({ token }) {
      revoke(token);
    },
  };

  return { userOf, answer, control };
}
