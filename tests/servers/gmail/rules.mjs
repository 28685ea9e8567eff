// What Gmail's API says of itself, as plain functions: scopes, headers, subjects, searches.
// https://developers.google.com/workspace/gmail/api/reference/rest

const SCOPE = 'https://www.googleapis.com/auth/gmail.';
const FULL = 'https://mail.google.com/';
const READ = ['readonly', 'modify', 'metadata'];
const WRITE = ['modify', 'compose'];

// The scopes of which each method wants one, besides the full one.
const WANTED = [
  ['GET', /^\/profile$/, [...READ, 'compose']],
  ['GET', /^\/(messages|threads|history)(\/|$)/, READ],
  ['GET', /^\/drafts(\/|$)/, ['readonly', ...WRITE]],
  ['POST|PUT|DELETE', /^\/drafts(\/|$)/, WRITE],
  ['POST', /^\/messages\/send$/, [...WRITE, 'send']],
  ['POST', /^\/messages(\/import)?$/, ['modify', 'insert']],
  ['POST', /^\/messages\/batchDelete$/, []],
  ['POST', /^\/(messages|threads)\/.+/, ['modify']],
  ['DELETE', /^\/(messages|threads)\/.+/, []],
  ['GET', /^\/labels(\/|$)/, [...READ, 'labels']],
  ['POST|PUT|PATCH|DELETE', /^\/labels(\/|$)/, ['modify', 'labels']],
  ['GET', /^\/settings\//, ['settings.basic', 'readonly', 'modify']],
];

/** Whether one of the granted scopes is enough. `path` begins after /users/ID. */
export function allowed(method, path, granted) {
  const row = WANTED.find(([methods, pattern]) => methods.split('|').includes(method) && pattern.test(path));
  const enough = [FULL, ...(row?.[2] ?? []).map((name) => SCOPE + name)];
  return granted.some((scope) => enough.includes(scope));
}

/** The header of a mail as it stands there, unfolded: [{name, value}]. */
export function headersOf(raw) {
  const text = raw.toString('utf8').replace(/\r\n/g, '\n');
  const head = text.split('\n\n', 1)[0].replace(/\n[ \t]+/g, ' ');
  return head.split('\n').flatMap((line) => {
    const colon = line.indexOf(':');
    return colon > 0 ? [{ name: line.slice(0, colon), value: line.slice(colon + 1).trim() }] : [];
  });
}

export function header(raw, name) {
  return headersOf(raw).find((one) => one.name.toLowerCase() === name.toLowerCase())?.value ?? '';
}

/** Encoded words (RFC 2047) as text. */
function decoded(value) {
  const joined = value.replace(/(\?=)\s+(=\?)/g, '$1$2');
  return joined.replace(/=\?([^?*]+)(?:\*[^?]*)?\?([bq])\?([^?]*)\?=/gi, (whole, charset, kind, text) => {
    const bytes =
      kind.toLowerCase() === 'b'
        ? Buffer.from(text, 'base64')
        : Buffer.from(
            text.replace(/_/g, ' ').replace(/=([0-9a-f]{2})/gi, (_, hex) => String.fromCharCode(parseInt(hex, 16))),
            'latin1',
          );
    try {
      return new TextDecoder(charset).decode(bytes);
    } catch {
      return whole;
    }
  });
}

/** A subject without its reply prefixes. Gmail keeps to itself which it knows; these are the common ones. */
export function bareSubject(raw) {
  const prefix = /^\s*(?:re|fwd?|aw|wg|antw|sv|vs|rv|rif|odp|ynt|回复|答复|返信)(?:\[\d+\])?\s*[:：]\s*/iu;
  let subject = decoded(header(raw, 'Subject'));
  while (prefix.test(subject)) subject = subject.replace(prefix, '');
  return subject.replace(/\s+/g, ' ').trim().toLowerCase();
}

/**
 * A search, split: the Message-IDs wanted, whether spam and trash are searched, and what the emulator can do itself.
 * `unknown` names an operator of Gmail's that nobody here can answer, so that no test takes silence for "nothing".
 */
export function splitSearch(q) {
  const ids = [];
  let rest = q.replace(/(?:^|(?<=\s))rfc822msgid:("[^"]*"(?=\s|$)|\S+)/gi, (_, value) => {
    ids.push(value.replace(/^"(.*)"$/, '$1').replace(/^<(.*)>$/, '$1'));
    return '';
  });
  const everywhere = /(?:^|\s)in:anywhere(?=\s|$)/i.test(rest);
  rest = rest.replace(/(^|\s)in:anywhere(?=\s|$)/gi, ' ').trim();
  const known = /^(?:-?label|in|is|from|to|subject|before|after|has):/i;
  const terms = rest.match(/"[^"]+"|\S+/g) ?? [];
  const unknown = terms.find(
    (term) => /^-(?!label:)/.test(term) || /[{}]/.test(term) || term === 'OR' || (/^\w+:/.test(term) && !known.test(term)),
  );
  return { ids, everywhere, rest, unknown };
}
