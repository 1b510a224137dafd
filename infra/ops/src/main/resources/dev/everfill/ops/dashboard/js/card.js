// One field: what it is called, how it stands, and what can be done about it.

import {attr, css, h, show, text, whenChanged} from './dom.js';
import {ago, count, duration, instant, percent, rate, words} from './format.js';
import {icon} from './icons.js';
import {actions} from './actions.js';
import {facts} from './facts.js';
import {flow} from './flow.js';
import {gauges} from './gauges.js';

/** A part `{el, update(field)}`; the store tells the time and what has been asked. */
export function card(store, name) {
  const id = 'field-' + name.replaceAll(/[^\w-]/g, '-');
  const pill = statePill();
  const why = h('p', {class: 'why'});
  const bar = progress(name);
  const parts = [flow(), gauges(), facts(store)];
  const [stages, throttle, rest] = parts;
  const buttons = actions(store, name);
  const since = h('span', {class: 'muted since'});
  const el = h('article', {class: 'card', id, 'aria-labelledby': id + '-name', tabindex: '-1'},
    h('header', {class: 'card-head'},
      h('div', {class: 'card-title'}, h('h3', {id: id + '-name'}, h('bdi', {}, name)), pill.el, since),
      buttons.el),
    why, bar.el,
    h('div', {class: 'card-body'}, stages.el, h('div', {class: 'card-side'}, throttle.els, rest.el)),
    buttons.notice);
  const update = (field) => {
    attr(el, 'data-state', field.state);
    pill.update(field);
    text(since, born(store, field));
    reason(why, field);
    bar.update(field);
    parts.forEach((part) => part.update(field));
    buttons.update(field);
  };
  return {el, update};
}

/** A field's card. */
export function cardOf(name) {
  return document.getElementById('field-' + name.replaceAll(/[^\w-]/g, '-'));
}

function statePill() {
  const sign = h('span', {class: 'sign'});
  const word = h('span');
  const el = h('span', {class: 'pill'}, sign, word);
  const draw = whenChanged((state) => sign.replaceChildren(icon(state)));
  const update = ({state, ready}) => {
    attr(el, 'data-state', state === 'live' && !ready ? 'interrupted' : state);
    draw(state);
    text(word, state === 'live' && !ready ? 'live, not ready' : state);
  };
  return {el, update};
}

function born(store, field) {
  const began = instant(field.startedAt);
  const generation = field.generation > 1 ? 'generation ' + field.generation : '';
  const when = began === null ? '' : 'started ' + ago(began, store.now());
  return [generation, when].filter(Boolean).join(' · ');
}

function reason(el, field) {
  const code = field.reason ? words(field.reason) : '';
  const told = field.state === 'failed' ? field.error : null;
  show(el, Boolean(code || told));
  text(el, [code, told].filter(Boolean).join(': '));
}

function progress(name) {
  const share = h('strong', {class: 'percent num'});
  const rows = h('span', {class: 'num'});
  const speed = h('span', {class: 'num'});
  const left = h('span', {class: 'num left'});
  const fill = h('div', {class: 'bar-fill'});
  const bar = h('div', {class: 'bar', role: 'progressbar', 'aria-label': name + ', rows settled', 'aria-valuemin': 0, 'aria-valuemax': 100}, fill);
  const el = h('div', {class: 'progress'}, bar, h('p', {class: 'progress-text'}, share, rows, speed, left));
  const update = (field) => {
    css(fill, '--done', Math.min(100, field.percent) + '%');
    attr(bar, 'aria-valuenow', Math.floor(field.percent));
    attr(bar, 'aria-valuetext', percent(field.percent) + ', ' + count(field.rowsProcessed) + ' rows');
    text(share, percent(field.percent));
    text(rows, count(field.rowsProcessed) + (field.rowsTotal === null ? ' rows' : ' of ' + count(field.rowsTotal) + ' rows'));
    text(speed, field.ratePerSecond === null ? '' : rate(field.ratePerSecond));
    text(left, eta(field));
  };
  return {el, update};
}

function eta(field) {
  if (field.etaSeconds === null || field.state === 'live') {
    return '';
  }
  return field.etaSeconds < 1 ? 'nearly done' : 'about ' + duration(field.etaSeconds) + ' left';
}
