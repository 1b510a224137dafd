// The HTTP API: JSON there and back, problems (RFC 9457) as errors with the server's own words.

import {token} from './token.js';

const ROOT = 'api/v1/';

/** What the server answered instead of what was asked for; status 0 if there was no answer. */
export class ApiError extends Error {
  constructor(status, message, reason) {
    super(message);
    this.status = status;
    this.reason = reason;
  }
}

function headers(more) {
  const secret = token.get();
  return secret ? {...more, Authorization: 'Bearer ' + secret} : more;
}

async function problem(response) {
  let body = {};
  try {
    body = await response.json();
  } catch {
    // Whatever stands between may answer without JSON; the status line then has to do.
  }
  const said = body.detail ?? body.title ?? response.statusText;
  return new ApiError(response.status, said || 'The server answered ' + response.status, body.reason);
}

async function call(path, options) {
  let response;
  try {
    response = await fetch(ROOT + path, {cache: 'no-store', ...options});
  } catch (failure) {
    if (failure.name === 'AbortError') {
      throw failure;
    }
    throw new ApiError(0, 'Everfill does not answer.');
  }
  if (!response.ok) {
    throw await problem(response);
  }
  return response;
}

/** The newest snapshot. */
export async function status() {
  const response = await call('status', {
    headers: headers({Accept: 'application/json'}),
    signal: AbortSignal.timeout(10_000),
  });
  return response.json();
}

/**
 * The stream of snapshots and events, after the event of that id.
 *
 * @return the open response
 */
export function events(lastId, signal) {
  return call('events', {
    headers: headers({Accept: 'text/event-stream', 'Last-Event-ID': lastId}),
    signal,
  });
}

function change(method, path, body) {
  return call(path, {
    method,
    headers: headers({
      Accept: 'application/json',
      'Content-Type': 'application/json',
      'X-Everfill-Actor': 'dashboard',
    }),
    body: JSON.stringify(body ?? {}),
    signal: AbortSignal.timeout(10_000),
  });
}

const field = (name, verb) => 'fields/' + encodeURIComponent(name) + '/' + verb;

export const pause = (name) => change('PUT', field(name, 'pause'));
export const resume = (name) => change('PUT', field(name, 'resume'));
/** `{rowsPerSecond, maxHold}`; what is left out is as configured. */
export const pace = (name, bounds) => change('PUT', field(name, 'pace'), bounds);
/** `{repair, sample}` */
export const verify = (name, how) => change('POST', field(name, 'verify'), how);
export const resync = (name) => change('POST', field(name, 'resync'));
export const retry = (id) => change('POST', 'quarantine/' + id + '/retry');
