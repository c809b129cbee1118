'use strict';
// Whatever comes from the server becomes text nodes and attributes, never markup.
const EVERY = 5000;
const STALE_AFTER = 12000;
const SVG = 'http://www.w3.org/2000/svg';
const $ = id => document.getElementById(id);
let language = remembered() || ((navigator.language || '').toLowerCase().startsWith('zh') ? 'zh' : 'en');
let last = null;
let seen = 0;
let trouble = null;
let busy = false;

function remembered() {
  try { const kept = localStorage.getItem('language'); return kept in WORDS ? kept : null; } catch (e) { return null; }
}

function say(word, values = {}) {
  return WORDS[language][word].replace(/\{(\w+)\}/g, (all, name) => values[name] ?? '');
}

function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children.filter(child => child !== null));
  return element;
}

const number = n => (n ?? 0).toLocaleString(language === 'zh' ? 'zh-CN' : 'en');

function when(text) {
  if (!text) return '';
  const at = new Date(text);
  const locale = language === 'zh' ? 'zh-CN' : 'en-GB';
  const clock = at.toLocaleTimeString(locale, { hour: '2-digit', minute: '2-digit' });
  return at.toDateString() === new Date().toDateString() ? clock : at.toLocaleDateString(locale, { month: 'short', day: 'numeric' }) + ' ' + clock;
}

function age(seconds) {
  return seconds < 1 ? say('none') : seconds < 120 ? say('seconds', { n: seconds }) : seconds < 7200 ? say('minutes', { n: Math.round(seconds / 60) }) : say('hours', { n: Math.round(seconds / 3600) });
}

/** The word for what a finding says; what came in place of the platform's answers has a word each. */
function wordOf(finding) {
  if (finding.cause !== 'platform_away') return finding.cause;
  if (finding.detail.startsWith('http_')) return 'away_http';
  return 'away_' + finding.detail in WORDS.en ? 'away_' + finding.detail : finding.cause;
}

function sentence(finding) {
  const detail = [finding.errcode, finding.detail].filter(part => part !== null).join(' ');
  return say(wordOf(finding), {
    fix: say('fix_' + (FIXES[finding.errcode] ?? 'other')), gone: finding.names.map(name => say('gone_' + name)).join(''), status: detail.replace('http_', ''),
    who: finding.who ?? say('somebody'), since: when(finding.since), until: when(finding.until), errcode: finding.errcode ?? '', detail: finding.detail ?? '',
    count: number(finding.count), names: finding.names.join(', '), kept: finding.count ? say('kept', { count: number(finding.count) }) : '',
    why: detail ? ' (' + detail + ')' : '',
  });
}

/** What the deed resume ends: it asks the platform once more. */
const RESUMED = ['paused', 'token_refused', 'token_missing', 'rests', 'channel_withdrawn'];

/** @param where tells buttons of one deed apart */
function button(text, label, app, deed, more = {}, where = '') {
  const element = make('button', { type: 'button', 'aria-label': label + ' · ' + app, 'data-key': [app, deed, more.template_id, more.errcode, where].filter(part => part).join(' ') }, text);
  element.addEventListener('click', () => act(label, { app_id: app, deed, ...more }));
  return element;
}

function says(app, finding, mayOperate) {
  const notice = finding.cause === 'token_late' || finding.cause === 'uncertain';
  const line = make('div', { class: 'says ' + (finding.stops_all ? 'bad' : 'warn'), 'data-cause': finding.cause },
    make('p', {}, (finding.stops_all ? '✗ ' + say('stop') : '! ' + say(notice ? 'note' : 'slow')) + sentence(finding)));
  if (mayOperate && RESUMED.includes(finding.cause)) {
    const word = finding.cause === 'paused' ? 'resume' : 'again';
    const resume = button(say(word), say(word), app.app_id, 'resume', {}, finding.cause + finding.names.join());
    resume.className = 'main';
    line.append(resume);
  }
  if (mayOperate && finding.cause === 'template_held') {
    for (const name of finding.names) line.append(button(say('release', { name }), say('release', { name }), app.app_id, 'release', { template_id: name }));
  }
  return line;
}

