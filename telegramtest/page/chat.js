// The page: what it knows, what it hears from the server, what it shows.

import * as bubbles from './bubbles.js';
import * as composer from './composer.js';
import { icon, make } from './text.js';
import { clock, count, day, say, speak, spoken } from './words.js';

const by = (id) => document.getElementById(id);
const app = by('app');
const log = by('log');
const scroll = by('scroll');
const narrow = matchMedia('(max-width: 720px)');

let state = null;
let open = null; // id of the open chat
let below = 0; // messages that came while one looked further up
let online = false;
const unread = new Map();
const typing = new Map();
const pressed = new Map(); // callback id → its button
const answers = new Map(); // answers that came before the page knew their callback id

const kinds = {
  group: 'M9 11a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM2 20c0-4 3-6 7-6s7 2 7 6M17 4a4 4 0 0 1 0 7M18 14c3 .5 4 2.5 4 5',
  channel: 'M4 10v4h3l8 5V5l-8 5zM18.5 9a4 4 0 0 1 0 6',
};

const known = [...by('language').options].map((option) => option.value);
const preferred = () => navigator.languages.map((code) => code.slice(0, 2)).find((code) => known.includes(code)) ?? 'en';
const chatOf = (id) => state.chats.find((chat) => chat.id === id);
const current = () => chatOf(open);

