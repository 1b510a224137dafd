// The last hour as the page saw it: one point every five seconds, kept over a reload of the tab.

const KEY = 'everfill.history';
const STEP = 5_000;
const HOUR = 3_600_000;
const SAVED_EVERY = 10_000;

/** What is drawn of a field. */
export const METRICS = {
  rate: (field) => field.stages?.write?.ratePerSecond ?? field.ratePerSecond,
  freshness: (field) => field.freshnessSeconds,
  hold: (field) => (field.throttle?.batchRows ? field.throttle.holdP99Millis : null),
  lag: (field) => lag(field.stages),
};

function lag(stages) {
  const known = Object.values(stages ?? {}).map((stage) => stage?.lag ?? null).filter((rows) => rows !== null);
  return known.length === 0 ? null : known.reduce((sum, rows) => sum + rows, 0);
}

/** Points are `{at, values: {field: [rate, freshness, hold, lag]}}`, oldest first. */
export class History {
  /** @param storage like sessionStorage; may refuse */
  constructor(storage, clock = Date.now) {
    this.storage = storage;
    this.clock = clock;
    this.points = this.load();
    this.savedAt = 0;
  }

  add(snapshot) {
    const at = Math.floor(this.clock() / STEP) * STEP;
    const values = {};
    for (const field of snapshot.fields) {
      values[field.name] = Object.values(METRICS).map((of) => rounded(of(field)));
    }
    if (this.points.at(-1)?.at === at) {
      this.points.pop();
    }
    this.points.push({at, values});
    this.trim();
    if (this.clock() - this.savedAt > SAVED_EVERY) {
      this.save();
    }
  }

  trim() {
    const oldest = this.clock() - HOUR;
    while (this.points.length > 0 && this.points[0].at < oldest) {
      this.points.shift();
    }
  }

  /** `{x, y}` of one field; a point without value where nothing was seen for a while. */
  series(name, metric) {
    const index = Object.keys(METRICS).indexOf(metric);
    const all = [];
    let before = null;
    for (const {at, values} of this.points) {
      if (before !== null && at - before > 3 * STEP) {
        all.push({x: before + STEP, y: null});
      }
      all.push({x: at, y: values[name]?.[index] ?? null});
      before = at;
    }
    return all;
  }

  save() {
    this.savedAt = this.clock();
    try {
      this.storage.setItem(KEY, JSON.stringify(this.points));
    } catch {
      // No room or no permission: the charts then begin anew with each load.
    }
  }

  load() {
    try {
      const oldest = this.clock() - HOUR;
      const points = JSON.parse(this.storage.getItem(KEY) ?? '[]');
      return points.filter((point) => point.at >= oldest && point.at <= this.clock() && point.values);
    } catch {
      return [];
    }
  }
}

function rounded(value) {
  return value === null || value === undefined ? null : Number(value.toPrecision(4));
}
