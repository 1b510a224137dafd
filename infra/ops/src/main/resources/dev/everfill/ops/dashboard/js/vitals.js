// The pipeline at a glance: a row of tiles above the fields.

import {attr, css, h, keyed, text} from './dom.js';
import {bytes, count, words} from './format.js';
import {icon} from './icons.js';
import {isLive} from './verdict.js';

const ORDER = ['failed', 'interrupted', 'paused', 'pending', 'capturing', 'backfilling', 'live'];

export function vitals(parent) {
  const tiles = [states(), slot(), connections(), processes(), quarantine()];
  parent.append(...tiles.map((tile) => tile.el));
  return {update: (snapshot) => tiles.forEach((tile) => tile.update(snapshot))};
}

function tile(title, extra = null) {
  const value = h('p', {class: 'tile-value num'});
  const note = h('p', {class: 'tile-note num'});
  const el = h('div', {class: 'tile'}, h('h2', {class: 'label'}, title), value, extra, note);
  const put = (shown, said, level = 'plain') => {
    text(value, shown);
    text(note, said);
    attr(el, 'data-level', level);
  };
  return {el, put};
}

function states() {
  const strip = h('div', {class: 'strip', 'aria-hidden': 'true'});
  const one = tile('Live', strip);
  const update = ({fields}) => {
    const live = fields.filter(isLive).length;
    const groups = ORDER.map((state) => [state, fields.filter((field) => field.state === state).length]).filter(([, n]) => n > 0);
    keyed(strip, groups, ([state]) => state, ([state]) => {
      const el = h('span', {'data-state': state});
      return {el, update: ([, n]) => css(el, '--n', n)};
    });
    const others = groups.filter(([state]) => state !== 'live').map(([state, n]) => n + ' ' + state);
    const level = groups.some(([state]) => state === 'failed') ? 'bad' : live === fields.length && live > 0 ? 'good' : 'plain';
    one.put(fields.length === 0 ? '–' : live + ' of ' + fields.length, others.join(' · ') || (live > 0 ? 'all fields' : 'no fields'), level);
  };
  return {el: one.el, update};
}

function slot() {
  const one = tile('Replication slot');
  const update = ({slot: seen}) => {
    if (!seen) {
      one.put('–', 'not looked at yet');
      return;
    }
    const room = seen.safeWalBytes === null ? 'no bound' : bytes(seen.safeWalBytes) + ' left';
    const level = {reserved: 'plain', extended: 'warn', unreserved: 'bad', lost: 'bad', missing: 'bad'}[seen.status] ?? 'warn';
    one.put(seen.retainedWalBytes === null ? words(seen.status) : bytes(seen.retainedWalBytes) + ' kept', words(seen.status) + ' · ' + room, level);
  };
  return {el: one.el, update};
}

function connections() {
  const fill = h('span', {class: 'bar-fill'});
  const bar = h('span', {class: 'bar thin', 'aria-hidden': 'true'}, fill);
  const one = tile('Connections', bar);
  const update = ({connections: used}) => {
    const {reserved, cap, nearCap} = used ?? {reserved: 0, cap: 0, nearCap: false};
    css(fill, '--done', (cap > 0 ? Math.min(100, (100 * reserved) / cap) : 0) + '%');
    one.put(reserved + ' of ' + cap, nearCap ? 'near the cap' : 'reserved', nearCap ? 'warn' : 'plain');
  };
  return {el: one.el, update};
}

function processes() {
  const one = tile('Processes');
  const update = ({instances}) => {
    const running = instances.filter((instance) => instance.running).length;
    const gone = instances.length - running;
    one.put(String(running), gone > 0 ? gone + ' not heard of' : 'running', running === 0 ? 'warn' : 'plain');
  };
  return {el: one.el, update};
}

function quarantine() {
  const link = h('a', {href: '#quarantine'}, icon('warning'), 'see the rows');
  const one = tile('Quarantine', link);
  const update = ({fields}) => {
    const rows = fields.reduce((sum, field) => sum + field.quarantinedRows, 0);
    attr(link, 'hidden', rows === 0);
    one.put(count(rows), rows === 0 ? 'no row refused' : '', rows === 0 ? 'plain' : 'warn');
  };
  return {el: one.el, update};
}
