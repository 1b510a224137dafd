// The buttons of a card. What was asked shows at once as asked, and as done only when it is.

import * as api from './api.js';
import {attr, h, show, text, whenChanged} from './dom.js';
import {confirmed} from './dialog.js';
import {askPace, askVerify} from './forms.js';
import {icon} from './icons.js';

const ASKED = {pause: 'Pausing…', resume: 'Resuming…', pace: 'Setting pace…', verify: 'Verifying…', resync: 'Starting resync…'};

export function actions(store, name) {
  const current = () => store.snapshot.fields.find((field) => field.name === name);
  const send = (verb, call, isDone) => store.asking.ask(keyOf(name, verb), verb, call, (now) => {
    const field = now.snapshot.fields.find((one) => one.name === name);
    return field === undefined || isDone(field);
  });
  const pause = button('pause', 'Pause', () => toggle(current(), send));
  const pace = button('pace', 'Pace…', () => setPace(current(), send));
  const verify = button('verify', 'Verify…', () => startVerify(current(), send, store));
  const resync = button('resync', 'Resync…', () => startResync(current(), send, store));
  const all = {pause, pace, verify, resync};
  const el = h('div', {class: 'actions', role: 'group', 'aria-label': 'Actions on ' + name}, Object.values(all).map((one) => one.el));
  const notice = noticeOf(store, name);
  const update = (field) => {
    const quick = store.asking.of(name);
    const long = store.asking.of(keyOf(name, 'verify'));
    pause.becomes(field.paused ? 'play' : 'pause', field.paused ? 'Resume' : 'Pause');
    Object.entries(all).forEach(([verb, one]) => {
      const request = verb === 'verify' ? long : quick;
      const mine = isOpen(request) && (request.verb === verb || (verb === 'pause' && request.verb === 'resume'));
      one.asked(mine ? ASKED[request.verb] : null, isOpen(request) || store.link !== 'up');
    });
    attr(el, 'aria-busy', isOpen(quick) || isOpen(long) ? 'true' : null);
    notice.update(quick?.message ? quick : long);
  };
  return {el, notice: notice.el, update};
}

/** A verification may take long; the other buttons do not wait for it. */
function keyOf(name, verb) {
  return verb === 'verify' ? name + ' verify' : name;
}

function isOpen(request) {
  return request !== null && (request.state === 'sent' || request.state === 'asked');
}

function button(verb, label, act) {
  const word = h('span');
  const place = h('span', {class: 'sign'});
  const el = h('button', {type: 'button', 'data-verb': verb, on: {click: () => el.getAttribute('aria-disabled') !== 'true' && act()}}, place, word);
  const draw = whenChanged((name) => place.replaceChildren(icon(name)));
  let said = label;
  const becomes = (name, next) => {
    said = next;
    draw(name);
  };
  const asked = (doing, disabled) => {
    text(word, doing ?? said);
    attr(el, 'data-asked', doing !== null);
    attr(el, 'aria-disabled', disabled ? 'true' : null);
  };
  becomes(verb, label);
  asked(null, false);
  return {el, becomes, asked};
}

function noticeOf(store, name) {
  const dismiss = () => ['pause', 'verify'].forEach((verb) => store.asking.dismiss(keyOf(name, verb)));
  const words = h('p');
  const close = h('button', {type: 'button', class: 'quiet icon-only', 'aria-label': 'Dismiss', on: {click: () => dismiss()}}, icon('close'));
  const el = h('div', {class: 'card-notice', role: 'status'}, words, close);
  const update = (request) => {
    const said = request !== null && request.message !== null;
    show(el, said);
    attr(el, 'data-kind', said ? request.state : null);
    text(words, said ? (request.state === 'refused' ? 'Refused: ' : '') + request.message : '');
  };
  return {el, update};
}

function toggle(field, send) {
  return field.paused
    ? send('resume', () => api.resume(field.name), (now) => !now.paused)
    : send('pause', () => api.pause(field.name), (now) => now.paused);
}

async function setPace(field, send) {
  const bounds = await askPace(field);
  if (bounds === null) {
    return;
  }
  send('pace', () => api.pace(field.name, bounds), ({pace}) => isPaced(pace, bounds));
}

function isPaced(pace, {rowsPerSecond, maxHold}) {
  if (rowsPerSecond === null && maxHold === null) {
    return !pace.overridden;
  }
  const rows = pace.rowsPerSecond ?? 'unlimited';
  return rows === rowsPerSecond && Math.abs(pace.maxHoldMillis - parseInt(maxHold, 10)) < 0.01;
}

async function startVerify(field, send, store) {
  const how = await askVerify(field);
  if (how !== null) {
    const heard = eventsSince(store, field.name, /verif/);
    const before = JSON.stringify(field.verified);
    send('verify', () => api.verify(field.name, how), (now) => heard() || JSON.stringify(now.verified) !== before);
  }
}

async function startResync(field, send, store) {
  const lines = [
    'The tables of all fields are read again, whichever is named: they share a slot and topics. Rows that are right are not written; the columns stay readable, but everfill.ready() says false until it is done.',
    'Needed after changes may have been missed: a lost slot, a restored database, a topic that was recreated.',
  ];
  if (await confirmed('Resync ' + field.name + ' and all others?', lines, 'Read all tables again', 'danger')) {
    const heard = eventsSince(store, field.name, /resync/);
    send('resync', () => api.resync(field.name), (now) => heard() || now.state !== field.state);
  }
}

/** Tells whether such an event of the field has come since. */
function eventsSince(store, name, kind) {
  const last = store.lastEventId();
  return () => store.events.some((one) => one.id > last && one.field === name && kind.test(one.kind));
}
