// What there is to say of the whole, in one line each. Pure: nothing is true here that the snapshot
// does not say. Only a pipeline of which every field is live, and may be read, has nothing to say.

import {count, duration, percent, words} from './format.js';

/** What reading the tables again cures. */
export const RESYNCABLE = new Set(['slot_lost', 'slot_gap', 'system_changed', 'changes_missed', 'topic_recreated']);

/** Live is what is complete and may be read, nothing less. */
export function isLive(field) {
  return field.state === 'live' && field.ready;
}

/** The worst first: `{level, title, text, items: [{field, text}]}`. */
export function verdicts(store) {
  const {snapshot} = store;
  if (snapshot === null) {
    return [];
  }
  const all = [trouble(snapshot), slot(snapshot), failed(snapshot), starting(snapshot), waiting(snapshot)];
  return all.filter((one) => one !== null);
}

function trouble({trouble: one}) {
  return one === null || one === undefined
    ? null
    : {level: 'bad', key: 'trouble', title: sentence(words(one.reason)), text: one.message, since: one.since, items: []};
}

function slot({slot: one}) {
  const gone = one && (one.status === 'lost' || one.status === 'missing');
  return gone
    ? {level: 'bad', key: 'slot', title: 'The replication slot is ' + one.status, text: 'Changes may have been missed: read the tables again (resync).', items: []}
    : null;
}

function failed({fields}) {
  const items = fields
    .filter((field) => field.state === 'failed')
    .map((field) => ({field, code: field.reason, text: field.error ?? 'No more is known: see the log.'}));
  const title = items.length === 1 ? '1 field has failed' : count(items.length) + ' fields have failed';
  return items.length === 0 ? null : {level: 'bad', key: 'failed', title, items};
}

function starting({fields, started, trouble: one}) {
  const text = fields.length > 0 ? 'What is shown is as it was left.' : null;
  return started || one ? null : {level: 'busy', key: 'starting', title: 'Everfill is starting', text, items: []};
}

function waiting({fields}) {
  const items = fields
    .filter((field) => field.state !== 'failed' && !isLive(field))
    .map((field) => ({field, text: progress(field)}));
  if (items.length === 0) {
    return null;
  }
  const stands = items.some(({field}) => field.state === 'paused' || field.state === 'interrupted');
  const live = fields.filter(isLive).length;
  const title = live + ' of ' + fields.length + (fields.length === 1 ? ' field is live' : ' fields are live');
  const text = 'Until a column is live, a page that reads it is silently short.';
  return {level: stands ? 'warn' : 'busy', key: 'waiting', title, text, items};
}

function progress(field) {
  const why = field.reason ? ': ' + words(field.reason) : '';
  if (field.state === 'live') {
    return 'complete, but not ready to be read' + why;
  }
  if (field.state === 'backfilling' || field.state === 'capturing') {
    const left = field.etaSeconds === null ? '' : ', about ' + duration(field.etaSeconds) + ' left';
    return field.state + ', ' + percent(field.percent) + left;
  }
  return field.state + why + (field.state === 'paused' ? ' at ' + percent(field.percent) : '');
}

export function sentence(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** One word for the tab and its sign: ok, busy, warn, bad, off. */
export function overall(store) {
  if (store.phase !== 'ready' || store.link !== 'up') {
    return store.phase === 'loading' ? 'busy' : 'off';
  }
  const levels = verdicts(store).map((one) => one.level);
  const worst = ['bad', 'warn', 'busy'].find((level) => levels.includes(level));
  return worst ?? (store.snapshot.fields.length === 0 ? 'off' : 'ok');
}
