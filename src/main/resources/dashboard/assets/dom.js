// Elements are made here and nowhere else. Text goes in as text nodes: what comes from an article is data, never markup.

const SVG = 'http://www.w3.org/2000/svg';

/**
 * What would turn the direction of the text beside it, or cannot be seen, shows as U+FFFD. Each is one code unit as before, so that
 * offsets hold. Lines and tabs stay.
 */
const HOSTILE = /\r(?!\n)|[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\u00AD\u061C\u180E\u200B\u200E\u200F\u202A-\u202E\u2060-\u2064\u2066-\u2069\uFEFF]/g;
const guarded = text => text.replace(HOSTILE, '\uFFFD');

/** Attributes that are read by people. */
const READ = new Set(['title', 'aria-label']);

/** An HTML element: el('p', {class: 'note', onclick: f, 'aria-label': x}, 'text', child). Null and false are left out. */
export function el(name, attributes = {}, ...children) {
  return fill(document.createElement(name), attributes, children);
}

/** The same in SVG. */
export function svg(name, attributes = {}, ...children) {
  return fill(document.createElementNS(SVG, name), attributes, children);
}

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? '' : READ.has(name) ? guarded(String(value)) : value);
  }
  const shown = children.flat().filter(child => child !== null && child !== undefined && child !== false);
  element.append(...shown.map(child => (child instanceof Node ? child : guarded(String(child)))));
  return element;
}

export const byId = id => document.getElementById(id);

/** Writes text only where it changed: the page stays quiet for the layout and for screen readers. */
export function say(element, text) {
  const shown = guarded(text);
  if (element.textContent !== shown) element.textContent = shown;
}

/** What is told of an element under the pointer; as safe as its text. */
export function hint(element, text) {
  const shown = guarded(text);
  if (element.title !== shown) element.title = shown;
}

/** Two or more buttons of which one is pressed. */
export function choice(element, options, chosen, choose) {
  element.replaceChildren(...options.map(({value, text}) =>
    el('button', {type: 'button', class: 'switch-part', 'data-value': value, 'aria-pressed': String(value === chosen), onclick: () => choose(value)}, text)));
}
