// Gmail: the emulator, and around it what it leaves out of Gmail's behaviour.
import { randomBytes } from 'node:crypto';
import { answerOf, apiError, invalid, lacking, Refusal } from './answers.mjs';
import { makeMailbox } from './mailbox.mjs';
import { makeSignIn } from './sign_in.mjs';

const API = /^\/gmail\/v1\/users\/([^/]+)(\/.*)$/;

/** Args: the emulator's two packages, and the address at which all this is reached. */
export function makeGmail(core, google, base) {
  // Not the emulator's createServer, whose limit of 5,000 calls an hour for each token is nothing like Gmail's.
  const app = new core.Hono();
  const store = new core.Store();
  const tokens = new Map();
  app.use('*', core.authMiddleware(tokens)); // no user stands in for an unknown token: that is a 401
  google.googlePlugin.register(app, store, new core.WebhookDispatcher(), base, tokens);
  const gs = google.getGoogleStore(store);
  const seed = (what) => google.seedFromConfig(store, base, what);
  const signIn = makeSignIn({ app, store, gs, tokens, base, seed });
  const mailbox = makeMailbox(gs, call);

  /** The emulator's own answer, as a user who may do everything. Raises what it refused. */
  async function call(user, method, path, body) {
    const token = randomBytes(16).toString('hex');
    tokens.set(token, { login: user, id: 1, scopes: [] });
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const url = `${base}/gmail/v1/users/me${path}`;
    const response = await app.fetch(new Request(url, { method, headers, body: body && JSON.stringify(body) }));
    tokens.delete(token);
    const text = await response.text();
    if (response.status === 404 && !text.includes('"error"')) throw lacking(`${method} ${path}`);
    if (response.status >= 400) throw new Refusal({ status: response.status, headers: {}, body: text });
    return text ? JSON.parse(text) : undefined;
  }

  /** Gmail says 409 to a label that is there already, and lets nobody make a mail a draft or a sent one by label. */
  async function checkLabels(user, method, path, json) {
    if (method === 'POST' && path === '/labels') {
      const { labels } = await call(user, 'GET', '/labels');
      if (labels.some((label) => label.name === json.name)) {
        throw new Refusal(apiError(409, 'Label name exists or conflicts', 'aborted', 'ABORTED'));
      }
    }
    const changed = path.endsWith('/modify') ? [...(json.addLabelIds ?? []), ...(json.removeLabelIds ?? [])] : [];
    const fixed = changed.find((label) => label === 'DRAFT' || label === 'SENT');
    if (fixed) throw invalid(`Invalid label: ${fixed}`);
  }

  function jsonOf(body) {
    try {
      return body.length ? JSON.parse(body.toString()) : {};
    } catch {
      throw invalid('Invalid JSON payload received.');
    }
  }

  async function answerApi(method, url, authorization, body, [, who, path]) {
    const user = signIn.userOf(method, decodeURIComponent(who), path, authorization);
    const query = url.searchParams;
    const json = jsonOf(body);
    for (const [wanted, pattern, run] of mailbox.routes) {
      const found = wanted === method && path.match(pattern);
      if (found) return answerOf(mailbox.shaped(user, await run({ user, json, query, found }), query));
    }
    await checkLabels(user, method, path, json);
    let value = await call(user, method, path + url.search, body.length ? json : undefined);
    if (value === undefined) return answerOf(undefined, 204);
    if (method === 'POST' && /^\/messages\//.test(path)) value = mailbox.slimOf(user, value.id);
    if (method === 'GET' && path === '/labels') {
      value.labels = value.labels.map(({ id, name, type }) => ({ id, name, type })); // counts in labels.get only
    }
    return answerOf(mailbox.shaped(user, value, query));
  }

  async function answer(method, url, headers, body) {
    const found = url.pathname.match(API);
    if (found) return answerApi(method, url, headers.authorization, body, found);
    if (/^\/(upload|batch)/.test(url.pathname)) throw lacking(url.pathname);
    return signIn.answer(method, url, headers, body);
  }

  return { base, answer, control: { ...signIn.control, ...mailbox.control } };
}
