// Keeps the store at the server's newest: the snapshot first, then the stream, over and over.

import * as api from './api.js';
import {read} from './sse.js';
import {token} from './token.js';

const FIRST_WAIT = 500;
const LONGEST_WAIT = 5_000;
/** The server says something every few seconds; a stream that is silent for longer is dead. */
const SILENCE = 15_000;

/** All streams may be taken; the state is then asked for again and again. */
const POLLED_EVERY = 2_000;

export class Connection {
  constructor(store) {
    this.store = store;
    this.wait = FIRST_WAIT;
    this.wake = () => {};
  }

  /** Runs as long as the page is open. */
  async run() {
    for (;;) {
      try {
        await this.follow();
      } catch (failure) {
        this.lost(failure);
      }
      if (this.store.phase === 'token') {
        await new Promise((entered) => (this.wake = entered));
      } else {
        await this.pause();
      }
    }
  }

  /** Does not wait for its time, or for the token, any longer. */
  now() {
    this.wait = FIRST_WAIT;
    this.wake();
  }

  async follow() {
    this.store.take(await api.status());
    this.wait = FIRST_WAIT;
    const abort = new AbortController();
    let heard = Date.now();
    const watch = setInterval(() => {
      if (Date.now() - heard > SILENCE) {
        abort.abort();
      }
    }, 1_000);
    try {
      const response = await api.events(this.store.lastEventId(), abort.signal);
      await read(response.body, (event) => this.dispatch(event), () => (heard = Date.now()));
    } finally {
      clearInterval(watch);
      abort.abort();
    }
    throw new api.ApiError(0, 'The connection has ended.');
  }

  dispatch({type, data}) {
    const value = JSON.parse(data);
    if (type === 'snapshot') {
      this.store.take(value);
    } else if (type === 'event') {
      this.store.takeEvent(value);
    }
  }

  lost(failure) {
    if (failure.status === 503 && this.store.link === 'up') {
      this.wait = POLLED_EVERY;
      return;
    }
    if (failure.status === 401) {
      const refused = token.get() !== null;
      token.forget();
      this.store.set({phase: 'token', link: 'down', problem: refused ? failure.message : null});
    } else if (this.store.snapshot === null && (failure.status ?? -1) !== 0) {
      this.store.set({phase: 'broken', link: 'down', problem: failure.message});
    } else {
      this.store.set({link: 'down', problem: failure.message});
    }
  }

  async pause() {
    const wait = this.wait * (0.75 + Math.random() / 2);
    this.wait = Math.min(LONGEST_WAIT, this.wait * 2);
    this.store.set({retryAt: Date.now() + wait});
    await new Promise((woken) => {
      this.wake = woken;
      setTimeout(woken, wait);
    });
    this.store.set({retryAt: null});
  }
}
