// SPDX-License-Identifier: GPL-3.0-or-later
// What the pages do beyond links and forms, which work without it: results
// while typing, completions, and keys.

import { Found } from './found.js';
import { Offers } from './suggest.js';

const kTypingMs = 140; // after the last key

const form = document.querySelector('form.search');
const box = form.elements.q;
const found = new Found(form);
const isReading = document.body.classList.contains('read');

const offers = new Offers(box, () => form.elements.db?.value,
                          () => form.requestSubmit());

// --- Searching in place; on the page of an article it leads away from it.

let typing = 0;

function ask(parameters) {
  clearTimeout(typing);
  offers.close();
  return found.ask(parameters);
}

box.addEventListener('input', () => {
  clearTimeout(typing);
  if (!isReading) typing = setTimeout(() => found.type(), kTypingMs);
});

form.addEventListener('submit', (event) => {
  event.preventDefault();
  const parameters = found.asked;
  if (!Found.asksForSomething(parameters)) return box.focus();
  if (isReading) location.href = `/?${parameters}`;
  else ask(parameters);
});

form.addEventListener('change', (event) => {
  if (event.target === box || isReading) return;
  const parameters = found.asked;
  if (Found.asksForSomething(parameters)) ask(parameters);
  // The start page tells what is in a database.
  else if (event.target.name === 'db') location.href = `/?${parameters}`;
});

function isPlainClick(event) {
  return event.button === 0 && !event.ctrlKey && !event.metaKey &&
    !event.shiftKey && !event.altKey && !event.defaultPrevented;
}

document.addEventListener('click', (event) => {
  const link = event.target.closest('a[href]:not([href^="#"])');
  if (!link || isReading || !isPlainClick(event)) return;
  const address = new URL(link.href);
  if (link.classList.contains('open')) {
    // To come back to.
    history.replaceState({ opened: link.getAttribute('href') }, '');
  } else if (address.origin === location.origin && address.pathname === '/' &&
             Found.asksForSomething(address.searchParams)) {
    event.preventDefault();
    found.fill(address.searchParams);
    ask(address.searchParams);
    scrollTo(0, 0);
    document.getElementById('main').focus({ preventScroll: true });
  }
});

addEventListener('popstate', () => {
  if (!isReading) found.follow();
});

// --- Keys.

function stored(name) {
  try {
    return localStorage.getItem(name);
  } catch {
    return null; // not allowed: as at the first visit
  }
}

function store(name, value) {
  try {
    localStorage.setItem(name, value);
  } catch {
    // Not allowed: it holds for this page.
  }
}

const letters = document.querySelector('.switch');

let withLetters;

function setLetters(on) {
  withLetters = on;
  letters.textContent = `Letter keys are ${on ? 'on' : 'off'}`;
  store('letter-keys', on ? 'on' : 'off');
}

setLetters(stored('letter-keys') !== 'off');
document.documentElement.classList.add('scripted');
document.querySelector('.keys').hidden = false;
letters.addEventListener('click', () => setLetters(!withLetters));

function hits() {
  return [...document.querySelectorAll('#results a.open')];
}

// The hit that holds the focus; -1: none.
function currentHit(list) {
  const hit = document.activeElement?.closest('.hit');
  return hit ? list.findIndex((link) => hit.contains(link)) : -1;
}

function walk(step) {
  const list = hits();
  const next = currentHit(list) + step;
  if (next < 0) return box.focus();
  const link = list[Math.min(next, list.length - 1)];
  link?.focus({ preventScroll: true });
  link?.closest('.hit').scrollIntoView({ block: 'nearest' });
}

let inner = 0; // steps of the history within this page
addEventListener('hashchange', () => {
  inner += 1;
});

// From an article to where it was opened.
function leave() {
  if (document.referrer.startsWith(`${location.origin}/`)) {
    history.go(-1 - inner);
  } else {
    location.href = '/';
  }
}

function isWriting(element) {
  return element?.matches('input:not([type=radio]), select, textarea') ?? false;
}

// What a key does where no field takes it; undefined: nothing.
function action(key) {
  const onHit = currentHit(hits()) >= 0;
  switch (key) {
    case 'ArrowDown':
      return onHit ? () => walk(1) : undefined;
    case 'ArrowUp':
      return onHit ? () => walk(-1) : undefined;
    case 'j':
      return withLetters && !isReading ? () => walk(1) : undefined;
    case 'k':
      return withLetters && !isReading ? () => walk(-1) : undefined;
    case '/':
      return withLetters ? () => box.select() : undefined;
    case 'Escape':
      return isReading ? leave : () => box.select();
    default:
      return undefined;
  }
}

document.addEventListener('keydown', (event) => {
  if (event.defaultPrevented || event.isComposing || event.ctrlKey ||
      event.metaKey || event.altKey) {
    return;
  }
  const target = document.activeElement;
  let run;
  if (target === box) {
    if (event.key === 'ArrowDown' && hits().length) run = () => walk(1);
    else if (event.key === 'Escape' && isReading) run = leave;
  } else if (!isWriting(target) && !target.matches('input')) {
    run = action(event.key);
  }
  if (!run) return;
  event.preventDefault();
  run();
});

// Back from an article, where the browser did not keep the page.
const opened = history.state?.opened;
if (opened) {
  hits().find((link) => link.getAttribute('href') === opened)?.focus();
}
