// The top of the page: the whole in a few words, whether we are connected, and the tab's title.

import {attr, h, text} from './dom.js';
import {ago, count, instant, percent} from './format.js';
import {icon} from './icons.js';
import {isLive, overall, verdicts} from './verdict.js';

/** The server sends its state at least every five seconds, if only to say that nothing is new. */
const STALE = 15_000;

export function head(summary, link, favicon) {
  const word = h('span');
  link.append(h('span', {class: 'dot', 'aria-hidden': 'true'}), word);
  const sign = h('span', {class: 'sign'});
  const said = h('span');
  summary.append(sign, said);
  let level = null;
  const update = (store) => {
    const now = overall(store);
    attr(summary, 'data-level', now);
    text(said, told(store));
    if (now !== level) {
      level = now;
      sign.replaceChildren(icon({ok: 'live', busy: 'backfilling', warn: 'paused', bad: 'failed', off: store.link === 'up' ? 'pending' : 'unplugged'}[now]));
      attr(favicon, 'href', 'assets/icons/' + now + '.svg');
    }
    attr(link, 'data-link', store.link);
    text(word, linkWord(store));
    document.title = title(store);
  };
  return {update};
}

function told(store) {
  if (store.phase === 'token') {
    return 'Token needed';
  }
  if (store.phase !== 'ready') {
    return store.problem === null ? 'Reading the state…' : 'No answer';
  }
  const {fields} = store.snapshot;
  if (store.link !== 'up') {
    return 'State unknown';
  }
  const worst = verdicts(store)[0];
  if (worst) {
    return worst.title;
  }
  return fields.length === 0 ? 'No fields' : fields.length === 1 ? 'The field is live' : 'All ' + count(fields.length) + ' fields are live';
}

function linkWord(store) {
  if (store.phase !== 'ready') {
    return store.phase === 'loading' ? 'connecting' : 'not connected';
  }
  const at = instant(store.snapshot.at);
  if (store.link === 'up') {
    return store.now() - at > STALE ? 'as of ' + ago(at, store.now()) : 'following';
  }
  return 'last seen ' + ago(store.seenAt, Date.now());
}

function title(store) {
  const {snapshot} = store;
  if (store.phase !== 'ready') {
    return 'Everfill';
  }
  if (store.link !== 'up') {
    return 'Disconnected · Everfill';
  }
  const failed = snapshot.fields.find((field) => field.state === 'failed');
  if (failed || snapshot.trouble) {
    return (failed ? 'Failed: ' + failed.name : 'Trouble') + ' · Everfill';
  }
  const open = snapshot.fields.filter((field) => !isLive(field));
  if (open.length === 0) {
    return snapshot.fields.length === 0 ? 'Everfill' : 'Live · Everfill';
  }
  return percent(Math.min(...open.map((field) => field.percent))) + ' ' + open[0].state + ' · Everfill';
}
