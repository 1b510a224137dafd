// What was asked and what has become of it. A request stays "asked" until a snapshot shows that it
// has been carried out, so that the page never claims what is not so.

import {ApiError} from './api.js';

/** After this long without a sign the page says so; the request itself may still be carried out. */
const PATIENCE = 15_000;
/** A verification reads whole tables, at its own pace. */
const PATIENCE_TO_VERIFY = 3_600_000;

export class Requests {
  /** @param announce says a line to screen readers */
  constructor(store, announce) {
    this.store = store;
    this.announce = announce;
    store.onSnapshot(() => this.confirm());
  }

  of(key) {
    return this.store.requests.get(key) ?? null;
  }

  /**
   * Asks for something; never throws.
   *
   * @param key the field or row that it concerns
   * @param verb what is asked, for the button: `pause`
   * @param send makes the call
   * @param isDone tells from the store whether it shows
   */
  async ask(key, verb, send, isDone) {
    const request = {verb, at: Date.now(), isDone, state: 'sent', message: null};
    this.store.requests.set(key, request);
    this.store.changed();
    try {
      await send();
      request.state = 'asked';
      this.confirm();
    } catch (failure) {
      request.state = 'refused';
      request.message = failure instanceof ApiError ? failure.message : 'Everfill did not answer in time.';
      this.announce(verb + ' of ' + key + ' was refused: ' + request.message);
    }
    this.store.changed();
  }

  dismiss(key) {
    this.store.requests.delete(key);
    this.store.changed();
  }

  confirm() {
    for (const [key, request] of this.store.requests) {
      if (request.state === 'refused') {
        continue;
      }
      if (request.state === 'asked' && request.isDone(this.store)) {
        this.store.requests.delete(key);
      } else if (Date.now() - request.at > (request.verb === 'verify' ? PATIENCE_TO_VERIFY : PATIENCE)) {
        request.state = 'silent';
        request.message = 'There is no sign yet that this was done. The event log will tell.';
      }
    }
  }
}
