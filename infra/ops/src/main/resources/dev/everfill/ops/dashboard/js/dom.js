// Small ways to build the page and to change it; what has not changed is not written again, so that
// focus, selection and screen readers are left in peace.

const SVG = 'http://www.w3.org/2000/svg';

/** An element: `h('button', {class: 'quiet', on: {click}}, 'Pause')`. Null and false are left out. */
export function h(tag, props = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (name === 'on') {
      Object.entries(value).forEach(([type, listener]) => element.addEventListener(type, listener));
    } else {
      attr(element, name, value);
    }
  }
  element.append(...children.flat().filter((child) => child !== null && child !== false));
  return element;
}

/** An SVG element, hidden from screen readers: text beside it says the same. */
export function svg(viewBox, ...shapes) {
  const element = document.createElementNS(SVG, 'svg');
  attr(element, 'viewBox', viewBox);
  attr(element, 'aria-hidden', 'true');
  attr(element, 'focusable', 'false');
  for (const [tag, props] of shapes) {
    const shape = document.createElementNS(SVG, tag);
    Object.entries(props).forEach(([name, value]) => attr(shape, name, value));
    element.append(shape);
  }
  return element;
}

/** Sets, or takes away (null, false), an attribute. */
export function attr(element, name, value) {
  if (value === null || value === undefined || value === false) {
    element.removeAttribute(name);
    return;
  }
  const text = value === true ? '' : String(value);
  if (element.getAttribute(name) !== text) {
    element.setAttribute(name, text);
  }
}

export function text(element, value) {
  const string = value === null || value === undefined ? '' : String(value);
  if (element.textContent !== string) {
    element.textContent = string;
  }
}

export function show(element, visible) {
  if (element.hidden === visible) {
    element.hidden = !visible;
  }
}

/** A custom property of the element's own style, which a strict content policy allows to scripts. */
export function css(element, name, value) {
  if (element.style.getPropertyValue(name) !== String(value)) {
    element.style.setProperty(name, value);
  }
}

const parts = new WeakMap();

/**
 * Makes the children of an element follow a list: one part `{el, update(item)}` per key, kept as
 * long as its key is there, in the list's order.
 */
export function keyed(parent, items, keyOf, create) {
  const known = parts.get(parent) ?? new Map();
  const next = new Map();
  let before = parent.firstElementChild;
  for (const item of items) {
    const key = keyOf(item);
    const part = known.get(key) ?? create(item);
    known.delete(key);
    next.set(key, part);
    part.update(item);
    if (part.el === before) {
      before = before.nextElementSibling;
    } else {
      parent.insertBefore(part.el, before);
    }
  }
  known.forEach((part) => part.el.remove());
  parts.set(parent, next);
}

/** Calls `apply` only when what it depends on has changed. */
export function whenChanged(apply) {
  let last;
  return (...values) => {
    const now = JSON.stringify(values);
    if (now !== last) {
      last = now;
      apply(...values);
    }
  };
}
