// Who runs the pipeline, and the replication slot that keeps its place.

import {attr, h, keyed, show, text} from './dom.js';
import {ago, bytes, instant} from './format.js';

export function processes(parent, store) {
  const list = h('ul', {class: 'rows'});
  const none = h('p', {class: 'muted empty-line'}, 'No process runs this pipeline.');
  const slot = slotLine();
  parent.append(list, none, slot.el);
  const update = ({instances, slot: seen}) => {
    show(none, instances.length === 0);
    keyed(list, instances, (one) => one.id, () => instance(store));
    slot.update(seen);
  };
  return {update};
}

function instance(store) {
  const name = h('strong');
  const state = h('span', {class: 'dot-state'});
  const more = h('p', {class: 'muted num'});
  const el = h('li', {}, h('div', {class: 'row-body'}, h('p', {class: 'row-head'}, name, state), more));
  const update = (one) => {
    const started = instant(one.startedAt);
    const seen = instant(one.seenAt);
    text(name, one.host + ' · pid ' + one.pid);
    attr(el, 'data-running', one.running);
    text(state, one.running ? 'running' : 'not heard of, last ' + ago(seen, store.now()));
    const used = one.connections;
    const held = used ? used.reserved + ' of ' + used.cap + ' connections' : '';
    const since = started === null ? '' : 'started ' + ago(started, store.now());
    text(more, [since, held, used?.nearCap ? 'near the cap' : ''].filter(Boolean).join(' · '));
  };
  return {el, update};
}

function slotLine() {
  const name = h('strong');
  const status = h('span', {class: 'dot-state'});
  const more = h('p', {class: 'muted num'});
  const el = h('div', {class: 'slot-line'}, h('p', {class: 'row-head'}, name, status), more);
  const update = (slot) => {
    show(el, Boolean(slot));
    if (slot) {
      text(name, 'Slot ' + slot.name);
      text(status, slot.status);
      attr(el, 'data-status', slot.status);
      const room = slot.safeWalBytes === null ? 'nothing bounds it' : bytes(slot.safeWalBytes) + ' can still be written before it is lost';
      text(more, bytes(slot.retainedWalBytes) + ' of the log are kept for it · ' + room);
    }
  };
  return {el, update};
}
