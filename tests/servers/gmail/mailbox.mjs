// What lies in the mailboxes: mails, threads, drafts, and the lists and the history of them, as Gmail has them.
import { randomBytes } from 'node:crypto';
import { invalid, lacking, notFound } from './answers.mjs';
import { bareSubject, header, headersOf, splitSearch } from './rules.mjs';

const NOBODY = 'nobody@gmail.invalid';
const NO_RAW = "'raw' RFC822 payload message string or uploading message via /upload/* URL required";
const newId = () => randomBytes(8).toString('hex');
const rawOf = (mail) => Buffer.from(mail.raw, 'base64url');
const slim = (mail) => ({ id: mail.gmail_id, threadId: mail.thread_id, labelIds: mail.label_ids });

/** The part of a list that was asked for. */
function page(items, query) {
  const start = Number(query.get('pageToken') ?? 0);
  const end = start + Math.min(500, Number(query.get('maxResults') ?? 100));
  return { items: items.slice(start, end), nextPageToken: end < items.length ? String(end) : undefined };
}

/**
 * Args:
 *   gs: the emulator's collections.
 *   call(user, method, path, body): the emulator's own answer, as a user who may do everything.
 */
export function makeMailbox(gs, call) {
  const mailsOf = (user) => gs.messages.findBy('user_email', user);
  const mailOf = (user, id) => mailsOf(user).find((mail) => mail.gmail_id === id);
  const floors = new Map(); // by user, the oldest history id that is kept

  function draftOf(user, id) {
    const found = gs.drafts.findBy('user_email', user).find((draft) => draft.gmail_id === id);
    if (!found) throw notFound();
    return found;
  }

  function slimDraft(user, id) {
    return { id, message: slim(mailOf(user, draftOf(user, id).message_gmail_id)) };
  }

  // --- mails and drafts ---

  function rawFrom(message) {
    if (typeof message?.raw !== 'string' || !message.raw) throw invalid(NO_RAW);
    return Buffer.from(message.raw, 'base64url');
  }

  /**
   * Where a mail goes: into a thread only if its headers name a mail there and its subject is that mail's ("Managing
   * threads" in the API's guide); else into one of its own. A threadId that is not there is a 404.
   */
  function threadFor(user, raw, wanted) {
    const mails = mailsOf(user);
    if (wanted && !mails.some((mail) => mail.thread_id === wanted)) throw notFound();
    const named = `${header(raw, 'In-Reply-To')} ${header(raw, 'References')}`.match(/<[^<>]*>/g) ?? [];
    const linked = mails.filter(
      (mail) =>
        named.includes(mail.message_id) &&
        (!wanted || mail.thread_id === wanted) &&
        bareSubject(rawOf(mail)) === bareSubject(raw),
    );
    return linked.at(-1)?.thread_id ?? newId();
  }

  /** Stores a mail. Its internalDate is when it came, unless `at` (ms) says otherwise. */
  async function insert(user, raw, labelIds, threadId, at = Date.now()) {
    const mail = { raw: raw.toString('base64url'), labelIds, threadId, internalDate: String(at) };
    const { id } = await call(user, 'POST', '/messages', mail);
    // Set again, since the emulator takes milliseconds of before 2001 for seconds.
    return gs.messages.update(mailOf(user, id).id, { internal_date: String(at) });
  }

  async function createMessage({ user, json, found, query }) {
    const raw = rawFrom(json);
    const source = query.get('internalDateSource') ?? (found[1] === '/import' ? 'dateHeader' : 'receivedTime');
    const dated = source === 'dateHeader' ? Date.parse(header(raw, 'Date')) : NaN;
    const labels = found[1] === '/send' ? ['SENT'] : (json.labelIds ?? []);
    const at = Number.isNaN(dated) ? Date.now() : dated;
    return slim(await insert(user, raw, labels, threadFor(user, raw, json.threadId), at));
  }

  async function createDraft({ user, json }) {
    const raw = rawFrom(json.message);
    const mail = await insert(user, raw, ['DRAFT'], threadFor(user, raw, json.message.threadId));
    return slimDraft(user, gs.drafts.findBy('message_gmail_id', mail.gmail_id)[0].gmail_id);
  }

  async function updateDraft({ user, json, found }) {
    const raw = rawFrom(json.message);
    draftOf(user, found[1]);
    return replaceDraft(user, found[1], raw, threadFor(user, raw, json.message.threadId));
  }

  /** The draft keeps its id; what it holds is another message from now on, and the former one is deleted. */
  async function replaceDraft(user, draftId, raw, threadId) {
    const draft = draftOf(user, draftId);
    const former = mailOf(user, draft.message_gmail_id);
    const mail = await insert(user, raw, former.label_ids, threadId ?? former.thread_id);
    for (const made of gs.drafts.findBy('message_gmail_id', mail.gmail_id)) gs.drafts.delete(made.id);
    gs.drafts.update(draft.id, { message_gmail_id: mail.gmail_id });
    await call(user, 'DELETE', `/messages/${former.gmail_id}`);
    return slimDraft(user, draftId);
  }

  /** The draft is gone, and a message with an id of its own stands in its thread, with SENT. */
  async function sendDraft(user, draftId, raw) {
    const former = mailOf(user, draftOf(user, draftId).message_gmail_id);
    const mail = await insert(user, raw ?? rawOf(former), ['SENT'], former.thread_id);
    await call(user, 'DELETE', `/drafts/${draftId}`);
    return slim(mail);
  }

  // --- lists ---

  /** All rows of one of the emulator's lists. */
  async function everything(user, path, key, query) {
    const rows = [];
    for (let token = ''; token !== undefined; ) {
      query.set('maxResults', '500');
      query.set('pageToken', token);
      const part = await call(user, 'GET', `${path}?${query}`);
      rows.push(...part[key]);
      token = part.nextPageToken;
    }
    return rows;
  }

  /** All that match, newest first. `rfc822msgid:` is exact, as in Gmail; the emulator never finds any. */
  async function search(user, query, labels) {
    const { ids, everywhere, rest, unknown } = splitSearch(query.get('q') ?? '');
    if (unknown) throw lacking(`operator ${unknown}`);
    const anywhere = everywhere || ['true', '1'].includes(query.get('includeSpamTrash'));
    const asked = new URLSearchParams({ q: rest, includeSpamTrash: String(anywhere) });
    for (const label of labels) asked.append('labelIds', label);
    const all = await everything(user, '/messages', 'messages', asked);
    if (!ids.length) return all;
    const has = (mail, id) => header(rawOf(mail), 'Message-ID').replace(/^<(.*)>$/, '$1') === id;
    const wanted = mailsOf(user).filter((mail) => ids.every((id) => has(mail, id)));
    const found = new Set(wanted.map((mail) => mail.gmail_id));
    return all.filter((mail) => found.has(mail.id));
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

  // History ids are uint64 in Gmail's API; the emulator's have 21 digits and would not fit.
  const zero = (BigInt(Date.now()) - 1000n) * 10n ** 8n;
  const outward = (id) => String(BigInt(id) > zero ? BigInt(id) - zero : 1n);
  const inward = (id) => String(BigInt(id) + zero);

  function historyId(user) {
    const ids = mailsOf(user).map((mail) => mail.history_id);
    for (const event of gs.history.findBy('user_email', user)) ids.push(event.gmail_id);
    return ids.reduce((most, id) => (BigInt(id) > BigInt(most) ? id : most), floors.get(user) ?? '0');
  }

  /** A startHistoryId from before what is still kept is a 404: the client has to read everything anew. */
  async function listHistory({ user, query }) {
    const start = query.get('startHistoryId') ?? '';
    if (!/^\d+$/.test(start)) throw invalid('Invalid startHistoryId');
    if (BigInt(inward(start)) < BigInt(floors.get(user) ?? 0)) throw notFound();
    const asked = new URLSearchParams({ startHistoryId: inward(start) });
    for (const type of query.getAll('historyTypes')) asked.append('historyTypes', type);
    const all = (await everything(user, '/history', 'history', asked))
      .map((record) => historyRecord(record, query.get('labelId')))
      .filter((record) => record.messages.length);
    const { items, nextPageToken } = page(all, query);
    return { history: items, nextPageToken, historyId: historyId(user) };
  }

  /**
   * Of a mail, a record names id and threadId, and in what happened to it its labels; no more, as Gmail has it. With
   * a label it keeps what happened to mails that have it or had it just before; the emulator looks at the event only.
   */
  function historyRecord({ id, messages, ...happened }, label) {
    const concerns = ({ message, labelIds }) => !label || [...message.labelIds, ...(labelIds ?? [])].includes(label);
    const record = { id: outward(id), messages: [] };
    const kept = new Set();
    for (const [kind, events] of Object.entries(happened)) {
      record[kind] = events.filter(concerns).map(({ message, labelIds }) => {
        kept.add(message.id);
        return { message: { id: message.id, threadId: message.threadId, labelIds: message.labelIds }, labelIds };
      });
    }
    const rows = messages.filter((mail) => kept.has(mail.id));
    return { ...record, messages: rows.map((mail) => ({ id: mail.id, threadId: mail.threadId })) };
  }

  /** Burns a history id, so that every id that anybody knows is older than what is kept. */
  async function forgetHistory(user) {
    floors.set(user, (await insert(NOBODY, Buffer.from('Subject: -\r\n\r\n'), [], newId())).history_id);
  }

  function profile({ user }) {
    const mails = mailsOf(user);
    const threads = new Set(mails.map((mail) => mail.thread_id));
    const totals = { messagesTotal: mails.length, threadsTotal: threads.size };
    return { emailAddress: user, ...totals, historyId: historyId(user) };
  }

  // --- answers ---

  /** As Google writes JSON: no empty lists, true sizes and headers, ids that fit. */
  function shaped(user, value, query, key = '') {
    if (Array.isArray(value)) return value.map((item) => shaped(user, item, query));
    if (value === null || typeof value !== 'object') return key === 'historyId' ? outward(value) : value;
    const kept = Object.entries(value).filter(([, inner]) => !Array.isArray(inner) || inner.length);
    const made = Object.fromEntries(kept.map(([name, inner]) => [name, shaped(user, inner, query, name)]));
    const mail = value.sizeEstimate === undefined ? null : mailOf(user, value.id);
    if (mail) made.sizeEstimate = rawOf(mail).length;
    if (mail && made.payload) {
      const names = query.getAll('metadataHeaders').map((name) => name.toLowerCase());
      const wanted = ({ name }) => !names.length || names.includes(name.toLowerCase());
      made.payload.headers = headersOf(rawOf(mail)).filter(wanted);
    }
    return made;
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

  const bytes = (raw) => raw && Buffer.from(raw, 'base64url');
  const control = {
    forget_history: ({ address }) => forgetHistory(address),
    /** As mail comes in, or as the person's own mail lies there: with any label and of any age. */
    async deliver({ address, raw, at, labels, thread }) {
      const mail = bytes(raw);
      return slim(await insert(address, mail, labels, thread ?? threadFor(address, mail), at));
    },
    replace_draft: ({ address, draft, raw }) => replaceDraft(address, draft, bytes(raw)),
    press_send: ({ address, draft, raw }) => sendDraft(address, draft, bytes(raw)),
    mails({ address }) {
      const drafts = gs.drafts.findBy('user_email', address).map((one) => [one.message_gmail_id, one.gmail_id]);
      const labels = gs.labels.findBy('user_email', address).map((one) => [one.gmail_id, one.name]);
      const draft = Object.fromEntries(drafts);
      const row = (mail) => ({ at: Number(mail.internal_date), draft: draft[mail.gmail_id] ?? null, raw: mail.raw });
      const mails = mailsOf(address).map((mail) => ({ ...slim(mail), ...row(mail) }));
      return { labels: Object.fromEntries(labels), mails };
    },
  };

  const slimOf = (user, id) => slim(mailOf(user, id));
  return { routes, shaped, slimOf, control };
}
