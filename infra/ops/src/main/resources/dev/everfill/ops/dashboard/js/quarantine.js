// The rows that PostgreSQL refused: their keys, why, and another try.

import * as api from './api.js';
import {attr, h, keyed, show, text} from './dom.js';
import {ago, count, instant, moment} from './format.js';
import {icon} from './icons.js';

const SHOWN = 50;

export function quarantine(parent, store) {
  const number = h('span', {class: 'muted num'});
  const list = h('ul', {class: 'rows'});
  const rest = h('p', {class: 'muted empty-line'});
  parent.append(
    h('header', {class: 'panel-head'}, h('h2', {id: 'quarantine-title'}, 'Quarantine'), number),
    h('p', {class: 'muted lead'}, 'PostgreSQL refused these values. The rest went on; a row leaves by itself once it gets a better value.'),
    list, rest);
  const update = ({quarantine: rows, fields}) => {
    const total = Math.max(rows.length, fields.reduce((sum, field) => sum + field.quarantinedRows, 0));
    show(parent, rows.length > 0);
    text(number, count(total) + (total === 1 ? ' row' : ' rows'));
    keyed(list, rows.slice(0, SHOWN), (row) => row.id, (row) => refused(store, row));
    const more = total - Math.min(rows.length, SHOWN);
    show(rest, more > 0);
    text(rest, 'and ' + count(more) + ' more, in the table everfill.quarantine');
  };
  return {update};
}

function refused(store, {id, field}) {
  const key = h('code', {class: 'key'});
  const state = h('code', {class: 'sqlstate', title: 'SQLSTATE'});
  const message = h('p', {class: 'refusal'});
  const source = h('p', {class: 'muted source num'});
  const word = h('span');
  const again = () => store.asking.ask('quarantine ' + id, 'retry', () => api.retry(id), done);
  const done = () => store.snapshot.quarantine.every((row) => row.id !== id || row.retryRequested);
  const button = h('button', {type: 'button', on: {click: () => button.getAttribute('aria-disabled') !== 'true' && again()}}, icon('retry'), word);
  const el = h('li', {}, h('div', {class: 'row-body'},
    h('p', {class: 'row-head'}, key, h('span', {}, field), state), message, source), button);
  const update = (row) => {
    text(key, row.key ?? 'no key');
    show(state, row.sqlState !== null);
    text(state, row.sqlState);
    text(message, row.message);
    const at = instant(row.at);
    const tries = row.attempts + (row.attempts === 1 ? ' try' : ' tries');
    text(source, [row.source, tries, at === null ? null : ago(at, store.now())].filter(Boolean).join(' · '));
    attr(source, 'title', at === null ? null : moment(at));
    press(store, row, button, word, key);
  };
  return {el, update};
}

function press(store, row, button, word, key) {
  const request = store.asking.of('quarantine ' + row.id);
  const asked = row.retryRequested || request?.state === 'sent' || request?.state === 'asked';
  attr(button, 'aria-disabled', asked || store.link !== 'up' ? 'true' : null);
  attr(button, 'data-asked', asked);
  attr(button, 'aria-label', (asked ? 'Trying again ' : 'Try again ') + key.textContent);
  text(word, asked ? 'Trying…' : request?.state === 'refused' ? 'Refused, try again' : 'Try again');
  attr(button, 'title', request?.message ?? null);
}
