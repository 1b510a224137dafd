// What slows the writing down, each reason by name, and how long rows are held.

import {attr, css, h, keyed, show, text} from './dom.js';
import {count, millis, share, words} from './format.js';

/** From here on a reason slows the writing down. */
const SLOWS = 0.5;

export function gauges() {
  const throttle = throttling();
  const hold = holding();
  const els = [throttle.el, hold.el];
  const update = (field) => {
    throttle.update(field.throttle);
    hold.update(field);
  };
  return {els, update};
}

function meter(label) {
  const fill = h('span', {class: 'bar-fill'});
  const el = h('span', {class: 'bar thin marked', role: 'meter', 'aria-label': label, 'aria-valuemin': 0, 'aria-valuemax': 100}, fill);
  const update = (value) => {
    css(fill, '--done', Math.min(1, value) * 100 + '%');
    attr(el, 'aria-valuenow', Math.round(Math.min(1, value) * 100));
    attr(el, 'data-level', value >= 1 ? 'full' : value >= SLOWS ? 'slow' : 'free');
  };
  return {el, update};
}

function throttling() {
  const value = h('span', {class: 'num strong'});
  const said = h('span', {class: 'muted'});
  const bar = meter('Throttle');
  const reasons = h('ul', {class: 'reasons'});
  const el = h('div', {class: 'gauge'},
    h('div', {class: 'gauge-head'}, h('span', {class: 'label'}, 'Throttle'), value, said), bar.el, reasons);
  const update = (throttle) => {
    const utilization = throttle?.utilization ?? null;
    text(value, utilization === null ? '–' : share(utilization));
    text(said, utilization === null ? 'nothing is written' : told(utilization));
    bar.update(utilization ?? 0);
    const all = throttle?.reasons ?? [];
    show(reasons, all.length > 0);
    keyed(reasons, all, (one) => one.name, reason);
  };
  return {el, update};
}

function told(utilization) {
  return utilization >= 1 ? 'at its slowest' : utilization >= SLOWS ? 'slowed down' : 'free to write';
}

function reason() {
  const name = h('span', {class: 'reason-name'});
  const value = h('span', {class: 'num'});
  const detail = h('span', {class: 'reason-detail muted'});
  const el = h('li', {}, name, value, detail);
  const update = (one) => {
    attr(el, 'data-level', one.utilization >= 1 ? 'full' : one.utilization >= SLOWS ? 'slow' : 'free');
    text(name, words(one.name));
    text(value, share(one.utilization));
    text(detail, one.detail);
  };
  return {el, update};
}

function holding() {
  const p50 = h('span', {class: 'num'});
  const p99 = h('span', {class: 'num strong'});
  const batch = h('span', {class: 'muted num'});
  const most = h('span', {class: 'num muted'});
  const inner = h('span', {class: 'hold-p50'});
  const outer = h('span', {class: 'hold-p99'});
  const bar = h('div', {class: 'hold', 'aria-hidden': 'true'}, outer, inner, h('span', {class: 'hold-max'}));
  const el = h('div', {class: 'gauge'},
    h('div', {class: 'gauge-head'}, h('span', {class: 'label'}, 'Rows held'), p99, p50), bar,
    h('div', {class: 'gauge-foot'}, batch, most));
  const update = ({throttle, pace}) => {
    const max = pace?.maxHoldMillis ?? null;
    const known = Boolean(throttle?.batchRows);
    text(p99, known ? millis(throttle.holdP99Millis) + ' p99' : '–');
    text(p50, known ? millis(throttle.holdP50Millis) + ' p50' : '');
    text(most, max === null ? '' : 'at most ' + millis(max));
    const scale = Math.max(1, (max ?? 1) * 1.25);
    css(inner, '--done', width(throttle?.holdP50Millis, scale));
    css(outer, '--done', width(throttle?.holdP99Millis, scale));
    attr(bar, 'data-level', max !== null && (throttle?.holdP99Millis ?? 0) > max ? 'full' : 'free');
    text(batch, known ? count(throttle.batchRows) + (throttle.batchRows === 1 ? ' row' : ' rows') + ' a batch' : 'no batch lately');
  };
  return {el, update};
}

function width(value, scale) {
  return Math.min(100, ((value ?? 0) / scale) * 100) + '%';
}