async function post(path, body) {
  const response = await fetch('/demo/' + path, {
    method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(await response.text());
  return response.status === 200 ? response.json() : null;
}

// What one does

const act = {
  say(text, replyTo) {
    post('say', { chat: open, text, reply_to: replyTo }).catch(() => toast(say('lost')));
  },
  async press(message, button, el) {
    if (el.getAttribute('aria-busy') === 'true') return;
    if (button.copy_text) return copy(button.copy_text.text);
    el.setAttribute('aria-busy', 'true');
    setTimeout(() => el.removeAttribute('aria-busy'), 15000);
    try {
      const { callback } = await post('press', { chat: open, message: message.id, data: button.callback_data });
      pressed.set(callback, el);
      const early = answers.get(callback);
      if (early) heard.answer(early);
    } catch {
      el.removeAttribute('aria-busy');
      toast(say('gone'));
    }
  },
  answer: (message) => composer.answer(message),
};

function copy(text) {
  navigator.clipboard?.writeText(text).then(() => toast(say('copied')), () => {});
}

// follow opens links to the bot itself inside the page; false: the link leads elsewhere.
function follow(href) {
  const url = new URL(href, location.href);
  const ours = ['t.me', 'telegram.me'].includes(url.host) && url.pathname.slice(1).toLowerCase() === state.bot.username.toLowerCase();
  if (!ours || url.searchParams.has('startgroup')) return false;
  select(state.chats[0].id);
  act.say(('/start ' + (url.searchParams.get('start') ?? '')).trim());
  return true;
}

// What one hears

const heard = {
  state(e) {
    state = e.state;
    online = true;
    const chosen = state.person.language_code;
    speak(known.includes(chosen) ? chosen : preferred());
    by('language').value = spoken();
    if (!chosen) post('language', { language: spoken() }).catch(() => {});
    if (!open) open = decodeURIComponent(location.hash.slice(1));
    if (!current()) open = state.chats[0]?.id;
    draw();
  },
  message(e) {
    const chat = chatOf(e.chat);
    chat.messages.push(e.message);
    if (chat.messages.length > 500) chat.messages.shift();
    chat.started = true;
    if (!e.message.out) hush(e.chat);
    if (e.chat !== open || narrow.matches && app.dataset.view === 'list') {
      if (!e.message.out && !e.message.service) unread.set(e.chat, (unread.get(e.chat) ?? 0) + 1);
    }
    if (e.chat === open) drawMessages(e.message);
    drawList();
  },
  edit(e) {
    const messages = chatOf(e.chat).messages;
    const i = messages.findIndex((m) => m.id === e.id);
    if (i >= 0) messages[i] = e.message;
    redraw(e.chat);
  },
  delete(e) {
    const chat = chatOf(e.chat);
    chat.messages = chat.messages.filter((m) => m.id !== e.id);
    redraw(e.chat);
  },
  typing(e) {
    clearTimeout(typing.get(e.chat));
    typing.set(e.chat, setTimeout(() => hush(e.chat), 5000));
    drawBar();
  },
  answer(e) {
    const el = pressed.get(e.callback);
    if (!el) return answers.set(e.callback, e);
    pressed.delete(e.callback);
    answers.delete(e.callback);
    el.removeAttribute('aria-busy');
    if (e.url) return follow(e.url);
    if (!e.text) return;
    if (e.alert) { by('alert-text').textContent = e.text; by('alert').showModal(); } else toast(e.text);
  },
};

function listen() {
  const events = new EventSource('/demo/events');
  events.onmessage = ({ data }) => { const e = JSON.parse(data); if (state || e.kind === 'state') heard[e.kind]?.(e); };
  events.onerror = () => { online = false; if (state) drawBar(); };
}

function hush(id) {
  clearTimeout(typing.get(id));
  typing.delete(id);
  drawBar();
}

// What one sees

function draw() {
  drawList();
  drawBar();
  drawFoot();
  drawMessages(null);
}

function redraw(id) {
  if (id === open) drawMessages(undefined);
  drawList();
}

function drawList() {
  by('rows').replaceChildren(...state.chats.map((chat) => make('li', {}, row(chat))));
  const total = [...unread.values()].reduce((a, b) => a + b, 0);
  document.title = (total ? `(${total}) ` : '') + state.name;
}

function row(chat) {
  const last = chat.messages.at(-1);
  const kind = chat.kind === 'supergroup' ? 'group' : chat.kind;
  const waiting = unread.get(chat.id);
  return make('button', { type: 'button', class: 'row', 'aria-current': chat.id === open ? 'true' : null, onclick: () => select(chat.id) },
    bubbles.avatar(chat.kind, chat.title),
    make('span', { class: 'name' }, kinds[kind] && icon(kinds[kind]), make('span', {}, chat.title)),
    last && make('time', {}, day(last.at) === say('today') ? clock(last.at) : day(last.at)),
    make('span', { class: 'last' }, ...(chat.started ? bubbles.summary(last) : [say('what')])),
    waiting && make('span', { class: 'badge', 'aria-label': `${waiting} ${say('unread')}` }, String(waiting)));
}

function drawBar() {
  const chat = current();
  if (!chat) return;
  by('title').textContent = chat.title;
  by('avatar').replaceWith(Object.assign(bubbles.avatar(chat.kind, chat.title, 'small'), { id: 'avatar' }));
  const busy = typing.has(open);
  const line = by('subtitle');
  line.classList.toggle('typing', busy || !online);
  line.textContent = !online ? say('lost') : busy ? say('typing') : subtitle(chat);
}

function subtitle(chat) {
  if (chat.kind === 'private') return say('bot');
  return count(chat.kind === 'channel' ? 'subscribers' : 'members', chat.members);
}

function drawFoot() {
  const chat = current();
  by('start').hidden = chat.started;
  by('composer').hidden = !chat.started;
  composer.open(chat);
  drawChips(chat);
}

function drawChips(chat) {
  const mine = chat.messages.filter((message) => message.out).length;
  const some = chat.kind === 'private' && chat.started && mine < 3 ? state.try ?? [] : [];
  by('chips').hidden = some.length === 0;
  by('chips').replaceChildren(...some.map((text) => make('button', { type: 'button', onclick: () => act.say(text) }, text)));
}

// drawMessages shows the open chat: from its end (null), where one was (undefined), or with a message that just came.
function drawMessages(fresh) {
  const chat = current();
  const atEnd = scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < 80;
  const from = scroll.scrollTop;
  if (!chat.started) bubbles.intro(log, state);
  else if (chat.messages.length) bubbles.fill(log, chat, act);
  else log.replaceChildren(make('div', { class: 'service empty' }, say('empty')));
  if (fresh) {
    log.lastElementChild.classList.add('fresh');
    drawFoot();
  }
  if (fresh === null || atEnd || fresh?.out) toEnd();
  else { scroll.scrollTop = from; below += fresh ? 1 : 0; drawDown(); }
  for (const image of log.querySelectorAll('img')) image.addEventListener('load', () => atEnd && toEnd(), { once: true });
}

function toEnd() {
  scroll.scrollTop = scroll.scrollHeight;
  below = 0;
  drawDown();
}

function drawDown() {
  const away = scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight > 160;
  if (!away) below = 0;
  by('down').hidden = !away;
  by('below').hidden = below === 0;
  by('below').textContent = below;
}

function select(id) {
  open = id;
  unread.delete(id);
  app.dataset.view = 'chat';
  history.replaceState(null, '', '#' + encodeURIComponent(id));
  composer.answer(null);
  draw();
  composer.focus();
}

let toastEnds = 0;
function toast(text) {
  const el = by('toast');
  el.textContent = text;
  el.hidden = false;
  clearTimeout(toastEnds);
  toastEnds = setTimeout(() => { el.hidden = true; }, 2500 + 40 * text.length);
}

function jump(id) {
  const target = log.querySelector(`[data-id="${Number(id)}"]`);
  if (!target) return;
  target.scrollIntoView({ block: 'center', behavior: 'smooth' });
  target.classList.add('found');
  setTimeout(() => target.classList.remove('found'), 1500);
}

function enlarge(source) {
  by('viewed').src = source;
  by('viewer').showModal();
}

// What one touches

composer.onSend(act.say);
by('start').addEventListener('click', () => act.say('/start'));
by('back').addEventListener('click', () => { app.dataset.view = 'list'; });
by('down').addEventListener('click', toEnd);
by('viewer').addEventListener('click', () => by('viewer').close());
by('language').addEventListener('change', (e) => {
  speak(e.target.value);
  post('language', { language: spoken() }).catch(() => toast(say('lost')));
});
scroll.addEventListener('scroll', drawDown, { passive: true });
new ResizeObserver(() => { if (below === 0 && by('down').hidden) toEnd(); }).observe(scroll);
log.addEventListener('click', (e) => {
  const el = e.target.closest('[data-command], [data-jump], [data-picture], a[href]');
  if (!el) return;
  if (el.dataset.command) act.say(el.dataset.command);
  else if (el.dataset.jump) jump(el.dataset.jump);
  else if (el.dataset.picture) enlarge(el.dataset.picture);
  else if (follow(el.href)) e.preventDefault();
});
document.addEventListener('keydown', (e) => {
  if (!e.altKey || !['ArrowUp', 'ArrowDown'].includes(e.key) || !state) return;
  const i = state.chats.findIndex((chat) => chat.id === open) + (e.key === 'ArrowUp' ? -1 : 1);
  if (state.chats[i]) { e.preventDefault(); select(state.chats[i].id); }
});

listen();
