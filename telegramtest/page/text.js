// From a text and its entities to nodes. Nothing here, or anywhere on the page, reads HTML from a message: texts become
// text nodes, addresses are let through only if they are of a kind that can do no harm.

import { moment, say } from './words.js';

export function make(tag, attributes = {}, ...children) {
  const el = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith('on')) el.addEventListener(name.slice(2), value);
    else if (value === true) el.setAttribute(name, '');
    else if (value !== false && value != null) el.setAttribute(name, value);
  }
  el.append(...children.filter((child) => child != null && child !== false));
  return el;
}

export function icon(path) {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('aria-hidden', 'true');
  const line = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  line.setAttribute('d', path);
  svg.append(line);
  return svg;
}

// address is the link if it may be followed, else null.
export function address(link) {
  try {
    const url = new URL(/^[a-z][a-z0-9+.-]*:/i.test(link) ? link : 'http://' + link);
    return ['http:', 'https:', 'mailto:', 'tg:'].includes(url.protocol) ? url : null;
  } catch {
    return null;
  }
}

// format gives the nodes of a text. Entities come sorted, outer ones first; what sticks out of its parent is cut off.
export function format(text, entities = []) {
  return between(text, 0, text.length, entities);
}

function between(text, from, to, entities) {
  const nodes = [];
  let at = from;
  for (let i = 0; i < entities.length; i++) {
    const entity = entities[i];
    const start = Math.max(entity.offset, at);
    const end = Math.min(entity.offset + entity.length, to);
    if (start >= end) continue;
    if (start > at) nodes.push(text.slice(at, start));
    const inside = entities.slice(i + 1).filter((other) => other.offset < end);
    nodes.push(wrap(entity, text.slice(start, end), () => between(text, start, end, inside)));
    at = blocks.includes(entity.type) && text[end] === '\n' ? end + 1 : end; // a block ends its line by itself
  }
  if (at < to) nodes.push(text.slice(at, to));
  return nodes;
}

const blocks = ['pre', 'blockquote', 'expandable_blockquote'];
const plain = {
  bold: 'strong', italic: 'em', underline: 'u', strikethrough: 's', blockquote: 'blockquote',
};

function wrap(entity, text, inside) {
  if (plain[entity.type]) return make(plain[entity.type], {}, ...inside());
  switch (entity.type) {
    case 'code': return make('code', { onclick: copy }, text);
    case 'pre': return make('pre', { 'data-language': entity.language }, make('code', {}, text));
    case 'spoiler': return spoiler(inside());
    case 'expandable_blockquote': return expandable(inside());
    case 'text_link': return link(entity.url, inside());
    case 'url': return link(text, inside());
    case 'email': return link('mailto:' + text, inside());
    case 'bot_command': return make('button', { type: 'button', class: 'link', 'data-command': text }, text);
    case 'mention': case 'hashtag': case 'text_mention': return make('span', { class: 'link' }, ...inside());
    case 'date_time': return make('time', { title: moment(entity.unix_time) }, ...inside());
    default: return make('span', {}, ...inside());
  }
}

function link(target, inside) {
  const url = address(target);
  if (!url) return make('span', {}, ...inside);
  return make('a', { href: url.href, target: '_blank', rel: 'noopener noreferrer', title: url.href }, ...inside);
}

function spoiler(inside) {
  const reveal = (e) => { e.preventDefault(); el.className = 'spoiler seen'; el.removeAttribute('aria-label'); };
  const el = make('span', { class: 'spoiler', role: 'button', tabindex: 0, 'aria-label': say('reveal'), onclick: reveal,
    onkeydown: (e) => (e.key === 'Enter' || e.key === ' ') && reveal(e) }, ...inside);
  return el;
}

function expandable(inside) {
  const quote = make('blockquote', { class: 'folded' }, ...inside);
  const button = make('button', { type: 'button', class: 'unfold', 'aria-expanded': 'false', onclick() {
    const folded = quote.classList.toggle('folded');
    button.setAttribute('aria-expanded', String(!folded));
    button.textContent = say(folded ? 'more' : 'less');
  } }, say('more'));
  quote.append(button);
  return quote;
}

function copy(e) {
  navigator.clipboard?.writeText(e.currentTarget.textContent)
    .then(() => dispatchEvent(new CustomEvent('say', { detail: say('copied') })), () => {});
}
