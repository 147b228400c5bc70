// The line at the bottom: writing, answering, and the menu of commands that opens on "/".

import { make } from './text.js';
import { say } from './words.js';

const by = (id) => document.getElementById(id);
const form = by('composer');
const field = by('text');
const list = by('commands');
const menu = by('menu');

let commands = [];
let shown = [];
let chosen = -1;
let answered = null;
let send = () => {};

export function onSend(handler) { send = handler; }

// open readies the composer for a chat.
export function open(chat) {
  commands = chat.commands ?? [];
  menu.hidden = commands.length === 0 || chat.kind === 'channel';
  field.placeholder = say(chat.kind === 'channel' ? 'post' : 'write');
  field.setAttribute('aria-label', field.placeholder);
  close();
}

export function focus() {
  if (matchMedia('(hover: hover)').matches) field.focus();
}

export function answer(message) {
  answered = message;
  by('answering').hidden = !message;
  if (message) {
    by('answered-name').textContent = message.name;
    by('answered-text').textContent = (message.text || message.file?.name || '').slice(0, 200);
    field.focus();
  }
}

function submit(text) {
  text = text.trim();
  if (!text) return;
  send(text, answered?.id);
  answer(null);
  field.value = '';
  changed();
}

function changed() {
  form.classList.toggle('ready', field.value.trim() !== '');
  field.style.height = '38px';
  field.style.height = Math.min(field.scrollHeight, 220) + 'px';
  const typed = /^\/(\w*)$/.exec(field.value);
  if (typed) show(commands.filter((c) => c.command.startsWith(typed[1].toLowerCase())));
  else close();
}

function show(some) {
  shown = some;
  list.hidden = some.length === 0;
  menu.setAttribute('aria-expanded', String(!list.hidden));
  list.replaceChildren(...some.map((c, i) => make('li', { role: 'option', id: 'command-' + i, onmousedown: (e) => e.preventDefault(),
    onclick: () => submit('/' + c.command) }, make('b', {}, '/' + c.command), make('span', {}, c.description))));
  choose(some.length && field.value ? 0 : -1);
}

function choose(i) {
  chosen = i;
  [...list.children].forEach((el, n) => el.setAttribute('aria-selected', String(n === i)));
  list.children[i]?.scrollIntoView({ block: 'nearest' });
  if (i >= 0) field.setAttribute('aria-activedescendant', 'command-' + i);
  else field.removeAttribute('aria-activedescendant');
}

export function close() {
  list.hidden = true;
  shown = [];
  choose(-1);
  menu.setAttribute('aria-expanded', 'false');
}

menu.addEventListener('click', () => {
  if (list.hidden) { show(commands); field.focus(); } else close();
});
by('no-answer').addEventListener('click', () => answer(null));
field.addEventListener('input', changed);
form.addEventListener('submit', (e) => { e.preventDefault(); submit(field.value); field.focus(); });

const keys = {
  ArrowDown: () => !list.hidden && choose((chosen + 1) % shown.length),
  ArrowUp: () => !list.hidden && choose((chosen + shown.length - 1) % shown.length),
  Tab: () => chosen >= 0 && complete(),
  Escape: () => { if (!list.hidden) close(); else answer(null); return true; },
  Enter: () => { submit(chosen >= 0 ? '/' + shown[chosen].command : field.value); return true; },
};

function complete() {
  field.value = '/' + shown[chosen].command + ' ';
  changed();
  return true;
}

let newLine = false; // asked for with Shift+Enter

field.addEventListener('keydown', (e) => {
  newLine = e.key === 'Enter' && e.shiftKey;
  if (e.shiftKey || e.isComposing || !keys[e.key]) return;
  if (keys[e.key]() !== false) e.preventDefault();
});
// Keyboards on screens tell of Enter only here.
field.addEventListener('beforeinput', (e) => {
  if (e.inputType !== 'insertLineBreak' || newLine) return;
  e.preventDefault();
  keys.Enter();
});
document.addEventListener('click', (e) => {
  if (!list.contains(e.target) && !menu.contains(e.target) && e.target !== field) close();
});
