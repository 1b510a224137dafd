// The two commands that want to know more: pace and verify. Both answer null if they were closed.

import {attr, h} from './dom.js';
import {ask, confirmed} from './dialog.js';

const UNLIMITED = 'unlimited';

/** `{rowsPerSecond, maxHold}` as the API takes them; null in them is what the configuration says. */
export async function askPace(field) {
  const bound = field.pace?.rowsPerSecond ?? null;
  const limited = radio('bound', 'limited', 'At most', bound !== null);
  const rows = number('rows', bound ?? 1000, 1, 10_000_000, 'Rows per second');
  const free = radio('bound', UNLIMITED, 'No bound', bound === null);
  const hold = number('hold', Math.max(1, Math.round(field.pace?.maxHoldMillis ?? 20)), 1, 60_000, 'Longest hold in milliseconds');
  const body = [
    h('p', {class: 'muted'}, 'Holds at once and until it is changed again, on every process.'),
    h('fieldset', {}, h('legend', {}, 'Rows that change per second'),
      h('div', {class: 'choice'}, limited.el, rows, h('span', {}, 'rows per second')), h('div', {class: 'choice'}, free.el)),
    h('fieldset', {}, h('legend', {}, 'Rows are held'),
      h('div', {class: 'choice'}, h('span', {}, 'for at most'), hold, h('span', {}, 'ms'))),
  ];
  follow(limited.input, free.input, rows);
  const read = (data) => ({
    rowsPerSecond: data.get('bound') === UNLIMITED ? UNLIMITED : Number(data.get('rows')),
    maxHold: Number(data.get('hold')) + 'ms',
  });
  const extra = {label: 'As configured', answer: {rowsPerSecond: null, maxHold: null}};
  const answer = await ask({title: 'Pace of ' + field.name, body, confirm: 'Set pace', read, extra});
  const unbound = answer?.rowsPerSecond === UNLIMITED && bound !== null;
  return unbound && !(await unlimited(field)) ? null : answer;
}

function unlimited(field) {
  const lines = [
    'Rows will change as fast as the hold time and the server’s own signals allow.',
    'Everfill still slows down when sessions wait, replicas lag or checkpoints press.',
  ];
  return confirmed('Write ' + field.name + ' without a bound on rows?', lines, 'Take the bound away', 'danger');
}

/** `{repair, sample}` as the API takes them. */
export async function askVerify(field) {
  const all = radio('rows', 'all', 'All rows', true);
  const some = radio('rows', 'some', 'A sample of', false);
  const sample = number('sample', 1000, 1, 10_000_000, 'Rows to compare');
  const repair = h('input', {type: 'checkbox', name: 'repair', id: 'repair'});
  const body = [
    h('p', {class: 'muted'}, 'Compares the column with its SELECT inside PostgreSQL, by key ranges, while the traffic goes on.'),
    h('fieldset', {}, h('legend', {}, 'Rows to compare'), h('div', {class: 'choice'}, all.el),
      h('div', {class: 'choice'}, some.el, sample, h('span', {}, 'rows'))),
    h('div', {class: 'choice'}, repair, h('label', {for: 'repair'}, 'Repair the rows that differ')),
  ];
  follow(some.input, all.input, sample);
  const read = (data) => ({
    repair: data.get('repair') !== null,
    ...(data.get('rows') === 'some' ? {sample: Number(data.get('sample'))} : {}),
  });
  const answer = await ask({title: 'Verify ' + field.name, body, confirm: 'Verify', read});
  return answer?.repair && !(await repairing(field)) ? null : answer;
}

function repairing(field) {
  const lines = ['Rows that differ from the SELECT are computed again and written, through the pipeline and at its pace. Rows that are right are not touched.'];
  return confirmed('Repair ' + field.name + '?', lines, 'Verify and repair', 'danger');
}

function radio(name, value, label, checked) {
  const id = name + '-' + value;
  const input = h('input', {type: 'radio', name, value, id, checked, 'data-first': checked});
  return {input, el: h('span', {class: 'radio'}, input, h('label', {for: id}, label))};
}

function number(name, value, min, max, label) {
  return h('input', {type: 'number', name, value, min, max, step: 1, 'aria-label': label, required: true, inputmode: 'numeric'});
}

/** The number counts only while its choice is taken. */
function follow(chosen, other, input) {
  const apply = () => attr(input, 'disabled', !chosen.checked);
  chosen.addEventListener('change', apply);
  other.addEventListener('change', apply);
  apply();
}