function figure(title, value, small, tone = '') {
  return make('div', {}, make('h3', {}, title), make('b', { class: tone }, value), make('small', {}, small));
}

function sparkline(name, values) {
  const whole = name === 'oldest_due_seconds' ? say('most', { n: number(Math.max(0, ...values)) }) : say('total', { n: number(values.reduce((a, b) => a + b, 0)) });
  const title = say('h_' + name);
  const words = values.length < 2 ? say('collecting') : whole;
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', '0 0 60 20');
  svg.setAttribute('preserveAspectRatio', 'none');
  svg.setAttribute('role', 'img');
  svg.setAttribute('aria-label', title + ': ' + words);
  if (values.length > 1) {
    const top = Math.max(1, ...values);
    const line = document.createElementNS(SVG, 'polyline');
    line.setAttribute('points', values.map((v, i) => (60 - (values.length - 1 - i)) + ',' + (19 - 18 * v / top)).join(' '));
    svg.append(line);
  }
  return make('figure', {}, make('h3', {}, title), svg, make('small', {}, words));
}

function failures(app, mayOperate) {
  if (app.failed.length === 0) return null;
  const rows = app.failed.map(one => {
    const code = one.errcode ?? say('nocode');
    return make('tr', {}, make('td', {}, make('b', {}, String(code)), ' ' + (one.reason ?? '')), make('td', {}, number(one.count)),
      make('td', {}, mayOperate && one.errcode !== null ? button(say('retry', { n: number(one.count) }), say('retrywhat', { code }), app.app_id, 'retry', { errcode: one.errcode }) : ''));
  });
  return make('div', {}, make('h3', {}, say('failures')), make('table', {}, make('tbody', {}, ...rows)));
}

function card(app, mayOperate) {
  const token = app.token ? app.token.state : 'none';
  const states = Object.entries(app.notifications).map(([state, n]) => make('li', {}, say(state) + ' ', make('b', {}, number(n))));
  const deeds = make('div', { class: 'deeds' });
  if (mayOperate) {
    if (!app.paused) deeds.append(button(say('pause'), say('pause'), app.app_id, 'pause'));
    if (app.failed.length > 0) deeds.append(button(say('retryall'), say('retryall'), app.app_id, 'retry'));
  }
  return make('article', { id: app.app_id, tabindex: '-1', 'aria-label': app.app_id, 'data-app': app.app_id },
    make('h2', {}, app.app_id),
    ...(app.findings.length === 0 ? [make('div', { class: 'says good', 'data-cause': 'well' }, make('p', {}, '✓ ' + say('well')))] : app.findings.map(f => says(app, f, mayOperate))),
    make('div', { class: 'figures' },
      figure(say('token'), say(token + '_token'), app.token && app.token.expires_at ? say('till', { at: when(app.token.expires_at) }) : '', { fresh: 'good', stale: 'warn', failing: 'bad' }[token] ?? ''),
      figure(say('credits'), number(app.credits.available), say('expiring', { n: number(app.credits.expiring_24h) })),
      figure(say('users'), number(app.credits.users), say('users24', { n: number(app.credits.users_in_24h) })),
      figure(say('budget'), number(app.budget.used), say('of', { n: number(app.budget.daily) })),
      figure(say('oldest'), age(app.oldest_due_seconds), '')),
    make('h3', {}, say('states')), make('ul', { class: 'states' }, ...states),
    make('div', { class: 'hour' }, ...['accepted', 'sent', 'failed', 'oldest_due_seconds'].map(name => sparkline(name, app.last_hour[name]))),
    failures(app, mayOperate), deeds);
}

/** Among many apps those that need a look are named, so that nobody has to read all cards. */
function overview(apps) {
  const troubled = apps.filter(app => app.findings.length > 0);
  const links = troubled.flatMap(app => [make('a', { href: '#' + app.app_id, class: app.findings[0].stops_all ? 'bad' : 'warn' }, (app.findings[0].stops_all ? '✗ ' : '! ') + app.app_id), ' ']);
  $('overview').hidden = apps.length < 2;
  const text = apps.map(app => app.app_id + app.findings.map(finding => finding.cause)).join() + language;
  if ($('overview').dataset.text === text) return;
  $('overview').dataset.text = text;
  $('overview').replaceChildren(...(troubled.length === 0 ? ['✓ ' + say('allwell', { n: apps.length })] : [say('overview'), ...links]));
}

