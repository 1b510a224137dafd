// What is shown instead of the board: the form that asks for the token, and an answer that is none.

import {attr, h, show, text} from './dom.js';
import {icon} from './icons.js';
import {token} from './token.js';

/** @param again asks the connection to try at once */
export function gates(tokenPlace, brokenPlace, again) {
  const asks = tokenForm(again);
  const broken = brokenBox(again);
  tokenPlace.append(asks.el);
  brokenPlace.append(broken.el);
  return {
    update(store) {
      const appears = tokenPlace.hidden && store.phase === 'token';
      show(tokenPlace, store.phase === 'token');
      show(brokenPlace, store.phase === 'broken' || unreachable(store));
      asks.update(store);
      broken.update(store);
      if (appears) {
        asks.focus();
      }
    },
  };
}

/** Nothing was ever seen, and nobody answers. */
function unreachable(store) {
  return store.phase === 'loading' && store.problem !== null;
}

function tokenForm(again) {
  const input = h('input', {type: 'password', id: 'token-input', name: 'token', autocomplete: 'current-password', required: true, spellcheck: 'false', 'aria-describedby': 'token-wrong'});
  const wrong = h('p', {class: 'wrong', id: 'token-wrong', role: 'alert'});
  const el = h('form', {class: 'gate-box'},
    h('h2', {id: 'token-title'}, 'This Everfill asks for its token'),
    h('p', {class: 'muted'}, 'It is what ops.token in everfill.yaml says. It is kept until this tab is closed.'),
    h('label', {for: 'token-input'}, 'Token'), input, wrong,
    h('button', {type: 'submit', class: 'primary'}, 'Continue'));
  el.addEventListener('submit', (event) => {
    event.preventDefault();
    token.set(input.value.trim());
    input.value = '';
    again();
  });
  const update = ({problem}) => {
    show(wrong, problem !== null);
    text(wrong, problem === null ? '' : 'This token is not the right one.');
    attr(input, 'aria-invalid', problem !== null ? 'true' : null);
  };
  return {el, update, focus: () => input.focus()};
}

function brokenBox(again) {
  const title = h('h2', {id: 'broken-title'});
  const why = h('p');
  const way = h('p', {class: 'muted'});
  const el = h('div', {class: 'gate-box'}, h('span', {class: 'gate-sign'}, icon('warning')), title, why, way,
    h('button', {type: 'button', class: 'primary', on: {click: again}}, 'Try again'));
  const update = (store) => {
    const silent = unreachable(store);
    text(title, silent ? 'Everfill does not answer' : 'Everfill answers, but not with its state');
    text(why, store.problem);
    text(way, silent ? 'Is the process running? It is tried again all the time.' : 'It is tried again all the time; its log tells more.');
  };
  return {el, update};
}
