// Gmail's behaviour as far as the emulator leaves it out. Each piece says what the true API does.
import { randomBytes } from 'node:crypto';
import { allowed, bareSubject, header, headersOf, splitSearch } from './rules.mjs';

/** An answer that is an error, from anywhere. */
export class Refusal extends Error {
  constructor(answer) {
    super(answer.body);
    this.answer = answer;
  }
}

export function answerOf(value, status = 200) {
  return { status, headers: {}, body: value === undefined ? '' : JSON.stringify(value) };
}

/** An error as Google shapes it. */
export function apiError(code, message, reason, status, more = {}) {
  return answerOf({ error: { code, message, errors: [{ message, domain: 'global', reason }], status, ...more } }, code);
}

const notFound = () => new Refusal(apiError(404, 'Requested entity was not found.', 'notFound', 'NOT_FOUND'));
const bad = (message) => new Refusal(apiError(400, message, 'invalidArgument', 'INVALID_ARGUMENT'));
const unknown = (what) => new Refusal(answerOf({ message: `the emulator has no ${what}` }, 501));
const newId = () => randomBytes(8).toString('hex');
const base64 = (bytes) => bytes.toString('base64url');
const page = (items, query) => {
  const start = Number(query.get('pageToken') ?? 0);
  const end = start + Math.min(500, Number(query.get('maxResults') ?? 100));
  return { items: items.slice(start, end), nextPageToken: end < items.length ? String(end) : undefined };
};

