// Four small charts over the last hour, a line per field, and the same as tables.

import {attr, h, keyed, show, text} from './dom.js';
import {clock, compact, duration, millis, rate, seconds} from './format.js';
import {options, palette, style} from './chart-style.js';

const CHARTS = [
  ['rate', 'Rows written per second', rate],
  ['freshness', 'Freshness', seconds],
  ['hold', 'Rows held, p99', millis],
  ['lag', 'Rows waiting', compact],
];
const SHOWN_AT_FIRST = 8;
const DRAWN_EVERY = 1_000;

export function charts(store, history, {legend, grid, span}) {
  const hidden = new Set();
  const all = CHARTS.map(([metric, title, format]) => chart(history, metric, title, format, () => draw(true)));
  grid.append(...all.map((one) => one.el));
  let names = [];
  let drawn = 0;
  const draw = (force) => {
    if (!force && Date.now() - drawn < DRAWN_EVERY) {
      return;
    }
    drawn = Date.now();
    const first = history.points[0]?.at ?? drawn;
    text(span, drawn - first < 60_000 ? 'since just now' : 'seen for ' + duration((drawn - first) / 1000));
    all.forEach((one) => one.draw(names, hidden, first));
  };
  const toggle = (name) => {
    hidden.has(name) ? hidden.delete(name) : hidden.add(name);
    update(store.snapshot);
    draw(true);
  };
  const update = ({fields}) => {
    fields.slice(SHOWN_AT_FIRST).forEach(({name}) => names.includes(name) || hidden.add(name));
    names = fields.map((field) => field.name);
    keyed(legend, names.map((name, index) => ({name, index})), ({name}) => name, ({name}) => entry(name, toggle, hidden));
    draw(false);
  };
  return {update, redraw: () => draw(true)};
}

function entry(name, toggle, hidden) {
  const line = h('span', {class: 'swatch', 'aria-hidden': 'true'});
  const el = h('button', {type: 'button', class: 'quiet legend-entry', on: {click: () => toggle(name)}}, line, name);
  const update = ({index}) => {
    attr(line, 'data-line', index % palette.length);
    attr(el, 'aria-pressed', hidden.has(name) ? 'false' : 'true');
  };
  return {el, update};
}

function chart(history, metric, title, format, opened) {
  const now = h('span', {class: 'num muted'});
  const canvas = h('canvas', {role: 'img', 'aria-label': title + ' over the last hour; the table below has the figures'});
  const none = h('p', {class: 'muted chart-none'}, 'Nothing to draw yet');
  const table = h('div', {class: 'scroll table-box', tabindex: '0', role: 'region', 'aria-label': title + ', as a table'});
  const details = h('details', {class: 'as-table'}, h('summary', {}, 'Table'), table);
  const el = h('figure', {class: 'chart'},
    h('figcaption', {}, h('h3', {}, title), now), h('div', {class: 'canvas-box'}, canvas, none), details);
  let drawing = null;
  const draw = (names, hidden, first) => {
    const lines = names.map((name, index) => ({name, index, data: history.series(name, metric)})).filter(({name}) => !hidden.has(name));
    const any = lines.some(({data}) => data.some(({y}) => y !== null));
    show(none, !any);
    text(now, lines.length === 1 ? format(lines[0].data.at(-1)?.y) : '');
    if (details.open) {
      tabulate(table, title, lines, format);
    }
    if (window.Chart) {
      drawing ??= new window.Chart(canvas, {type: 'line', data: {datasets: []}, options: {}});
      drawing.options = options(first, format);
      drawing.data.datasets = lines.map((one) => ({label: one.name, data: one.data, ...style(one.index)}));
      drawing.update('none');
    }
  };
  details.addEventListener('toggle', opened);
  return {el, draw};
}

/** One row a minute, the newest first. */
function tabulate(parent, title, lines, format) {
  const minutes = new Map();
  lines.forEach(({data}, column) =>
    data.forEach(({x, y}) => {
      const minute = Math.floor(x / 60_000) * 60_000;
      minutes.set(minute, minutes.get(minute) ?? lines.map(() => null));
      minutes.get(minute)[column] = y ?? minutes.get(minute)[column];
    }));
  const head = h('tr', {}, h('th', {scope: 'col'}, 'Time'), lines.map(({name}) => h('th', {scope: 'col'}, name)));
  const rows = [...minutes].reverse().map(([at, values]) =>
    h('tr', {}, h('th', {scope: 'row', class: 'num'}, clock(at).slice(0, 5)), values.map((value) => h('td', {class: 'num'}, format(value)))));
  const caption = h('caption', {class: 'hidden'}, title + ', one row a minute');
  parent.replaceChildren(h('table', {}, caption, h('thead', {}, head), h('tbody', {}, rows)));
}
