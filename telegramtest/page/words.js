// What the app around the messages says, in the languages that one can choose.

const words = {
  en: {
    chats: 'Chats', language: 'Language of the app', messages: 'Messages', write: 'Message', post: 'Post to the channel',
    menu: 'Menu', send: 'Send', start: 'START', back: 'Back to the chats', newest: 'To the newest message', ok: 'OK',
    cancel: 'Cancel', reply: 'Reply', edited: 'edited', bot: 'bot', typing: 'typing', you: 'You', today: 'Today',
    yesterday: 'Yesterday', picture: 'Picture', channel: 'channel', owner: 'admin', unread: 'unread', try: 'For example',
    lost: 'Connecting', what: 'What can this bot do?', copied: 'Copied to the clipboard', gone: 'This button is gone',
    reveal: 'Hidden text, press to read', note: 'A demonstration: everything happens on this computer, nothing is sent to Telegram.',
    joined: '{name} joined the group', left: '{name} left the group', migrated: 'The group became a supergroup',
    topic: 'Topic “{name}” created', sourceOf: 'opens {host}', empty: 'No messages yet', more: 'Show all', less: 'Show less',
    members: { one: '{n} member', other: '{n} members' }, subscribers: { one: '{n} subscriber', other: '{n} subscribers' },
  },
  bg: {
    chats: 'Чатове', language: 'Език на приложението', messages: 'Съобщения', write: 'Съобщение', post: 'Публикувай в канала',
    menu: 'Меню', send: 'Изпрати', start: 'СТАРТ', back: 'Към чатовете', newest: 'Към последното съобщение', ok: 'Добре',
    cancel: 'Отказ', reply: 'Отговори', edited: 'редактирано', bot: 'бот', typing: 'пише', you: 'Вие', today: 'Днес',
    yesterday: 'Вчера', picture: 'Снимка', channel: 'канал', owner: 'админ', unread: 'непрочетени', try: 'Например',
    lost: 'Свързване', what: 'Какво може този бот?', copied: 'Копирано', gone: 'Този бутон вече не съществува',
    reveal: 'Скрит текст, натиснете, за да го прочетете', note: 'Демонстрация: всичко става на този компютър, нищо не се изпраща до Telegram.',
    joined: '{name} се присъедини към групата', left: '{name} напусна групата', migrated: 'Групата стана супергрупа',
    topic: 'Създадена е темата „{name}“', sourceOf: 'отваря {host}', empty: 'Още няма съобщения', more: 'Покажи всичко', less: 'Скрий',
    members: { one: '{n} член', other: '{n} членове' }, subscribers: { one: '{n} абонат', other: '{n} абонати' },
  },
  uk: {
    chats: 'Чати', language: 'Мова застосунку', messages: 'Повідомлення', write: 'Повідомлення', post: 'Допис у канал',
    menu: 'Меню', send: 'Надіслати', start: 'ПОЧАТИ', back: 'До чатів', newest: 'До останнього повідомлення', ok: 'Гаразд',
    cancel: 'Скасувати', reply: 'Відповісти', edited: 'змінено', bot: 'бот', typing: 'пише', you: 'Ви', today: 'Сьогодні',
    yesterday: 'Учора', picture: 'Зображення', channel: 'канал', owner: 'адмін', unread: 'непрочитані', try: 'Наприклад',
    lost: 'З’єднання', what: 'Що вміє цей бот?', copied: 'Скопійовано', gone: 'Цієї кнопки вже немає',
    reveal: 'Прихований текст, натисніть, щоб прочитати', note: 'Демонстрація: усе відбувається на цьому комп’ютері, до Telegram нічого не надсилається.',
    joined: '{name} приєднується до групи', left: '{name} залишає групу', migrated: 'Група стала супергрупою',
    topic: 'Створено тему «{name}»', sourceOf: 'відкриває {host}', empty: 'Ще немає повідомлень', more: 'Показати все', less: 'Згорнути',
    members: { one: '{n} учасник', few: '{n} учасники', many: '{n} учасників', other: '{n} учасника' },
    subscribers: { one: '{n} підписник', few: '{n} підписники', many: '{n} підписників', other: '{n} підписника' },
  },
  ro: {
    chats: 'Conversații', language: 'Limba aplicației', messages: 'Mesaje', write: 'Mesaj', post: 'Publică în canal',
    menu: 'Meniu', send: 'Trimite', start: 'START', back: 'Înapoi la conversații', newest: 'La cel mai nou mesaj', ok: 'OK',
    cancel: 'Anulează', reply: 'Răspunde', edited: 'editat', bot: 'bot', typing: 'scrie', you: 'Dvs.', today: 'Astăzi',
    yesterday: 'Ieri', picture: 'Imagine', channel: 'canal', owner: 'admin', unread: 'necitite', try: 'De exemplu',
    lost: 'Se conectează', what: 'Ce știe să facă acest bot?', copied: 'Copiat', gone: 'Acest buton nu mai există',
    reveal: 'Text ascuns, apăsați pentru a-l citi', note: 'O demonstrație: totul se petrece pe acest calculator, nimic nu este trimis către Telegram.',
    joined: '{name} s-a alăturat grupului', left: '{name} a părăsit grupul', migrated: 'Grupul a devenit supergrup',
    topic: 'A fost creat subiectul „{name}”', sourceOf: 'deschide {host}', empty: 'Încă niciun mesaj', more: 'Arată tot', less: 'Arată mai puțin',
    members: { one: '{n} membru', few: '{n} membri', other: '{n} de membri' },
    subscribers: { one: '{n} abonat', few: '{n} abonați', other: '{n} de abonați' },
  },
  de: {
    chats: 'Chats', language: 'Sprache der App', messages: 'Nachrichten', write: 'Nachricht', post: 'Im Kanal posten',
    menu: 'Menü', send: 'Senden', start: 'STARTEN', back: 'Zurück zu den Chats', newest: 'Zur neuesten Nachricht', ok: 'OK',
    cancel: 'Abbrechen', reply: 'Antworten', edited: 'bearbeitet', bot: 'Bot', typing: 'schreibt', you: 'Du', today: 'Heute',
    yesterday: 'Gestern', picture: 'Bild', channel: 'Kanal', owner: 'Admin', unread: 'ungelesen', try: 'Zum Beispiel',
    lost: 'Verbinden', what: 'Was kann dieser Bot?', copied: 'In die Zwischenablage kopiert', gone: 'Diesen Button gibt es nicht mehr',
    reveal: 'Verborgener Text, zum Lesen drücken', note: 'Eine Vorführung: Alles geschieht auf diesem Rechner, nichts geht an Telegram.',
    joined: '{name} ist der Gruppe beigetreten', left: '{name} hat die Gruppe verlassen', migrated: 'Die Gruppe wurde zur Supergruppe',
    topic: 'Thema „{name}“ erstellt', sourceOf: 'öffnet {host}', empty: 'Noch keine Nachrichten', more: 'Alles zeigen', less: 'Weniger zeigen',
    members: { one: '{n} Mitglied', other: '{n} Mitglieder' }, subscribers: { one: '{n} Abonnent', other: '{n} Abonnenten' },
  },
};