export function makeGmail(core, google, base) {
  // Not the emulator's createServer, whose limit of 5,000 calls an hour for each token is nothing like Gmail's.
  const app = new core.Hono();
  const store = new core.Store();
  const tokens = new Map();
  app.use('*', core.authMiddleware(tokens));
  google.googlePlugin.register(app, store, new core.WebhookDispatcher(), base, tokens);
  const gs = google.getGoogleStore(store);
  const inside = randomBytes(16).toString('hex'); // the token by which this file itself calls the emulator
  const floors = new Map();
  const derived = new Map(); // access token -> the refresh token it was made from
  const GMAIL = /^\/gmail\/v1\/users\/([^/]+)(\/.*)$/;

  const mailsOf = (user) => gs.messages.findBy('user_email', user);
  const mailOf = (user, id) => mailsOf(user).find((mail) => mail.gmail_id === id);
  const rawOf = (mail) => Buffer.from(mail.raw, 'base64url');
  const draftOf = (user, id) => {
    const found = gs.drafts.findBy('user_email', user).find((draft) => draft.gmail_id === id);
    if (!found) throw notFound();
    return found;
  };

  // History ids are uint64 in Gmail's API; the emulator's have 21 digits and would not fit.
  const zero = (BigInt(Date.now()) - 1000n) * 10n ** 8n;
  const outward = (id) => String(BigInt(id) > zero ? BigInt(id) - zero : 1n);
  const inward = (id) => String(BigInt(id) + zero);

  /** Calls the emulator itself, as a user who may do everything. Gives the JSON, or raises what it refused. */
  async function call(user, method, path, body) {
    tokens.set(inside, { login: user, id: 1, scopes: [] });
    const headers = { authorization: `Bearer ${inside}`, 'content-type': 'application/json' };
    const init = { method, headers, body: body && JSON.stringify(body) };
    const response = await app.fetch(new Request(`${base}/gmail/v1/users/me${path}`, init));
    tokens.delete(inside);
    const text = await response.text();
    if (response.status === 404 && !text.includes('"error"')) throw unknown(`${method} ${path}`);
    if (response.status >= 400) throw new Refusal({ status: response.status, headers: {}, body: text });
    return text ? JSON.parse(text) : undefined;
  }

  // --- threads ---

  /**
   * Where a mail goes: into a thread only if its headers name a mail there and its subject is that thread's
   * ("Managing threads" of the API's guide); else into one of its own. A threadId that is not there is a 404.
   */
  function threadFor(user, raw, wanted) {
    const mails = mailsOf(user);
    if (wanted && !mails.some((mail) => mail.thread_id === wanted)) throw notFound();
    const named = `${header(raw, 'In-Reply-To')} ${header(raw, 'References')}`.match(/<[^<>]*>/g) ?? [];
    const subject = named.length ? bareSubject(raw) : '';
    const linked = mails.filter(
      (mail) =>
        named.includes(mail.message_id) &&
        (!wanted || mail.thread_id === wanted) &&
        bareSubject(rawOf(mail)) === subject,
    );
    return linked.at(-1)?.thread_id ?? newId();
  }

  // --- mails and drafts ---

  function rawFrom(message) {
    if (typeof message?.raw !== 'string' || !message.raw) throw bad("'raw' RFC822 payload message string or uploading message via /upload/* URL required");
    return Buffer.from(message.raw, 'base64url');
  }

  /** Stores a mail. Its internalDate is when it came, unless `at` (ms) says otherwise. */
  async function insert(user, raw, labelIds, threadId, at = Date.now()) {
    const mail = { raw: base64(raw), labelIds, threadId, internalDate: String(at) };
    const { id } = await call(user, 'POST', '/messages', mail);
    return id;
  }

  /** As Gmail does it: the draft keeps its id, what it holds is another message, and the former one is deleted. */
  async function replaceDraft(user, draftId, raw, threadId) {
    const draft = draftOf(user, draftId);
    const former = mailOf(user, draft.message_gmail_id);
    const id = await insert(user, raw, former.label_ids, threadId ?? former.thread_id);
    for (const made of gs.drafts.findBy('message_gmail_id', id)) gs.drafts.delete(made.id);
    gs.drafts.update(draft.id, { message_gmail_id: id });
    await call(user, 'DELETE', `/messages/${former.gmail_id}`);
    return slimDraft(user, draftId);
  }

  const slim = (mail) => ({ id: mail.gmail_id, threadId: mail.thread_id, labelIds: mail.label_ids });
  function slimDraft(user, draftId) {
    return { id: draftId, message: slim(mailOf(user, draftOf(user, draftId).message_gmail_id)) };
  }

  async function createDraft({ user, json }) {
    const raw = rawFrom(json.message);
    const id = await insert(user, raw, ['DRAFT'], threadFor(user, raw, json.message.threadId));
    return slimDraft(user, gs.drafts.findBy('message_gmail_id', id)[0].gmail_id);
  }

  async function updateDraft({ user, json, found }) {
    const raw = rawFrom(json.message);
    draftOf(user, found[1]);
    return replaceDraft(user, found[1], raw, threadFor(user, raw, json.message.threadId));
  }

  /** Sends: the draft is gone and a new message stands in the thread, with SENT and an id of its own. */
  async function sendDraft(user, draftId, raw) {
    const former = mailOf(user, draftOf(user, draftId).message_gmail_id);
    const id = await insert(user, raw ?? rawOf(former), ['SENT'], former.thread_id);
    await call(user, 'DELETE', `/drafts/${draftId}`);
    return slim(mailOf(user, id));
  }

  async function createMessage({ user, json, found, query }) {
    const raw = rawFrom(json);
    const sent = found[1] === '/send';
    const source = query.get('internalDateSource') ?? (found[1] === '/import' ? 'dateHeader' : 'receivedTime');
    const dated = source === 'dateHeader' ? Date.parse(header(raw, 'Date')) : NaN;
    const labels = sent ? ['SENT'] : (json.labelIds ?? []);
    const at = Number.isNaN(dated) ? Date.now() : dated;
    const id = await insert(user, raw, labels, threadFor(user, raw, json.threadId), at);
    return slim(mailOf(user, id));
  }

  // --- lists ---

  /** All that match, newest first. `rfc822msgid:` is exact, as in Gmail; the emulator never finds any. */
  async function search(user, query, labels) {
    const { ids, everywhere, rest, unknown: strange } = splitSearch(query.get('q') ?? '');
    if (strange) throw unknown(`operator ${strange}`);
    const anywhere = everywhere || ['true', '1'].includes(query.get('includeSpamTrash'));
    const all = [];
    for (let token = ''; token !== undefined; ) {
      const asked = new URLSearchParams({ maxResults: '500', pageToken: token, includeSpamTrash: String(anywhere) });
      for (const label of labels) asked.append('labelIds', label);
      if (rest) asked.set('q', rest);
      const part = await call(user, 'GET', `/messages?${asked}`);
      all.push(...part.messages);
      token = part.nextPageToken;
    }
    if (!ids.length) return all;
    const wanted = new Set(
      mailsOf(user)
        .filter((mail) => ids.every((id) => header(rawOf(mail), 'Message-ID').replace(/^<(.*)>$/, '$1') === id))
        .map((mail) => mail.gmail_id),
    );
    return all.filter((mail) => wanted.has(mail.id));
  }

  async function listMessages({ user, query }) {
    const all = await search(user, query, query.getAll('labelIds'));
    const { items, nextPageToken } = page(all, query);
    return { messages: items, nextPageToken, resultSizeEstimate: all.length };
  }

  /** drafts.list knows `q`, which the emulator leaves aside. */
  async function listDrafts({ user, query }) {
    const drafts = new Map(gs.drafts.findBy('user_email', user).map((draft) => [draft.message_gmail_id, draft]));
    const all = (await search(user, query, ['DRAFT'])).filter((mail) => drafts.has(mail.id));
    const { items, nextPageToken } = page(all, query);
    const rows = items.map((message) => ({ id: drafts.get(message.id).gmail_id, message }));
    return { drafts: rows, nextPageToken, resultSizeEstimate: all.length };
  }

  // --- history ---

  function historyId(user) {
    const ids = [...mailsOf(user).map((mail) => mail.history_id), floors.get(user) ?? '0'];
    for (const event of gs.history.findBy('user_email', user)) ids.push(event.gmail_id);
    return ids.reduce((most, id) => (BigInt(id) > BigInt(most) ? id : most));
  }

  /** A startHistoryId from before what is still kept: 404, and the client has to read everything anew. */
  async function listHistory({ user, query }) {
    const start = query.get('startHistoryId') ?? '';
    if (!/^\d+$/.test(start)) throw bad('Invalid startHistoryId');
    if (BigInt(inward(start)) < BigInt(floors.get(user) ?? 0)) throw notFound();
    query.set('startHistoryId', inward(start));
    const found = await call(user, 'GET', `/history?${query}`);
    return { ...found, history: found.history.map(historyRecord), historyId: historyId(user) };
  }

  /** Of a mail, a record names id and threadId, and in what happened to it its labels; no more, as Gmail has it. */
  function historyRecord({ id, messages, ...happened }) {
    const record = { id: outward(id), messages: messages.map((mail) => ({ id: mail.id, threadId: mail.threadId })) };
    for (const [kind, events] of Object.entries(happened)) {
      record[kind] = events.map(({ message, labelIds }) => ({
        message: { id: message.id, threadId: message.threadId, labelIds: message.labelIds },
        labelIds,
      }));
    }
    return record;
  }

  /** Burns a history id, so that all that is known until now is older than what is kept. */
  async function forgetHistory(user) {
    const id = await insert('nobody@gmail.invalid', Buffer.from('Subject: -\r\n\r\n'), [], newId());
    floors.set(user, mailOf('nobody@gmail.invalid', id).history_id);
  }

  function profile({ user }) {
    const mails = mailsOf(user);
    const threads = new Set(mails.map((mail) => mail.thread_id));
    const totals = { messagesTotal: mails.length, threadsTotal: threads.size };
    return { emailAddress: user, ...totals, historyId: historyId(user) };
  }

  const routes = [
    ['GET', /^\/profile$/, profile],
    ['GET', /^\/messages$/, listMessages],
    ['POST', /^\/messages(\/import|\/send)?$/, createMessage],
    ['GET', /^\/drafts$/, listDrafts],
    ['POST', /^\/drafts$/, createDraft],
    ['POST', /^\/drafts\/send$/, ({ user, json }) => sendDraft(user, json.id)],
    ['PUT', /^\/drafts\/([^/]+)$/, updateDraft],
    ['GET', /^\/history$/, listHistory],
  ];

  // --- answers ---

  /** As Google writes JSON: no empty lists, true sizes and headers, ids that fit. */
  function shaped(user, value, query, key = '') {
    if (Array.isArray(value)) return value.map((item) => shaped(user, item, query));
    if (value === null || typeof value !== 'object') return key === 'historyId' ? outward(value) : value;
    const made = {};
    for (const [name, inner] of Object.entries(value)) {
      if (Array.isArray(inner) && !inner.length) continue;
      made[name] = shaped(user, inner, query, name);
    }
    const mail = value.sizeEstimate === undefined ? null : mailOf(user, value.id);
    if (mail) {
      made.sizeEstimate = rawOf(mail).length;
      const names = query.getAll('metadataHeaders').map((name) => name.toLowerCase());
      const wanted = ({ name }) => !names.length || names.includes(name.toLowerCase());
      if (made.payload) made.payload.headers = headersOf(rawOf(mail)).filter(wanted);
    }
    return made;
  }

  /** Who asks. No token, one that has expired, or one that may not do this: refused as Google does it. */
  function userOf(method, who, path, authorization) {
    const kept = tokens.get((authorization ?? '').replace(/^Bearer /, ''));
    if (!kept) {
      const refused = apiError(401, 'Request had invalid authentication credentials.', 'authError', 'UNAUTHENTICATED');
      refused.headers['www-authenticate'] = 'Bearer realm="https://accounts.google.com/", error="invalid_token"';
      throw new Refusal(refused);
    }
    if (!allowed(method, path, kept.scopes)) {
      const details = [{ '@type': 'type.googleapis.com/google.rpc.ErrorInfo', reason: 'ACCESS_TOKEN_SCOPE_INSUFFICIENT', domain: 'googleapis.com' }];
      const message = 'Request had insufficient authentication scopes.';
      throw new Refusal(apiError(403, message, 'insufficientPermissions', 'PERMISSION_DENIED', { details }));
    }
    if (who !== 'me' && who !== kept.login) {
      throw new Refusal(apiError(403, `Delegation denied for ${kept.login}`, 'forbidden', 'PERMISSION_DENIED'));
    }
    return kept.login;
  }

  async function answerGmail(method, url, headers, body, [, who, path]) {
    const user = userOf(method, decodeURIComponent(who), path, headers.authorization);
    let json = {};
    try {
      json = body.length ? JSON.parse(body.toString()) : {};
    } catch {
      throw bad('Invalid JSON payload received.');
    }
    const query = url.searchParams;
    for (const [wanted, pattern, run] of routes) {
      const found = wanted === method && path.match(pattern);
      if (found) return answerOf(shaped(user, await run({ user, json, query, found }), query));
    }
    let value = await call(user, method, path + url.search, body.length ? json : undefined);
    if (value === undefined) return answerOf(undefined, 204);
    if (method === 'POST' && value.threadId) value = slim(mailOf(user, value.id));
    if (path === '/labels' && method === 'GET') {
      value.labels = value.labels.map(({ id, name, type }) => ({ id, name, type })); // counts only in labels.get
    }
    return answerOf(shaped(user, value, query));
  }

  // --- signing in ---

  /** A desktop app may come back to any loopback port; the emulator wants each address named beforehand. */
  function permitLoopback(query) {
    const client = gs.oauthClients.findOneBy('client_id', query.get('client_id') ?? '');
    const back = query.get('redirect_uri') ?? '';
    if (client && /^http:\/\/(127\.0\.0\.1|localhost|\[::1\])(:\d+)?(\/|$)/.test(back)) {
      gs.oauthClients.update(client.id, { redirect_uris: [...client.redirect_uris, back] });
    }
  }

  async function answerOther(method, url, headers, body) {
    const form = new URLSearchParams(body.toString());
    const basic = /^Basic (.+)$/.exec(headers.authorization ?? '')?.[1];
    if (url.pathname === '/oauth2/token' && basic) {
      // Google takes the client by HTTP Basic too (client_secret_basic); the emulator reads the form only.
      const [id, secret] = Buffer.from(basic, 'base64').toString().split(':').map(decodeURIComponent);
      form.set('client_id', id);
      form.set('client_secret', secret);
      body = Buffer.from(form.toString());
    }
    if (url.pathname === '/o/oauth2/v2/auth') permitLoopback(url.searchParams);
    const given = Object.fromEntries(Object.entries(headers).filter(([name]) => name !== 'content-length'));
    const init = { method, headers: given, body: ['GET', 'HEAD'].includes(method) ? undefined : body };
    const response = await app.fetch(new Request(base + url.pathname + url.search, init));
    const text = await response.text();
    if (url.pathname === '/oauth2/token' && response.ok) {
      const made = JSON.parse(text);
      derived.set(made.access_token, made.refresh_token ?? form.get('refresh_token'));
    }
    if (url.pathname === '/oauth2/revoke') revoke(form.get('token') ?? url.searchParams.get('token'));
    return { status: response.status, headers: Object.fromEntries(response.headers), body: text };
  }

  const refreshTokens = () => {
    if (!store.getData('google.oauth.refreshTokens')) store.setData('google.oauth.refreshTokens', new Map());
    return store.getData('google.oauth.refreshTokens');
  };

  /** With a grant, all access tokens made from it are void too. */
  function revoke(token) {
    const grant = derived.get(token) ?? token;
    refreshTokens().delete(grant);
    for (const [access, from] of derived) if (from === grant) tokens.delete(access);
  }

  const control = {
    user({ address, name }) {
      google.seedFromConfig(store, base, { users: [{ email: address, name }] });
      return {};
    },
    client({ client_id, client_secret }) {
      const client = { client_id, client_secret, name: 'Grace Period', redirect_uris: ['http://localhost/'] };
      google.seedFromConfig(store, base, { oauth_clients: [client] });
      return {};
    },
    token({ address, scopes }) {
      const token = `ya29.${randomBytes(20).toString('base64url')}`;
      tokens.set(token, { login: address, id: 1, scopes });
      return { token };
    },
    refresh_token({ address, scopes, client_id }) {
      const token = `1//${randomBytes(20).toString('base64url')}`;
      refreshTokens().set(token, { email: address, scope: scopes.join(' '), clientId: client_id });
      return { token };
    },
    expire({ token }) {
      tokens.delete(token);
      return {};
    },
    revoke({ token }) {
      revoke(token);
      return {};
    },
    async forget_history({ address }) {
      await forgetHistory(address);
      return {};
    },
    /** As mail comes in, or as the person's own mail lies there: with any label and any age. */
    async deliver({ address, raw, at, labels, thread }) {
      const bytes = Buffer.from(raw, 'base64url');
      const id = await insert(address, bytes, labels, thread ?? threadFor(address, bytes), at);
      return slim(mailOf(address, gs.messages.update(mailOf(address, id).id, { internal_date: String(at) }).gmail_id));
    },
    replace_draft({ address, draft, raw }) {
      return replaceDraft(address, draft, Buffer.from(raw, 'base64url'));
    },
    press_send({ address, draft, raw }) {
      return sendDraft(address, draft, raw && Buffer.from(raw, 'base64url'));
    },
    mails({ address }) {
      const drafts = new Map(gs.drafts.findBy('user_email', address).map((one) => [one.message_gmail_id, one.gmail_id]));
      const labels = Object.fromEntries(gs.labels.findBy('user_email', address).map((one) => [one.gmail_id, one.name]));
      const mails = mailsOf(address).map((mail) => ({
        ...slim(mail),
        at: Number(mail.internal_date),
        draft: drafts.get(mail.gmail_id) ?? null,
        raw: mail.raw,
      }));
      return { labels, mails };
    },
  };

  async function answer(method, url, headers, body) {
    const found = url.pathname.match(GMAIL);
    if (found) return answerGmail(method, url, headers, body, found);
    if (/^\/(upload|batch)/.test(url.pathname)) throw unknown(url.pathname);
    return answerOther(method, url, headers, body);
  }

  return { base, answer, control };
}
