// The event log: who did what, when, the newest first.

import {attr, h, keyed, show, text} from './dom.js';
import {clock, count, instant, millis, moment, rate, seconds, words} from './format.js';

const SHOWN = 200;

const SAID = {
  registered: 'was registered',
  started: 'has started',
  paused: 'was paused',
  resumed: 'was resumed',
  paced: 'got another pace',
  retry_requested: 'rows are tried again',
  verified: 'was verified',
  repaired: 'was repaired',
  resync_requested: 'is to be read again',
  resync_started: 'is being read again',
  resync_done: 'has been read again',
  failed: 'has failed',
  live: 'is live',
  interrupted: 'was interrupted',
};

export function events(parent, filter) {
  const list = h('ol', {class: 'event-list', reversed: true});
  const none = h('p', {class: 'muted empty-line'}, 'Nothing has happened yet.');
  parent.append(none, list);
  let redraw = () => {};
  filter.addEventListener('change', () => redraw());
  const update = (store) => {
    redraw = () => update(store);
    choices(filter, store.snapshot.fields);
    const of = filter.value;
    const all = store.events.filter((one) => of === '' || one.field === of).slice(0, SHOWN);
    show(none, all.length === 0);
    keyed(list, all, (one) => one.id, line);
  };
  return {update};
}

function choices(filter, fields) {
  const all = [{name: '', label: 'All fields'}, ...fields.map(({name}) => ({name, label: name}))];
  keyed(filter, all, ({name}) => name, ({name, label}) => ({el: h('option', {value: name}, label), update: () => {}}));
}

function line(event) {
  const at = instant(event.at);
  const detail = told(event);
  const el = h('li', {'data-kind': event.kind},
    h('time', {datetime: new Date(at).toISOString(), title: moment(at), class: 'num'}, clock(at)),
    h('div', {}, h('p', {}, event.field ? h('strong', {}, event.field) : h('strong', {}, 'Pipeline'), ' ', SAID[event.kind] ?? words(event.kind),
      h('span', {class: 'muted'}, ' by ' + who(event.actor))), detail ? h('p', {class: 'muted event-detail'}, detail) : null));
  return {el, update: () => attr(el, 'data-id', event.id)};
}

/** What came through the API carries its own name behind that of the API. */
function who(actor) {
  return actor.startsWith('api:') ? actor.slice(4) : actor;
}

/** The detail, a JSON object as text, as words; as it is if it is something else. */
function told({detail}) {
  let values;
  try {
    values = JSON.parse(detail ?? '{}');
  } catch {
    return detail;
  }
  return Object.entries(values ?? {})
    .map(([name, value]) => part(name, value))
    .filter(Boolean)
    .join(' · ');
}

/** Of what a detail may hold, as words; the rest by name. Nothing for what says nothing. */
const PARTS = {
  message: String,
  reason: words,
  rows: (value) => count(value) + ' rows',
  mismatches: (value) => count(value) + ' differ',
  repaired: (value) => (value > 0 ? count(value) + ' repaired' : ''),
  busy: (value) => (value > 0 ? count(value) + ' in motion, not judged' : ''),
  sample: (value) => (value ? 'a sample' : ''),
  seconds,
  rowsPerSecond: (value) => (value === 0 ? 'no bound on rows' : 'at most ' + rate(value)),
  maxHoldMicros: (value) => 'hold ≤ ' + millis(value / 1000),
  askedFor: (value) => 'asked for ' + value,
};

function part(name, value) {
  if (value === null || value === '') {
    return '';
  }
  return PARTS[name] ? PARTS[name](value) : words(name) + ' ' + (typeof value === 'object' ? JSON.stringify(value) : value);
}
