// What else there is to know of a field, as words and values.

import {attr, h, text} from './dom.js';
import {ago, count, instant, millis, rate, seconds} from './format.js';

const ROWS = [
  ['Freshness', freshness],
  ['Pace', pace],
  ['Verified', verified],
  ['Quarantine', quarantine],
  ['Changed', (field) => [count(field.rowsChanged) + ' rows in all', 'plain']],
];

export function facts(store) {
  const parts = ROWS.map(([title, of]) => {
    const value = h('dd', {class: 'num'});
    return {of, value, el: h('div', {'data-fact': title.toLowerCase()}, h('dt', {}, title), value)};
  });
  const el = h('dl', {class: 'facts'}, parts.map((part) => part.el));
  const update = (field) =>
    parts.forEach(({of, value, el: row}) => {
      const [said, level] = of(field, store.now());
      text(value, said);
      attr(row, 'data-level', level);
    });
  return {el, update};
}

function freshness({freshnessSeconds, state}) {
  if (freshnessSeconds === null) {
    return [state === 'failed' || state === 'paused' ? 'not followed' : 'not live yet', 'none'];
  }
  return ['at most ' + seconds(freshnessSeconds) + ' old', freshnessSeconds > 60 ? 'warn' : 'plain'];
}

function pace({pace: one}) {
  if (!one) {
    return ['–', 'none'];
  }
  const rows = one.rowsPerSecond === null ? 'no bound on rows' : 'at most ' + rate(one.rowsPerSecond);
  const hold = 'hold ≤ ' + millis(one.maxHoldMillis);
  return [rows + ', ' + hold + (one.overridden ? ', set by hand' : ''), 'plain'];
}

function verified({verified: one}, now) {
  if (!one) {
    return ['never', 'none'];
  }
  const at = instant(one.at);
  const when = at === null ? '' : ', ' + ago(at, now);
  return [count(one.mismatches) + ' of ' + count(one.rows) + ' differ' + when, one.mismatches > 0 ? 'bad' : 'good'];
}

function quarantine({quarantinedRows}) {
  return quarantinedRows === 0
    ? ['empty', 'plain']
    : [count(quarantinedRows) + (quarantinedRows === 1 ? ' row' : ' rows') + ' refused', 'warn'];
}
