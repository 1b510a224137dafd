// Numbers and times for people. What is not known is an en dash, never a zero.

const NONE = '–';
const GAP = '\u202f';
const NBSP = '\u00a0';
const grouped = new Intl.NumberFormat('en', {maximumFractionDigits: 0});

const known = (value) => value !== null && value !== undefined && Number.isFinite(Number(value));

/** 1 234 567 */
export function count(value) {
  return known(value) ? grouped.format(Math.round(value)).replaceAll(',', GAP) : NONE;
}

/** 1.23 M; whole below ten thousand. */
export function compact(value) {
  if (!known(value) || Math.abs(value) < 10_000) {
    return count(value);
  }
  const [size, unit] = value >= 1e9 ? [1e9, 'G'] : value >= 1e6 ? [1e6, 'M'] : [1e3, 'k'];
  const scaled = value / size;
  return (scaled >= 100 ? scaled.toFixed(0) : scaled.toFixed(1)) + NBSP + unit;
}

/** 8 420/s */
export function rate(value) {
  if (!known(value)) {
    return NONE;
  }
  return (value > 0 && value < 10 ? value.toFixed(1) : count(value)) + '/s';
}

/** Never rounds up to 100. */
export function percent(value) {
  if (!known(value)) {
    return NONE;
  }
  const bounded = Math.min(100, Math.max(0, value));
  const shown = bounded === 100 ? '100' : (Math.floor(bounded * 10) / 10).toFixed(1);
  return shown + NBSP + '%';
}

/** A part of one: 72 % */
export function share(value) {
  return known(value) ? Math.round(value * 100) + NBSP + '%' : NONE;
}

/** A duration: 0.4 s, 17 s, 4 min 10 s, 2 h 5 min, 3 d 4 h */
export function seconds(value) {
  if (!known(value)) {
    return NONE;
  }
  if (value < 10) {
    return (value < 1 ? Math.max(0, value).toFixed(2) : value.toFixed(1)) + NBSP + 's';
  }
  const whole = Math.round(value);
  const pair = (big, one, small, two) => big + NBSP + one + (small ? ' ' + small + NBSP + two : '');
  if (whole < 60) {
    return whole + NBSP + 's';
  }
  if (whole < 3600) {
    return pair(Math.floor(whole / 60), 'min', whole < 600 ? whole % 60 : 0, 's');
  }
  if (whole < 86_400) {
    return pair(Math.floor(whole / 3600), 'h', Math.floor((whole % 3600) / 60), 'min');
  }
  return pair(Math.floor(whole / 86_400), 'd', Math.floor((whole % 86_400) / 3600), 'h');
}

/** A duration in whole seconds or more, for what is about so long. */
export function duration(value) {
  return value < 10 ? Math.max(1, Math.round(value)) + NBSP + 's' : seconds(value);
}

/** 11.8 ms */
export function millis(value) {
  if (!known(value)) {
    return NONE;
  }
  return (value < 10 ? value.toFixed(1) : value.toFixed(0)) + NBSP + 'ms';
}

/** 1.4 GiB */
export function bytes(value) {
  if (!known(value)) {
    return NONE;
  }
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'];
  let size = Number(value);
  let unit = 0;
  while (size >= 1024 && unit < units.length - 1) {
    size /= 1024;
    unit += 1;
  }
  return (unit === 0 || size >= 100 ? Math.round(size) : size.toFixed(1)) + NBSP + units[unit];
}

/** Milliseconds since the epoch, of what the API gives; null if there is none. */
export function instant(value) {
  if (value === null || value === undefined) {
    return null;
  }
  const at = typeof value === 'number' ? value * 1000 : Date.parse(value);
  return Number.isNaN(at) ? null : at;
}

/** just now, 40 s ago, 3 min ago */
export function ago(at, now) {
  const past = (now - at) / 1000;
  return past < 3 ? 'just now' : duration(past) + ' ago';
}

/** 14:03:27, by the reader's clock. */
export function clock(at) {
  return new Date(at).toLocaleTimeString('en-GB');
}

/** 2026-11-21 14:03:27, by the reader's clock. */
export function moment(at) {
  return new Date(at).toLocaleString('sv-SE');
}

/** slot_lost → slot lost */
export function words(code) {
  return String(code ?? '').replaceAll('_', ' ').replaceAll('-', ' ');
}
