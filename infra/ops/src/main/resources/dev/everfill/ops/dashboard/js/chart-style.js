// How the charts look: colours that the colour-blind can tell apart, and dashes for those who see none.

/** One colour per line, as names of the custom properties that hold them in both themes. */
export const palette = ['--line-0', '--line-1', '--line-2', '--line-3', '--line-4', '--line-5'];
const DASHES = [[], [6, 3], [2, 2], [8, 3, 2, 3]];
const MINUTE = 60_000;
const SHORTEST = 5 * MINUTE;

/** What a custom property is just now; canvas knows nothing of themes. */
function colour(name) {
  const probe = document.getElementById('charts');
  probe.style.color = `var(${name})`;
  const value = getComputedStyle(probe).color;
  probe.style.color = '';
  return value;
}

export function style(index) {
  const stroke = colour(palette[index % palette.length]);
  return {
    borderColor: stroke,
    backgroundColor: stroke,
    borderWidth: 1.75,
    borderDash: DASHES[index % DASHES.length],
    pointRadius: ({dataset, dataIndex}) => (alone(dataset.data, dataIndex) ? 2 : 0),
    pointHitRadius: 8,
    tension: 0.25,
    cubicInterpolationMode: 'monotone',
    spanGaps: false,
  };
}

/** A value with none beside it, to which no line leads. */
function alone(data, index) {
  const empty = (point) => point === undefined || point.y === null;
  return !empty(data[index]) && empty(data[index - 1]) && empty(data[index + 1]);
}

export function options(first, format) {
  const muted = colour('--ink-2');
  const grid = colour('--grid');
  const now = Date.now();
  const font = {size: 11, family: getComputedStyle(document.body).fontFamily};
  const min = Math.min(first, now - SHORTEST);
  return {
    animation: false,
    parsing: false,
    normalized: true,
    maintainAspectRatio: false,
    interaction: {mode: 'index', intersect: false},
    layout: {padding: {top: 4, right: 2}},
    scales: {
      x: {
        type: 'linear', min, max: now,
        border: {color: grid},
        grid: {display: false},
        ticks: {color: muted, font, maxRotation: 0, autoSkip: false, align: 'inner', callback: (at) => before(now, at)},
        afterBuildTicks: (axis) => (axis.ticks = ticks(min, now)),
      },
      y: {
        beginAtZero: true, grace: '8%',
        border: {display: false},
        grid: {color: grid},
        ticks: {color: muted, font, maxTicksLimit: 4, callback: (value) => format(value)},
      },
    },
    plugins: {legend: {display: false}, tooltip: tooltip(format, font)},
  };
}

function ticks(min, now) {
  const whole = Math.round((now - min) / MINUTE);
  const step = whole > 40 ? 20 : whole > 20 ? 10 : whole > 10 ? 5 : whole > 5 ? 3 : 2;
  const all = [];
  for (let at = now; at >= min; at -= step * MINUTE) {
    all.unshift({value: at});
  }
  return all;
}

function before(now, at) {
  const minutes = Math.round((now - at) / MINUTE);
  return minutes === 0 ? 'now' : '−' + minutes + ' min';
}

function tooltip(format, font) {
  return {
    backgroundColor: colour('--tip'),
    titleColor: colour('--tip-ink'),
    bodyColor: colour('--tip-ink'),
    titleFont: font,
    bodyFont: font,
    padding: 8,
    cornerRadius: 6,
    callbacks: {
      title: (items) => (items.length > 0 ? new Date(items[0].parsed.x).toLocaleTimeString('en-GB') : ''),
      label: ({dataset, parsed}) => ' ' + dataset.label + '  ' + format(parsed.y),
    },
  };
}
