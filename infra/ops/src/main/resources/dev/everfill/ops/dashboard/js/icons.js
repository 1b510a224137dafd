// The few signs of the page, drawn on a grid of 16; text beside them says the same.

import {svg} from './dom.js';

const line = (d) => ['path', {d, class: 'stroke'}];
const solid = (d) => ['path', {d, class: 'solid'}];
const ring = ['circle', {cx: 8, cy: 8, r: 6.25, class: 'stroke'}];

const SHAPES = {
  pending: [ring, line('M8 4.6V8l2.3 1.6')],
  capturing: [line('M8 2.2v7.3M4.9 6.6 8 9.7l3.1-3.1M2.8 12.9h10.4')],
  backfilling: [line('M2.6 4.2h10.8M2.6 8h7.4M2.6 11.8h4')],
  live: [ring, line('M5.3 8.2l1.9 1.9 3.6-3.9')],
  paused: [ring, line('M6.4 5.8v4.4M9.6 5.8v4.4')],
  interrupted: [line('M8 2.3v5.2M4.4 4.6a5 5 0 1 0 7.2 0')],
  failed: [line('M5.3 1.9h5.4l3.4 3.4v5.4l-3.4 3.4H5.3l-3.4-3.4V5.3z'), line('M8 4.9v3.7M8 10.9v.2')],
  capture: [line('M3 4.3c0-1.3 2.2-2.1 5-2.1s5 .8 5 2.1-2.2 2.1-5 2.1-5-.8-5-2.1zM3 4.3v7.4c0 1.3 2.2 2.1 5 2.1s5-.8 5-2.1V4.3M3 8c0 1.3 2.2 2.1 5 2.1s5-.8 5-2.1')],
  compute: [line('M11.8 3.3V2.2H4l4.3 5.8L4 13.8h7.8v-1.1')],
  write: [line('M2.7 13.3l.8-3.1 7.3-7.3 2.3 2.3-7.3 7.3zM9.2 4.5l2.3 2.3')],
  pause: [solid('M4.5 3h2.5v10H4.5zM9 3h2.5v10H9z')],
  play: [solid('M4.8 2.8v10.4L13 8z')],
  pace: [line('M2.7 11.8a5.8 5.8 0 1 1 10.6 0M8 9.6l2.7-3.7')],
  verify: [line('M8 1.9l5 1.9v3.9c0 3-2 5.3-5 6.4-3-1.1-5-3.4-5-6.4V3.8zM5.7 7.9l1.6 1.6 3-3.2')],
  resync: [line('M13.2 6.7A5.4 5.4 0 0 0 3.6 5M2.8 9.3a5.4 5.4 0 0 0 9.6 1.7M13.4 2.9v3.9H9.6M2.6 13.1V9.2h3.8')],
  retry: [line('M13 8a5 5 0 1 1-1.7-3.8M13.2 1.9v3.3H9.9')],
  sun: [['circle', {cx: 8, cy: 8, r: 2.9, class: 'stroke'}], line('M8 1.2v1.5M8 13.3v1.5M1.2 8h1.5M13.3 8h1.5M3.2 3.2l1.1 1.1M11.7 11.7l1.1 1.1M12.8 3.2l-1.1 1.1M4.3 11.7l-1.1 1.1')],
  moon: [line('M13.3 9.7A5.8 5.8 0 0 1 6.3 2.7a5.8 5.8 0 1 0 7 7z')],
  auto: [ring, solid('M8 1.750a6.250 6.250 0 0 1 0 12.5z')],
  warning: [line('M8 2.2l6.3 11.1H1.7zM8 6.3v3.3M8 11.4v.2')],
  unplugged: [line('M2 2l12 12M6.5 4.1A9.3 9.3 0 0 1 14 6.7M1.9 6.7a9.5 9.5 0 0 1 2.4-1.6M4.6 9.5a5.3 5.3 0 0 1 2.5-1.4M11.4 9.5l-.5-.4M8 12.6v.2')],
  close: [line('M4 4l8 8M12 4l-8 8')],
};

/** The icon of that name. */
export function icon(name) {
  const element = svg('0 0 16 16', ...SHAPES[name]);
  element.setAttribute('class', 'icon');
  return element;
}
