// What the page knows. Changed by the connection and by what people ask; drawn once per frame.

import {instant} from './format.js';

const EVENTS_KEPT = 500;

/**
 * phase: loading, ready, token, broken · link: up, down · skew: the server's clock less ours, in
 * milliseconds, by the freshest snapshot · requests: what was asked and is not confirmed, by field or row.
 */
export class Store {
  constructor() {
    this.phase = 'loading';
    this.link = 'down';
    this.snapshot = null;
    this.seenAt = null;
    this.retryAt = null;
    this.problem = null;
    this.events = [];
    this.skew = null;
    this.requests = new Map();
    this.listeners = new Set();
    this.readers = new Set();
  }

  /** Called with every snapshot, drawn or not. */
  onSnapshot(reader) {
    this.readers.add(reader);
  }

  onChange(listener) {
    this.listeners.add(listener);
  }

  changed() {
    this.listeners.forEach((listener) => listener(this));
  }

  set(values) {
    Object.assign(this, values);
    this.changed();
  }

  /** The time by the server's clock. */
  now() {
    return Date.now() + (this.skew ?? 0);
  }

  take(snapshot) {
    const at = instant(snapshot.at);
    this.seenAt = Date.now();
    this.skew = Math.max(this.skew ?? -Infinity, at - this.seenAt);
    this.snapshot = snapshot;
    this.phase = 'ready';
    this.link = 'up';
    this.problem = null;
    this.readers.forEach((reader) => reader(snapshot));
    this.changed();
  }

  /** Newest first; one that is known is not added again. */
  takeEvent(event) {
    if (this.events.some((known) => known.id === event.id)) {
      return;
    }
    this.events.unshift(event);
    this.events.sort((one, other) => other.id - one.id);
    this.events.length = Math.min(this.events.length, EVENTS_KEPT);
    this.changed();
  }

  lastEventId() {
    return this.events[0]?.id ?? 0;
  }
}