/** What is the same before and after a redraw: a button's key, or the app of a card. */
function placeOf(element) {
  return element && element.dataset ? element.dataset.key || element.dataset.app : undefined;
}

/** Draws all anew, and leaves the focus where it was. */
function draw() {
  document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
  document.querySelectorAll('[data-word]').forEach(element => { element.textContent = say(element.dataset.word); });
  $('language').textContent = say('other');
  $('language').lang = language === 'zh' ? 'en' : 'zh-CN';
  freshness();
  if (last === null) return;
  $('logout').hidden = last.key === 'loopback';
  $('warnings').hidden = last.warnings.length === 0;
  $('warnings').querySelector('ul').replaceChildren(...last.warnings.map(warning => make('li', {}, warning)));
  overview(last.apps);
  const focused = placeOf(document.activeElement);
  const apps = last.apps.map(app => card(app, last.may_operate));
  if (apps.length === 0) apps.push(make('p', {}, say('noapps')));
  if (!last.may_operate) apps.push(make('p', {}, say('reader')));
  $('apps').replaceChildren(...apps);
  if (focused) {
    const again = [...document.querySelectorAll('[data-key], [data-app]')].find(element => placeOf(element) === focused);
    if (again) again.focus({ preventScroll: true });
  }
}

function freshness() {
  const stale = trouble !== null || seen > 0 && Date.now() - seen > STALE_AFTER;
  const at = seen ? new Date(seen).toLocaleTimeString(language === 'zh' ? 'zh-CN' : 'en-GB') : '–';
  document.body.classList.toggle('stale', stale);
  put($('fresh'), last === null && !stale ? say('loading') : stale ? '✗ ' + say('stale', { at }) : say('fresh', { at, nodes: last.nodes_alive }));
  $('away').hidden = !stale;
  put($('away'), stale ? '✗ ' + say(trouble ?? 'away', { at }) : '');
}

/** Nothing is announced twice by a screen reader that has not changed. */
function put(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

async function look() {
  try {
    const answer = await fetch('/status.json', { headers: { Accept: 'application/json' }, cache: 'no-store', signal: AbortSignal.timeout(10000) });
    if (answer.ok) {
      last = await answer.json();
      seen = Date.now();
      trouble = null;
    } else {
      trouble = answer.status === 401 || answer.status === 403 ? 'login' : 'database';
    }
  } catch (e) {
    trouble = 'away';
  }
  draw();
}

/** At the lower edge, so that it is seen wherever on a long page the button is. */
function tell(text, well = true) {
  $('done').className = well ? 'good' : 'bad';
  $('done').textContent = text;
}

async function act(what, deed) {
  if (busy) return;
  busy = true;
  tell('…');
  try {
    const answer = await fetch('/status/deeds', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(deed) });
    if (answer.ok) {
      const told = answer.status === 200 ? await answer.json() : {};
      tell(say('did_' + deed.deed, { app: deed.app_id, n: number(told.retried) }), true);
    } else {
      tell(say('refused', { status: answer.status, what: what + ' · ' + deed.app_id }), false);
    }
  } catch (e) {
    tell(say('refused', { status: '–', what: what + ' · ' + deed.app_id }), false);
  }
  busy = false;
  await look();
  if (document.activeElement === document.body) {
    // The button that was pressed is gone: whoever uses the keyboard goes on where he was.
    const place = [...document.querySelectorAll('[data-app]')].find(element => element.dataset.app === deed.app_id);
    if (place) place.focus({ preventScroll: true });
  }
}

$('language').addEventListener('click', () => {
  language = language === 'zh' ? 'en' : 'zh';
  try { localStorage.setItem('language', language); } catch (e) { /* then it is not remembered */ }
  draw();
});

async function forever() {
  if (!document.hidden && !busy) await look();
  setTimeout(forever, EVERY);
}

document.addEventListener('visibilitychange', () => { if (!document.hidden) look(); });
setInterval(freshness, 1000);
draw();
forever();
