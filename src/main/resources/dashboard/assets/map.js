// The map: outlines from a TopoJSON, where neighbours share the arcs of their border. So the outline of a unit of 34 is made of
// the arcs that only one of its provinces uses; what two of them share lies inside, and no outline is stored twice.

import {el, svg, say} from './dom.js';
import {locale, word} from './language.js';
import {count} from './format.js';
import {placeName, rank, unitName} from './names.js';
import {tableOf} from './tables.js';

const VIEW = {x: -8, y: -8, width: 528, height: 820};
/** Where the archipelagos are drawn: off their place and smaller, as is usual, so that the land gets the room. */
const INSETS = {
  'VN-DN': {x: 396, y: 352, width: 112, height: 96, scale: 1, from: [518, 362]},
  'VN-34': {x: 396, y: 622, width: 118, height: 88, scale: 0.27, from: [384, 612]},
};
const LEVELS = 5;
/** Listed below the map, those with the most stories. */
const TOP = 6;

/** Decoded once: arcs as absolute points, and for each province its rings of arc numbers. */
export function decode(topology) {
  const {scale, translate} = topology.transform;
  const arcs = topology.arcs.map(arc => {
    let x = 0;
    let y = 0;
    return arc.map(([dx, dy]) => [((x += dx) * scale[0]) + translate[0], ((y += dy) * scale[1]) + translate[1]]);
  });
  const rings = new Map(topology.objects.provinces.geometries.map(g => [g.id, g.arcs.flat()]));
  const islands = topology.objects.islands.geometries.map(g => ({
    code: g.id,
    name: g.properties.name,
    points: g.coordinates.map(([x, y]) => [x * scale[0] + translate[0], y * scale[1] + translate[1]]),
  }));
  return {arcs, rings, islands};
}

const line = points => points.map(([x, y]) => x.toFixed(1) + ' ' + y.toFixed(1)).join('L');

/**
 * The rings around some provinces, each a list of points. Neighbours use an arc in opposite directions, so at every point as many
 * arcs of the outline begin as end, and whichever is taken next, the ring closes.
 */
export function outline({arcs, rings}, codes) {
  const used = new Set(codes.flatMap(code => rings.get(code).flat()));
  const begin = new Map();
  for (const i of used) {
    if (used.has(~i)) continue;
    const points = i < 0 ? arcs[~i].slice().reverse() : arcs[i];
    begin.set(String(points[0]), [...(begin.get(String(points[0])) ?? []), points]);
  }
  const around = [];
  for (const [start, waiting] of begin) {
    while (waiting.length) {
      const ring = waiting.pop().slice();
      while (String(ring.at(-1)) !== start) ring.push(...begin.get(String(ring.at(-1))).pop().slice(1));
      around.push(ring);
    }
  }
  return around;
}

const path = around => around.map(points => 'M' + line(points) + 'Z').join('');

