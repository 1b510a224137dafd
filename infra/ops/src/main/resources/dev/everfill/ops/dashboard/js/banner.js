// The banners: they stay while anything is not live, are red when something failed, and go only when
// neither is so.

import {attr, h, keyed, show, text, whenChanged} from './dom.js';
import {ago, instant} from './format.js';
import {cardOf} from './card.js';
import {icon} from './icons.js';
import {RESYNCABLE, verdicts} from './verdict.js';

const SIGNS = {bad: 'failed', warn: 'paused', busy: 'backfilling', off: 'unplugged'};

/** @param again asks for a new connection at once */
export function banners(parent, again) {
  return {
    update(store) {
      const all = store.phase === 'ready' ? [away(store), ...verdicts(store)].filter(Boolean) : [];
      keyed(parent, all, (one) => one.key, (one) => banner(one.key === 'away' ? again : null));
    },
  };
}

function away(store) {
  if (store.link === 'up') {
    return null;
  }
  const left = store.retryAt === null ? null : Math.max(0, Math.ceil((store.retryAt - Date.now()) / 1000));
  const tries = left === null ? 'Trying again…' : left === 0 ? 'Trying again now.' : 'Trying again in ' + left + ' s.';
  const title = 'No connection to Everfill, last seen ' + ago(store.seenAt, Date.now());
  return {key: 'away', level: 'off', title, text: 'What is shown below is as it was then. ' + tries, items: []};
}

function banner(again) {
  const sign = h('span', {class: 'sign'});
  const title = h('strong');
  const since = h('span', {class: 'muted'});
  const more = h('p');
  const items = h('ul');
  const now = again && h('button', {type: 'button', class: 'quiet', on: {click: again}}, 'Try now');
  const el = h('div', {class: 'banner'}, sign,
    h('div', {class: 'banner-body'}, h('p', {class: 'banner-title'}, title, since), items, more), now);
  const draw = whenChanged((level) => sign.replaceChildren(icon(SIGNS[level])));
  const update = (one) => {
    attr(el, 'data-level', one.level);
    attr(el, 'data-banner', one.key);
    draw(one.level);
    text(title, one.title);
    const at = instant(one.since);
    text(since, at === null ? '' : 'since ' + new Date(at).toLocaleTimeString('en-GB'));
    show(more, Boolean(one.text));
    text(more, one.text);
    show(items, one.items.length > 0);
    keyed(items, one.items, ({field}) => field.name, item);
  };
  return {el, update};
}

function item({field}) {
  const name = field.name;
  const go = () => {
    const card = cardOf(name);
    card?.scrollIntoView({block: 'center'});
    card?.focus({preventScroll: true});
  };
  const link = h('button', {type: 'button', class: 'link', on: {click: go}}, name);
  const code = h('code');
  const words = h('span');
  const resync = () => cardOf(name)?.querySelector('[data-verb="resync"]').click();
  const cure = h('button', {type: 'button', class: 'cure', on: {click: resync}}, 'Resync…');
  const el = h('li', {}, link, ' ', code, ' ', words, cure);
  const update = (one) => {
    show(code, Boolean(one.code));
    text(code, one.code);
    text(words, one.text);
    show(cure, RESYNCABLE.has(one.code));
  };
  return {el, update};
}
