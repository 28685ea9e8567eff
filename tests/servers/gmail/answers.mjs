// Answers and errors as Google shapes them.

/** An error that is the answer, from wherever it is found out. */
export class Refusal extends Error {
  constructor(answer) {
    super(answer.body);
    this.answer = answer;
  }
}

export function answerOf(value, status = 200) {
  return { status, headers: {}, body: value === undefined ? '' : JSON.stringify(value) };
}

export function apiError(code, message, reason, status, more = {}) {
  return answerOf({ error: { code, message, errors: [{ message, domain: 'global', reason }], status, ...more } }, code);
}

export const notFound = () =>
  new Refusal(apiError(404, 'Requested entity was not found.', 'notFound', 'NOT_FOUND'));

export const invalid = (message) => new Refusal(apiError(400, message, 'invalidArgument', 'INVALID_ARGUMENT'));

/** What nobody here can do: 501, which Gmail never answers, so that no test takes it for Gmail's word. */
export const lacking = (what) => new Refusal(answerOf({ message: `the stand-in for Gmail has no ${what}` }, 501));
