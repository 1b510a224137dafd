// Dialogs: the browser's own, which keep the focus inside, close by Escape and give the focus back.

import {h} from './dom.js';

/**
 * Asks; settles with what `read` gives of the form, or null if it was closed.
 *
 * @param body elements between title and buttons
 * @param tone `plain` or `danger`
 * @param read makes the answer of the form's data; null keeps the dialog open
 */
export function ask({title, body, confirm, tone = 'plain', read = () => true, extra = null}) {
  return new Promise((settle) => {
    let answer = null;
    const cancel = h('button', {type: 'button', class: 'quiet', on: {click: () => dialog.close()}}, 'Cancel');
    const accept = h('button', {type: 'submit', class: tone === 'danger' ? 'danger' : 'primary'}, confirm);
    const form = h('form', {method: 'dialog', novalidate: false},
      h('h2', {id: 'dialog-title'}, title), h('div', {class: 'dialog-body'}, body),
      h('footer', {}, extra ? extraButton() : null, h('span', {class: 'spacer'}), cancel, accept));
    const dialog = h('dialog', {'aria-labelledby': 'dialog-title', 'data-tone': tone}, form);

    function extraButton() {
      const click = () => finish(extra.answer);
      return h('button', {type: 'button', class: 'quiet', on: {click}}, extra.label);
    }

    function finish(value) {
      answer = value;
      dialog.close();
    }

    form.addEventListener('submit', (event) => {
      event.preventDefault();
      const value = read(new FormData(form));
      if (value !== null) {
        finish(value);
      }
    });
    dialog.addEventListener('click', (event) => event.target === dialog && dialog.close());
    dialog.addEventListener('close', () => {
      dialog.remove();
      settle(answer);
    });
    document.body.append(dialog);
    dialog.showModal();
    (form.querySelector('[data-first]') ?? accept).focus();
  });
}

/** Yes or no. */
export async function confirmed(title, lines, confirm, tone) {
  const body = lines.map((line) => h('p', {}, line));
  return (await ask({title, body, confirm, tone})) === true;
}
