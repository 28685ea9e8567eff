// Runs the emulator of Gmail on loopback. What it leaves out of Gmail's behaviour is in behaviour.mjs; here are the
// door to it, the faults, the log of requests, and what tests may ask for under /_test/ (see gmail_server.py).
//
//   node runner.mjs FOLDER     FOLDER has node_modules; prints {"port": N} once it listens
//
// It ends with its standard input, so that none is left behind by tests that were killed.
import { webcrypto } from 'node:crypto';
import http from 'node:http';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { apiError, makeGmail, Refusal } from './behaviour.mjs';

globalThis.crypto ??= webcrypto; // Node 18 keeps it to itself, and the emulator signs its id tokens with it
const folder = process.argv[2];
const load = (name) => import(pathToFileURL(join(folder, 'node_modules', '@emulators', name, 'dist', 'index.js')));
const [core, google] = [await load('core'), await load('google')];

const faults = [];
const requests = [];
let gmail;
let last = Promise.resolve();

// One request after the other, as if each were a transaction: a replaced draft is never seen half done.
function inTurn(work) {
  const done = last.then(work);
  last = done.catch(() => {});
  return done;
}

function takeFault(method, path) {
  const index = faults.findIndex((fault) => fault.method.test(method) && fault.path.test(path));
  if (index < 0) return null;
  const fault = faults[index];
  if (fault.skip > 0) {
    fault.skip -= 1;
    return null;
  }
  fault.times -= 1;
  if (fault.times <= 0) faults.splice(index, 1);
  return fault;
}

const STATUSES = {
  400: ['FAILED_PRECONDITION', 'Precondition check failed.', 'failedPrecondition'],
  401: ['UNAUTHENTICATED', 'Request had invalid authentication credentials.', 'authError'],
  403: ['PERMISSION_DENIED', "Quota exceeded for quota metric 'Queries'.", 'rateLimitExceeded'],
  404: ['NOT_FOUND', 'Requested entity was not found.', 'notFound'],
  429: ['RESOURCE_EXHAUSTED', 'Too many concurrent requests for user.', 'rateLimitExceeded'],
  500: ['INTERNAL', 'Internal error encountered.', 'backendError'],
  503: ['UNAVAILABLE', 'The service is currently unavailable.', 'backendError'],
};

function faultAnswer(fault) {
  const [status, message, reason] = STATUSES[fault.status] ?? ['UNKNOWN', 'Error', 'backendError'];
  const answer = apiError(fault.status, fault.message ?? message, fault.reason ?? reason, status);
  if (fault.retry_after != null) answer.headers['retry-after'] = String(fault.retry_after);
  return answer;
}

const control = {
  fault(body) {
    const { method = '.*', path = '.*', times = 1, ...rest } = body;
    faults.push({ skip: 0, ...rest, times, method: RegExp(`^(?:${method})$`), path: RegExp(path) });
    return {};
  },
  clear_faults() {
    faults.length = 0;
    return {};
  },
  requests() {
    return { requests };
  },
  clear_requests() {
    requests.length = 0;
    return {};
  },
};

/** What Gmail answers. What the emulator cannot do is 501, which no code under test takes for an answer of Gmail's. */
async function answered(method, url, headers, body) {
  try {
    return await gmail.answer(method, url, headers, body);
  } catch (error) {
    if (error instanceof Refusal) return error.answer;
    console.error(error);
    return { status: 501, headers: {}, body: JSON.stringify({ message: String(error) }) };
  }
}

async function serve(request, response) {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const url = new URL(request.url, gmail.base);
  const body = Buffer.concat(chunks);
  const hook = url.pathname.match(/^\/_test\/(\w+)$/)?.[1];
  if (hook) {
    const run = control[hook] ?? gmail.control[hook];
    const answer = run ? await inTurn(() => run(JSON.parse(body.toString() || '{}'))) : { error: `no ${hook}` };
    return send(response, { status: run ? 200 : 404, headers: {}, body: JSON.stringify(answer) });
  }
  const fault = takeFault(request.method, url.pathname);
  const entry = { method: request.method, path: url.pathname, query: url.search.slice(1), status: 0 };
  requests.push(entry);
  let answer = null;
  if (fault?.status) answer = faultAnswer(fault);
  else if (!fault?.dropped) answer = await inTurn(() => answered(request.method, url, request.headers, body));
  entry.status = answer?.status ?? 0;
  if (fault?.delay) await new Promise((resolve) => setTimeout(resolve, fault.delay * 1000));
  if (fault?.dropped || fault?.unanswered) return response.destroy();
  return send(response, answer);
}

function send(response, answer) {
  response.writeHead(answer.status, { 'content-type': 'application/json; charset=UTF-8', ...answer.headers });
  response.end(answer.body);
}

const server = http.createServer((request, response) => {
  serve(request, response).catch((error) => {
    console.error(error);
    if (!response.headersSent) send(response, { status: 501, headers: {}, body: JSON.stringify({ message: String(error) }) });
  });
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address();
  gmail = makeGmail(core, google, `http://127.0.0.1:${port}`);
  console.log(JSON.stringify({ port }));
});
process.stdin.on('end', () => process.exit(0)).resume();
