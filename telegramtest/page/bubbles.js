// From a message to its bubble.

import { address, format, icon, make } from './text.js';
import { clock, day, say, size, spoken } from './words.js';

const paths = {
  out: 'M8 16 16 8M9 8h7v7',
  file: 'M14 3v5h5M7 3h8l4 4v14H7z',
  ticks: 'm2 13 4.5 4.5L15.5 8M10.5 16l1.5 1.5L21 8',
  answer: 'M10 8V4L3 11l7 7v-4c5 0 8.5 1.5 11 5-1-5-4-10-11-11z',
};

export const initials = (name) => {
  const words = name.split(/[\s,.–—-]+/).filter((word) => /^\p{L}/u.test(word));
  const long = words.filter((word) => word.length > 2);
  return (long.length ? long : words).slice(0, 2).map((word) => [...word][0].toUpperCase()).join('') || '#';
};

export function avatar(kind, name, sizeClass = '') {
  return make('span', { class: 'avatar ' + sizeClass, 'data-kind': kind, 'aria-hidden': 'true' },
    kind === 'private' ? null : initials(name));
}

// fill puts all messages of a chat into the log. Nodes whose message did not change stay as they are, with the focus
// and all that somebody unfolded in them, and are not read out again.
export function fill(log, chat, act) {
  const old = new Map([...log.children].map((el) => [el.dataset.key, el]));
  const wanted = items(chat).map(({ key, draw }) => {
    const el = old.get(key) ?? draw(act);
    el.dataset.key = key;
    return el;
  });
  const stay = new Set(wanted);
  for (const el of [...log.children]) if (!stay.has(el)) el.remove();
  wanted.forEach((el, i) => { if (log.children[i] !== el) log.insertBefore(el, log.children[i] ?? null); });
}

// items are what the log holds: days and messages, each with a key that changes when its looks do.
function items(chat) {
  const list = [];
  chat.messages.forEach((message, i) => {
    const [before, after] = [chat.messages[i - 1], chat.messages[i + 1]];
    const date = day(message.at);
    if (!before || day(before.at) !== date) {
      list.push({ key: 'day ' + date, draw: () => make('div', { class: 'day' }, make('span', {}, date)) });
    }
    const place = { first: !follows(before, message), last: !follows(message, after) };
    const key = JSON.stringify([chat.id, spoken(), place, message]);
    list.push({ key, draw: (act) => message.service ? service(message) : bubble(chat, message, place, act) });
  });
  return list;
}

// follows tells whether a message belongs to the run of bubbles that the one before began.
function follows(before, message) {
  return before && message && !before.service && !message.service && before.from === message.from
    && message.at - before.at < 300 && day(before.at) === day(message.at);
}

function service(message) {
  const name = message.detail;
  return make('div', { class: 'service', 'data-id': message.id }, say(message.service, { name }));
}

function bubble(chat, message, { first, last }, act) {
  const group = chat.kind === 'group' || chat.kind === 'supergroup';
  const withAvatar = group && !message.out;
  const keys = message.buttons?.length;
  const classes = ['message', message.out && 'out', first && 'first', last && 'last', keys && 'with-buttons', withAvatar && 'with-avatar'];
  const label = message.out ? say('you') : message.name;
  return make('article', { class: classes.filter(Boolean).join(' '), 'data-id': message.id, 'aria-label': `${label}, ${clock(message.at)}` },
    withAvatar && avatar(message.bot ? 'private' : 'person', message.name, last ? 'tiny' : 'tiny none'),
    make('div', { class: 'body' }, words(chat, message, first, last, group), keys && keyboard(message, act)),
    answerButton(message, act));
}

function answerButton(message, act) {
  return make('button', { type: 'button', class: 'answer', 'aria-label': say('reply'), title: say('reply'), onclick: () => act.answer(message) },
    icon(paths.answer));
}

function words(chat, message, first, last, group) {
  const named = chat.kind === 'channel' || group && !message.out;
  const bare = message.file && !message.text;
  const classes = ['bubble', last && 'tail', bare && 'bare'];
  return make('div', { class: classes.filter(Boolean).join(' ') },
    named && first && make('div', { class: 'author' }, message.name, group && message.bot && make('small', {}, say('bot'))),
    message.reply && reply(message.reply),
    message.file && (message.file.picture ? picture(message.file) : attachment(message.file)),
    said(message));
}

function said(message) {
  const alone = !message.entities?.length && /^(\p{Extended_Pictographic}(\uFE0F|\u200D\p{Extended_Pictographic})*\s?){1,3}$/u.test(message.text ?? '');
  return make('div', { class: alone ? 'said huge' : 'said', dir: 'auto' },
    ...(message.text ? format(message.text, message.entities) : []), meta(message));
}

function meta(message) {
  return make('span', { class: 'meta' }, message.edited && say('edited'), make('span', {}, clock(message.at)),
    message.out && icon(paths.ticks));
}

function reply(to) {
  return make('button', { type: 'button', class: 'replied', 'data-jump': to.id }, make('b', {}, to.name), make('span', {}, to.text));
}

function picture(file) {
  const source = '/demo/file/' + encodeURIComponent(file.id);
  return make('button', { type: 'button', class: 'picture', 'data-picture': source, 'aria-label': say('picture') },
    make('img', { src: source, alt: say('picture'), width: file.width, height: file.height }));
}

function attachment(file) {
  return make('a', { class: 'document', href: '/demo/file/' + encodeURIComponent(file.id), download: file.name },
    make('span', {}, icon(paths.file)), make('div', {}, make('b', {}, file.name), make('small', {}, size(file.size))));
}

function keyboard(message, act) {
  return make('div', { class: 'keys' }, ...message.buttons.map((row) => make('div', {}, ...row.map((button) => key(message, button, act)))));
}

function key(message, button, act) {
  const url = button.url && address(button.url);
  if (url) {
    return make('a', { class: 'key', href: url.href, target: '_blank', rel: 'noopener noreferrer', title: url.href, 'data-style': button.style },
      button.text, icon(paths.out));
  }
  return make('button', { type: 'button', class: 'key', 'data-style': button.style, onclick: (e) => act.press(message, button, e.currentTarget) },
    button.text);
}

// intro is what stands in an empty private chat.
export function intro(log, state) {
  log.replaceChildren(make('div', { class: 'intro' },
    make('div', { class: 'hero' }, avatar('private', state.name)),
    make('h3', {}, state.description ? say('what') : state.name),
    make('p', {}, state.description || '@' + state.bot.username)));
}

// summary is the line of a chat in the list.
export function summary(message) {
  if (!message) return [say('empty')];
  if (message.service) return [say(message.service, { name: message.detail })];
  const text = (message.text || '').replace(/\s+/g, ' ');
  const what = message.file ? (message.file.picture ? say('picture') : message.file.name) : '';
  return [message.out && make('b', {}, say('you') + ': '), what && make('b', {}, what + (text ? ', ' : '')), text].filter(Boolean);
}
