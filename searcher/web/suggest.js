// SPDX-License-Identifier: GPL-3.0-or-later
// Completions below the box: a combobox with a list of its own (ARIA 1.2). The
// box keeps the focus and its text; arrows go through the list, Enter takes one
// of them, Esc closes.

const kTexts = 5; // titles and questions that are shown
const kTerms = 2; // words, besides; more where there are fewer texts
const kWaitMs = 60; // after the last key
const kNames = { title: 'article', question: 'question', term: '' };

export class Offers {
  // database: gives the name of the one that is searched; choose: what is done
  // with the text that was taken.
  constructor(box, database, choose) {
    this.box = box;
    this.database = database;
    this.choose = choose;
    this.active = -1;
    this.list = document.createElement('ul');
    this.list.className = 'offers';
    this.list.id = 'offers';
    this.list.hidden = true;
    this.list.setAttribute('role', 'listbox');
    this.list.setAttribute('aria-label', 'Completions');
    box.parentElement.append(this.list);
    box.setAttribute('role', 'combobox');
    box.setAttribute('aria-autocomplete', 'list');
    box.setAttribute('aria-controls', 'offers');
    box.setAttribute('aria-expanded', 'false');
    this.listen();
  }

  get isOpen() {
    return !this.list.hidden;
  }

  listen() {
    this.box.addEventListener('input', (event) => {
      if (!event.isComposing) this.ask();
    });
    this.box.addEventListener('compositionend', () => this.ask());
    this.box.addEventListener('keydown', (event) => this.press(event));
    this.box.addEventListener('blur', () => this.close());
    // The box keeps the focus.
    this.list.addEventListener('mousedown', (event) => event.preventDefault());
    this.list.addEventListener('click', (event) => {
      const option = event.target.closest('[role=option]');
      if (option) this.take(option);
    });
  }

  ask() {
    this.stop();
    this.timer = setTimeout(() => this.fetch(), kWaitMs);
  }

  async fetch() {
    const text = this.box.value;
    if (!text.trim()) return this.close();
    this.request = new AbortController();
    const parameters = new URLSearchParams({ q: text });
    if (this.database()) parameters.set('db', this.database());
    try {
      const response = await fetch(`/suggest?${parameters}`,
                                   { signal: this.request.signal });
      if (!response.ok) return this.close();
      this.show(text, (await response.json()).suggestions);
    } catch {
      // Ended by the next key, or no server: then there are none.
      this.hide();
    }
  }

  show(typed, offers) {
    const others = Offers.best(offers.filter((x) => x.text !== typed));
    if (!others.length || document.activeElement !== this.box) {
      return this.hide();
    }
    this.list.replaceChildren(
      ...others.map((offer, i) => this.option(typed, offer, i)));
    this.select(-1);
    this.list.hidden = false;
    this.box.setAttribute('aria-expanded', 'true');
  }

  // Of many that begin so those that say most.
  static best(offers) {
    const texts = offers.filter((x) => x.kind !== 'term').slice(0, kTexts);
    const terms = offers.filter((x) => x.kind === 'term');
    return [...texts, ...terms.slice(0, kTexts + kTerms - texts.length)];
  }

  option(typed, offer, number) {
    const option = document.createElement('li');
    option.id = `offer-${number}`;
    option.setAttribute('role', 'option');
    option.dataset.text = offer.text;
    const text = document.createElement('span');
    text.className = 'text';
    text.dir = 'auto';
    const begins = offer.text.toLowerCase().startsWith(typed.toLowerCase());
    const known = begins ? typed.length : 0;
    const rest = document.createElement('b');
    rest.textContent = offer.text.slice(known);
    text.append(offer.text.slice(0, known), begins ? rest : offer.text);
    option.append(text);
    if (kNames[offer.kind]) {
      const of = document.createElement('span');
      of.className = 'of';
      of.textContent = kNames[offer.kind];
      option.append(' ', of);
    }
    return option;
  }

  // The option of that number as the active one; -1: none.
  select(number) {
    this.active = number;
    [...this.list.children].forEach((option, i) => {
      option.setAttribute('aria-selected', String(i === number));
    });
    const option = this.list.children[number];
    if (option) this.box.setAttribute('aria-activedescendant', option.id);
    else this.box.removeAttribute('aria-activedescendant');
  }

  press(event) {
    if (event.isComposing || event.ctrlKey || event.metaKey) return;
    if (event.altKey && event.key === 'ArrowDown') {
      event.preventDefault();
      this.ask();
    } else if (this.isOpen) {
      this.pressOpen(event);
    }
  }

  pressOpen(event) {
    const count = this.list.children.length;
    switch (event.key) {
      case 'ArrowDown':
        this.select(this.active + 1 < count ? this.active + 1 : -1);
        break;
      case 'ArrowUp':
        this.select(this.active >= 0 ? this.active - 1 : count - 1);
        break;
      case 'Escape':
        this.close();
        break;
      case 'Enter':
        if (this.active < 0) return this.close();
        this.take(this.list.children[this.active]);
        break;
      default:
        return;
    }
    event.preventDefault();
  }

  take(option) {
    this.close();
    this.box.value = option.dataset.text;
    this.choose();
  }

  // What was asked for is not shown any more.
  stop() {
    clearTimeout(this.timer);
    this.request?.abort();
  }

  hide() {
    this.list.hidden = true;
    this.select(-1);
    this.box.setAttribute('aria-expanded', 'false');
  }

  close() {
    this.stop();
    this.hide();
  }
}
