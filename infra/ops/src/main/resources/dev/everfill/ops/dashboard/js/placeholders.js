// What stands where fields will be: while the first answer is awaited, and where there is none.

import {h} from './dom.js';

const LINES = ['wide', 'bar', 'short', 'boxes'];

/** A part like a card: the shapes of two; the words are in the header. */
export function loadingBoard() {
  const one = () => h('div', {class: 'card skeleton'}, LINES.map((name) => h('span', {class: 'bone ' + name})));
  return {el: h('div', {class: 'cards', 'aria-hidden': 'true'}, one(), one()), update: () => {}};
}

/** A part like a card, for a pipeline without any field. */
export function emptyBoard() {
  const title = h('h3', {}, 'No field yet');
  const words = h('p', {class: 'muted'}, 'A field is a column and the SELECT that says what is in it. Name one in everfill.yaml:');
  const sample = h('pre', {tabindex: '0'}, h('code', {}, [
    'fields:',
    '  - target: transmissions',
    '    select: SELECT transmission_id AS id, max("timestamp") AS last_seen',
    '            FROM observations GROUP BY transmission_id',
  ].join('\n')));
  const then = h('p', {class: 'muted'}, h('code', {}, './everfill plan'), ' tells what it would do and touches nothing; ', h('code', {}, './everfill run'), ' does it.');
  const el = h('div', {class: 'card empty'}, title, words, sample, then);
  return {el, update: () => {}};
}
