// SPDX-License-Identifier: GPL-3.0-or-later
// What was found, in place: the server renders it (/results), and here it takes
// the place of the one before, with its address in the history. Of answers that
// come late only the newest is shown.

// What has no field in the form is kept hidden in it.
const kFields = ['q', 'kind', 'after', 'before', 'path', 'sort', 'db'];
const kFilters = ['kind', 'after', 'before', 'path', 'sort'];

export class Found {
  constructor(form) {
    this.form = form;
    this.isTyping = false; // the newest address is of a text half typed
    this.shown = location.search; // what the page shows
  }

  get place() {
    return document.getElementById('results');
  }

  // What the form asks for, without what is not filled in.
  get asked() {
    const parameters = new URLSearchParams();
    for (const [name, value] of new FormData(this.form)) {
      if (value.trim()) parameters.set(name, value);
    }
    if (parameters.has('q')) parameters.delete('like');
    return parameters;
  }

  static asksForSomething(parameters) {
    return parameters.has('q') || parameters.has('like');
  }

  // Fills the form in with what an address asks for.
  fill(parameters) {
    const { elements } = this.form;
    for (const name of kFields) {
      if (elements[name]) elements[name].value = parameters.get(name) ?? '';
    }
    this.form.querySelectorAll('input[type=hidden]').forEach((x) => x.remove());
    for (const [name, value] of parameters) {
      if (name === 'offset' || elements[name]) continue;
      const field = document.createElement('input');
      Object.assign(field, { type: 'hidden', name, value });
      this.form.append(field);
    }
    this.countFilters(parameters);
  }

  countFilters(parameters) {
    const count = kFilters.filter((name) => parameters.has(name)).length;
    const shown = this.form.querySelector('.count');
    shown.textContent = String(count);
    shown.hidden = count === 0;
  }

  // With each key; the history gets one entry for all of them.
  async type() {
    const parameters = this.asked;
    if (!parameters.has('q')) return;
    const address = `/?${parameters}`;
    if (this.isTyping) history.replaceState(null, '', address);
    else history.pushState(null, '', address);
    this.isTyping = true;
    await this.load(parameters);
  }

  // Once it is asked for. Whether something was.
  async ask(parameters = this.asked) {
    if (!Found.asksForSomething(parameters)) return false;
    const address = `/?${parameters}`;
    const isSame = address === location.pathname + location.search;
    if (this.isTyping) history.replaceState(null, '', address);
    else if (!isSame) history.pushState(null, '', address);
    this.isTyping = false;
    await this.load(parameters);
    return true;
  }

  // What the address says, after a step in the history; also one within the
  // page, which shows the same.
  async follow() {
    if (location.search === this.shown) return;
    this.isTyping = false;
    const parameters = new URLSearchParams(location.search);
    if (!Found.asksForSomething(parameters)) {
      location.reload();
      return;
    }
    this.fill(parameters);
    await this.load(parameters);
  }

  async load(parameters) {
    this.shown = location.search;
    this.request?.abort();
    const request = new AbortController();
    this.request = request;
    this.countFilters(parameters);
    this.place.setAttribute('aria-busy', 'true');
    try {
      const response = await fetch(`/results?${parameters}`,
                                   { signal: request.signal });
      this.show(await response.text());
    } catch (error) {
      if (request.signal.aborted) return;
      this.place.removeAttribute('aria-busy');
      this.tell('The server does not answer. Try again in a moment.');
    }
  }

  show(html) {
    const page = new DOMParser().parseFromString(html, 'text/html');
    const found = page.getElementById('results');
    if (!found) throw new Error('the server sent something else');
    document.body.className = 'found';
    document.title = `${found.dataset.title} – ibid`;
    this.place.replaceWith(document.adoptNode(found));
    this.tell(found.dataset.status);
  }

  tell(text) {
    const status = document.getElementById('status');
    if (status.textContent !== text) status.textContent = text;
  }
}
