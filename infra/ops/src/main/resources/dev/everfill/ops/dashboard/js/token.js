// The token that the API may ask for: kept as long as the tab is open, never in the address.

const KEY = 'everfill.token';
let held = null;

export const token = {
  get() {
    try {
      return sessionStorage.getItem(KEY) ?? held;
    } catch {
      return held;
    }
  },
  set(secret) {
    held = secret;
    try {
      sessionStorage.setItem(KEY, secret);
    } catch {
      // Without storage it is asked for again after a reload.
    }
  },
  forget() {
    held = null;
    try {
      sessionStorage.removeItem(KEY);
    } catch {
      // There is nothing to forget then.
    }
  },
};
