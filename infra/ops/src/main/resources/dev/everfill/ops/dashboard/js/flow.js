// The three stages as they follow each other, and what waits between them.

import {attr, css, h, show, text} from './dom.js';
import {compact, count, rate, seconds} from './format.js';
import {icon} from './icons.js';

const STAGES = [
  ['capture', 'Capture'],
  ['compute', 'Compute'],
  ['write', 'Write'],
];

export function flow() {
  const parts = STAGES.map(([name, title]) => [name, stage(name, title)]);
  const waits = h('ul', {class: 'waits'});
  const list = h('ol', {class: 'flow', 'aria-label': 'Stages'}, parts.map(([, part]) => part.el));
  const el = h('div', {class: 'stages'}, list, waits);
  const update = ({stages, error}) => {
    parts.forEach(([name, part]) => part.update(stages?.[name] ?? null));
    const said = STAGES.map(([name, title]) => remark(title, stages?.[name], error ?? '')).filter(Boolean);
    show(waits, said.length > 0);
    const now = JSON.stringify(said);
    if (waits.dataset.said !== now) {
      waits.dataset.said = now;
      waits.replaceChildren(...said.map(([kind, line]) => h('li', {'data-kind': kind}, line)));
    }
  };
  return {el, update};
}

/** What a stage says, unless the field says it already. */
function remark(title, stage, error) {
  if (stage?.failure && error.includes(stage.failure)) {
    return null;
  }
  if (stage?.failure) {
    return ['failure', title + ' failed: ' + stage.failure];
  }
  return stage?.waitingFor ? ['wait', title + ' waits: ' + stage.waitingFor] : null;
}

function stage(name, title) {
  const lag = h('span', {class: 'num'});
  const between = h('div', {class: 'between'}, lag, h('span', {class: 'arrow', 'aria-hidden': 'true'}));
  const speed = h('span', {class: 'num speed'});
  const done = h('span', {class: 'num done'});
  const behind = h('span', {class: 'num behind'});
  const word = h('span', {class: 'stage-word'});
  const fill = h('span', {class: 'bar-fill'});
  const thin = h('span', {class: 'bar thin', 'aria-hidden': 'true'}, fill);
  const node = h('div', {class: 'node'},
    h('div', {class: 'node-head'}, icon(name), h('span', {class: 'node-name'}, title), word),
    speed, thin, done, behind);
  const el = h('li', {class: 'stage', 'data-stage': name}, between, node);
  const update = (one) => {
    const kind = kindOf(one);
    attr(el, 'data-kind', kind);
    text(word, WORDS[kind]);
    text(lag, waiting(one));
    text(behind, one === null || one.lagSeconds === null ? '' : seconds(one.lagSeconds) + ' behind');
    attr(between, 'data-flows', one !== null && one.running && one.ratePerSecond > 0);
    text(speed, one?.running ? rate(one.ratePerSecond) : '–');
    attr(el, 'data-part', one !== null && one.total !== null);
    css(fill, '--done', part(one) + '%');
    text(done, rows(one));
  };
  return {el, update};
}

function waiting(one) {
  return one === null || one.lag === null ? '' : one.lag === 0 ? 'none waiting' : compact(one.lag) + ' waiting';
}

const WORDS = {unknown: 'not seen', failed: 'failed', stopped: 'stopped', waits: 'waits', complete: 'complete', runs: 'runs'};

function kindOf(one) {
  if (one === null) {
    return 'unknown';
  }
  if (one.failure) {
    return 'failed';
  }
  if (!one.running) {
    return 'stopped';
  }
  return one.waitingFor ? 'waits' : one.complete ? 'complete' : 'runs';
}

function part(one) {
  if (one === null || one.complete) {
    return one === null ? 0 : 100;
  }
  return one.total ? Math.min(100, (100 * one.done) / one.total) : 0;
}

function rows(one) {
  if (one === null) {
    return 'no process tells of it';
  }
  if (one.complete || one.total === null) {
    return count(one.done) + ' rows';
  }
  return compact(one.done) + ' of ' + compact(one.total);
}
