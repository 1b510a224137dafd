// Light, dark, or as the system has it; the choice outlives the page.

import {attr} from './dom.js';
import {icon} from './icons.js';

const KEY = 'everfill.theme';
const ORDER = ['auto', 'light', 'dark'];
const SIGNS = {auto: 'auto', light: 'sun', dark: 'moon'};
const SAID = {auto: 'Theme: as the system', light: 'Theme: light', dark: 'Theme: dark'};

/** @param changed is called after every change, the system's too */
export function theme(button, changed) {
  const root = document.documentElement;
  const current = () => root.dataset.theme ?? 'auto';
  const draw = () => {
    button.replaceChildren(icon(SIGNS[current()]));
    attr(button, 'aria-label', SAID[current()]);
    attr(button, 'title', SAID[current()]);
  };
  button.addEventListener('click', () => {
    const next = ORDER[(ORDER.indexOf(current()) + 1) % ORDER.length];
    choose(root, next);
    draw();
    changed();
  });
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', changed);
  draw();
}

function choose(root, next) {
  try {
    if (next === 'auto') {
      delete root.dataset.theme;
      localStorage.removeItem(KEY);
    } else {
      root.dataset.theme = next;
      localStorage.setItem(KEY, next);
    }
  } catch {
    // Without storage the choice lasts as long as the page.
  }
}