/** Of the largest ring. */
function middle(around) {
  let largest = null;
  for (const points of around) {
    const xs = points.map(p => p[0]);
    const ys = points.map(p => p[1]);
    const box = [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
    const area = (box[2] - box[0]) * (box[3] - box[1]);
    if (!largest || area > largest.area) largest = {area, x: (box[0] + box[2]) / 2, y: (box[1] + box[3]) / 2};
  }
  return largest;
}

/** Upper ends of the levels 1 to 5 for counts up to a maximum: growing by a steady factor, for few names get most stories. */
export function steps(max) {
  if (max <= LEVELS) return Array.from({length: Math.max(1, max)}, (_, i) => i + 1);
  const ends = [];
  for (let i = 1; i <= LEVELS; i++) ends.push(Math.max(Math.round(max ** (i / LEVELS)), (ends[i - 2] ?? 0) + 1));
  ends[LEVELS - 1] = max;
  return ends;
}

/** 0 for none; with few steps they are spread over the whole scale. */
export function levelOf(stories, ends) {
  if (!stories) return 0;
  const step = ends.findIndex(end => stories <= end);
  return ends.length === 1 ? 3 : 1 + Math.round((step * (LEVELS - 1)) / (ends.length - 1));
}

/** The 34 from the 63: the name of the unit that a province went into, and the sum of stories. */
export function merged(provinces) {
  const units = new Map();
  for (const p of provinces) {
    const unit = units.get(p.unitSince2025Code) ?? {key: 'unit-' + p.unitSince2025Code, title: p.unitSince2025, name: unitName(p), rank: rank(p.unitSince2025Code), codes: [], from: [], stories: 0};
    unit.codes.push(p.code);
    unit.from.push(placeName(p.code, p.name));
    unit.stories += p.stories;
    units.set(p.unitSince2025Code, unit);
  }
  return [...units.values()];
}

const single = provinces => provinces.map(p => ({key: p.code, title: p.name, name: placeName(p.code, p.name), codes: [p.code], from: [], since: unitName(p), stories: p.stories}));

/**
 * @param root empty element
 * @param choose called with {key, codes, name} of the place, its name in Vietnamese, or null when it was chosen already
 */
export function provinceMap(root, choose) {
  let shapes = null;
  const drawings = new Map();
  let provinces = [];
  let units = '63';
  let view = 'map';
  let chosen = null;
  let drawn = '';
  let places = [];
  let nodes = new Map();
  let here = null;

  const readout = el('div', {class: 'map-readout'}, el('strong'), el('span'), el('small'));
  const legend = el('div', {class: 'map-legend'});
  const picture = el('div', {class: 'map-picture'});
  const table = el('div', {class: 'map-table', hidden: true});
  const top = el('ol', {class: 'map-top'});
  root.replaceChildren(picture, readout, legend, top, table);

  const stories = place => (place.stories ? word('count.stories', count(place.stories)) : word('map.none'));
  const label = place => word('map.place', place.name, stories(place));

  function pick(place) {
    choose(chosen === place.key ? null : {key: place.key, codes: place.codes, name: place.title});
  }

  function tell(place) {
    const [name, number, more] = readout.children;
    if (!place) {
      const named = places.filter(p => p.stories > 0).length;
      say(name, '');
      say(number, word('map.of', 0, count(named)));
      say(more, '');
      return;
    }
    say(name, place.name);
    say(number, stories(place));
    say(more, about(place));
  }

  /** What it was made of, or went into. */
  function about(place) {
    if (place.rank) return [place.rank, place.from.length > 1 ? word('map.from', place.from.join(', ')) : ''].filter(Boolean).join('; ');
    return place.since === place.name ? '' : word('map.since', place.since);
  }

  function draw() {
    const all = svg('g', {class: 'places'});
    const names = svg('g', {class: 'inset-names', 'aria-hidden': 'true'});
    nodes = new Map();
    // from north to south, the order in which everybody lists them
    for (const place of places.slice().sort((a, b) => a.middle.y - b.middle.y)) {
      const parts = [svg('path', {d: place.path})];
      for (const island of shapes.islands.filter(i => place.codes.includes(i.code))) {
        const inset = INSETS[island.code];
        parts.push(svg('rect', {class: 'inset', x: inset.x, y: inset.y, width: inset.width, height: inset.height, rx: 6}));
        for (const [x, y] of island.points) {
          parts.push(svg('circle', {cx: (inset.x + (x - inset.from[0]) * inset.scale).toFixed(1), cy: (inset.y + (y - inset.from[1]) * inset.scale).toFixed(1), r: 2.4}));
        }
        names.append(svg('text', {x: inset.x + inset.width / 2, y: inset.y + inset.height + 22}, island.name));
      }
      const node = svg('g', {class: 'place', role: 'button', tabindex: '-1', 'data-place': place.key}, parts);
      node.addEventListener('click', () => pick(place));
      node.addEventListener('pointerenter', () => tell(place));
      node.addEventListener('pointerleave', rest);
      node.addEventListener('focus', () => tell(place));
      node.addEventListener('blur', rest);
      nodes.set(place.key, {node, place});
      all.append(node);
    }
    const ring = svg('path', {class: 'ring', 'aria-hidden': 'true'});
    const focus = svg('path', {class: 'ring-focus', 'aria-hidden': 'true'});
    const picked = svg('svg', {viewBox: `${VIEW.x} ${VIEW.y} ${VIEW.width} ${VIEW.height}`, role: 'group', class: 'map-svg', 'data-units': units}, all, names, ring, focus);
    picked.addEventListener('keydown', steer);
    picked.addEventListener('focusin', event => {
      const key = event.target.closest('.place')?.dataset.place;
      if (!key) return;
      rove(key);
      // drawn above all others: an outline of the shape itself would lie half under its neighbours
      focus.setAttribute('d', event.target.matches(':focus-visible') ? nodes.get(key).place.path : '');
    });
    picked.addEventListener('focusout', () => focus.setAttribute('d', ''));
    picture.replaceChildren(picked);
    rove(nodes.has(here) ? here : nodes.keys().next().value);
  }

  /** Nobody points at a place: that which has the focus, or was chosen. */
  const rest = () => tell(focused() ?? nodes.get(chosen)?.place ?? null);

  const focused = () => nodes.get(document.activeElement?.closest?.('.place')?.dataset.place)?.place ?? null;

  function rove(key) {
    for (const [other, {node}] of nodes) node.setAttribute('tabindex', other === key ? '0' : '-1');
    here = key;
  }

  /** Arrow keys go to the nearest place in their direction, Home and End to the northernmost and southernmost. */
  function steer(event) {
    const at = focused();
    if (!at) return;
    if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      pick(at);
      return;
    }
    const list = [...nodes.values()].map(n => n.place);
    const direction = {ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1]}[event.key];
    let next = null;
    if (direction) {
      let best = Infinity;
      for (const place of list) {
        const dx = place.middle.x - at.middle.x;
        const dy = place.middle.y - at.middle.y;
        const along = dx * direction[0] + dy * direction[1];
        const aside = Math.abs(dx * direction[1]) + Math.abs(dy * direction[0]);
        if (place === at || along <= 0 || aside > along * 1.6) continue;
        const cost = along + aside * 2;
        if (cost < best) {
          best = cost;
          next = place;
        }
      }
    } else if (event.key === 'Home') next = list[0];
    else if (event.key === 'End') next = list[list.length - 1];
    else return;
    event.preventDefault();
    if (next) nodes.get(next.key).node.focus();
  }

  function paint() {
    const ends = steps(Math.max(0, ...places.map(p => p.stories)));
    for (const place of places) {
      const entry = nodes.get(place.key);
      Object.assign(entry.place, place);
      entry.node.dataset.level = levelOf(place.stories, ends);
      entry.node.setAttribute('aria-label', label(place));
      entry.node.setAttribute('aria-pressed', String(place.key === chosen));
    }
    const picked = nodes.get(chosen);
    picture.querySelector('.ring').setAttribute('d', picked ? picked.place.path : '');
    picture.querySelector('.map-svg').setAttribute('aria-label', word('map.label'));
    legend.replaceChildren(
      el('span', {class: 'legend-title'}, word('map.legend')),
      legendPart(0, '0'),
      ...ends.map((end, i) => legendPart(levelOf(end, ends), (ends[i - 1] ?? 0) + 1 === end ? count(end) : `${count((ends[i - 1] ?? 0) + 1)}–${count(end)}`)));
    rest();
  }

  const legendPart = (level, text) => el('span', {class: 'legend-part'}, el('i', {class: 'swatch', 'data-level': level}), text);

  function list() {
    const sorted = places.slice().sort((a, b) => b.stories - a.stories || a.name.localeCompare(b.name, locale()));
    const focus = document.activeElement;
    const active = root.contains(focus) ? focus.dataset.place : null;
    const inTop = top.contains(focus);
    top.setAttribute('aria-label', word('map.top'));
    top.replaceChildren(...sorted.slice(0, TOP).filter(place => place.stories > 0).map(place => {
      const bar = el('span', {class: 'bar-fill'});
      bar.style.setProperty('--share', place.stories / sorted[0].stories);
      return el('li', {}, el('button', {type: 'button', class: 'bar-row', 'data-place': place.key, title: label(place), 'aria-pressed': String(place.key === chosen), onclick: () => pick(place)},
        el('span', {class: 'bar-name'}, place.name), el('span', {class: 'bar-track'}, bar), el('span', {class: 'number'}, count(place.stories))));
    }));
    if (active && inTop) top.querySelector(`[data-place="${CSS.escape(active)}"]`)?.focus();
    const link = place => el('button', {type: 'button', class: 'link', 'data-place': place.key, 'aria-pressed': String(place.key === chosen), onclick: () => pick(place)}, place.name);
    const number = {text: word('table.stories'), number: true};
    table.replaceChildren(units === '34'
      ? tableOf([{text: word('table.unit')}, {text: word('table.rank')}, {text: word('table.parts')}, number],
        sorted.map(place => [link(place), place.rank, place.from.length > 1 ? place.from.join(', ') : '', count(place.stories)]))
      : tableOf([{text: word('table.province')}, {text: word('table.unit')}, number],
        sorted.map(place => [link(place), place.since, count(place.stories)])));
    if (active && !inTop && !table.hidden) table.querySelector(`[data-place="${CSS.escape(active)}"]`)?.focus();
  }

  /** Made once for each place. */
  function drawing({key, codes}) {
    if (!drawings.has(key)) {
      const around = outline(shapes, codes);
      drawings.set(key, {path: path(around), middle: middle(around)});
    }
    return drawings.get(key);
  }

  function render() {
    if (!shapes || provinces.length === 0) return;
    places = (units === '34' ? merged(provinces) : single(provinces)).filter(place => place.codes.every(code => shapes.rings.has(code)));
    for (const place of places) Object.assign(place, drawing(place));
    const signature = units + places.map(place => place.key).join();
    if (signature !== drawn) {
      drawn = signature;
      draw();
    }
    paint();
    list();
    const mapped = view === 'map';
    for (const part of [picture, readout, legend, top]) part.hidden = !mapped;
    table.hidden = mapped;
  }

  return {
    shapes(topology) {
      shapes = decode(topology);
      drawings.clear();
      render();
    },
    update(next) {
      provinces = next;
      render();
    },
    choose(key) {
      chosen = key;
      render();
    },
    units(next) {
      units = next;
      render();
    },
    view(next) {
      view = next;
      render();
    },
    render,
  };
}
