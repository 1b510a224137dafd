// Joins the parts: the connection fills the store, the store is drawn, at most once per frame.

import {announcer} from './announcer.js';
import {banners} from './banner.js';
import {card} from './card.js';
import {charts} from './charts.js';
import {Connection} from './connection.js';
import {attr, keyed} from './dom.js';
import {events} from './events.js';
import {emptyBoard, loadingBoard} from './placeholders.js';
import {gates} from './gates.js';
import {head} from './head.js';
import {History} from './history.js';
import {processes} from './processes.js';
import {quarantine} from './quarantine.js';
import {Requests} from './requests.js';
import {Store} from './store.js';
import {theme} from './theme.js';
import {vitals} from './vitals.js';

const LOADING = {name: ' loading'};
const EMPTY = {name: ' empty'};
const place = (id) => document.getElementById(id);

const store = new Store();
const announce = announcer(place('announcer'), store);
store.asking = new Requests(store, announce);
const history = new History(window.sessionStorage);
store.onSnapshot((snapshot) => history.add(snapshot));
const connection = new Connection(store);
const again = () => connection.now();

const top = head(place('summary'), place('link-state'), place('favicon'));
const gate = gates(place('token'), place('broken'), again);
const strips = banners(place('banners'), again);
const fields = place('fields');
const board = [
  vitals(place('vitals')),
  quarantine(place('quarantine'), store),
  processes(place('processes'), store),
];
const log = events(place('events'), place('events-filter'));
const lines = charts(store, history, {legend: place('legend'), grid: place('charts'), span: place('charts-span')});
theme(place('theme'), () => lines.redraw());

function draw() {
  attr(document.body, 'data-phase', store.phase === 'loading' && store.problem !== null ? 'broken' : store.phase);
  attr(document.body, 'data-link', store.link);
  top.update(store);
  gate.update(store);
  strips.update(store);
  keyed(fields, shown(), ({name}) => name, create);
  if (store.phase !== 'ready') {
    return;
  }
  const {snapshot} = store;
  board.forEach((part) => part.update(snapshot));
  log.update(store);
  lines.update(snapshot);
}

/** Fields, or what stands in their place; no field's name begins with a space. */
function shown() {
  const {snapshot} = store;
  if (snapshot === null || (snapshot.fields.length === 0 && !snapshot.started)) {
    return [LOADING];
  }
  return snapshot.fields.length > 0 ? snapshot.fields : [EMPTY];
}

function create(field) {
  return field === LOADING ? loadingBoard() : field === EMPTY ? emptyBoard() : card(store, field.name);
}

let asked = false;
store.onChange(() => {
  if (!asked) {
    asked = true;
    requestAnimationFrame(() => {
      asked = false;
      draw();
    });
  }
});
setInterval(() => store.changed(), 1_000);
addEventListener('pagehide', () => history.save());
draw();
connection.run();