let language = 'en';

export function speak(code) {
  language = words[code] ? code : 'en';
  document.documentElement.lang = language;
  for (const el of document.querySelectorAll('[data-word]')) el.textContent = say(el.dataset.word);
  for (const el of document.querySelectorAll('[data-label]')) el.setAttribute('aria-label', say(el.dataset.label));
}

export function say(word, values = {}) {
  return fill(words[language][word] ?? words.en[word] ?? word, values);
}

export function count(word, n) {
  const forms = words[language][word];
  return fill(forms[new Intl.PluralRules(language).select(n)] ?? forms.other, { n });
}

function fill(text, values) {
  return text.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? '');
}

export const spoken = () => language;

export function clock(seconds) {
  return new Intl.DateTimeFormat(language, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(seconds * 1000);
}

export function day(seconds) {
  const date = new Date(seconds * 1000);
  const days = Math.round((midnight(new Date()) - midnight(date)) / 86400000);
  if (days === 0) return say('today');
  if (days === 1) return say('yesterday');
  const year = date.getFullYear() === new Date().getFullYear() ? undefined : 'numeric';
  return new Intl.DateTimeFormat(language, { day: 'numeric', month: 'long', year }).format(date);
}

function midnight(date) {
  return new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
}

export function moment(seconds) {
  return new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' }).format(seconds * 1000);
}

export function size(bytes) {
  const units = ['B', 'KB', 'MB'];
  let unit = 0;
  while (bytes >= 1024 && unit < 2) { bytes /= 1024; unit++; }
  return new Intl.NumberFormat(language, { maximumFractionDigits: 1 }).format(bytes) + ' ' + units[unit];
}
