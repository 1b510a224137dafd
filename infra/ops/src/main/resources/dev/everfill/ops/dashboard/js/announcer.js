// Tells screen readers what changed: states, the connection and refusals, never mere numbers.

import {words} from './format.js';

const KEPT = 4;

/** @return says a line */
export function announcer(place, store) {
  let before = null;
  let link = 'up';
  const say = (line) => {
    place.append(paragraph(line));
    while (place.childElementCount > KEPT) {
      place.firstElementChild.remove();
    }
  };
  store.onSnapshot(({fields}) => {
    const now = new Map(fields.map((field) => [field.name, field]));
    now.forEach((field, name) => {
      const old = before?.get(name);
      if (old && old.state !== field.state) {
        say(name + ' is now ' + field.state + (field.reason ? ': ' + words(field.reason) : ''));
      }
    });
    before = now;
  });
  store.onChange(() => {
    if (store.phase === 'ready' && store.link !== link) {
      link = store.link;
      say(link === 'up' ? 'Connected again' : 'No connection to Everfill');
    }
  });
  return say;
}

function paragraph(line) {
  const element = document.createElement('p');
  element.textContent = line;
  return element;
}
