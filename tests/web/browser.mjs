// SPDX-License-Identifier: GPL-3.0-or-later
// The page of ibid-server in a real browser: browser.mjs ADDRESS CHROMIUM. Each
// story begins on a page of its own; what fails is told on stderr, and the exit
// code is 1. With --shots FOLDER it leaves pictures of what was seen.

import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import path from 'node:path';
import { readFileSync } from 'node:fs';
import { chromium } from 'playwright-core';

const kWait = 30000; // ms; a story that hangs fails
const [address, program, , shots] = process.argv.slice(2);
const axe = readFileSync(
  createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const kWide = { width: 1100, height: 850 };
const kNarrow = { width: 360, height: 740 };
const kQuestion = 'When was Rust 1.0 released?';
const kCard = `/?q=${encodeURIComponent(kQuestion)}`;

const stories = {
  async 'a question gets its card'(page) {
    await page.goto(address);
    await page.fill('#q', kQuestion);
    await page.press('#q', 'Enter');
    const card = page.locator('article.answer');
    await card.waitFor();
    assert.match(await card.locator('mark').first().innerText(),
                 /^Rust 1.0 was released on May 15, 2015/);
    assert.match(await card.locator('.source').innerText(),
                 /^From What is Rust used for › .*, updated 11 August 2026$/);
    assert.match(await page.innerText('#status'), /^10 of \d+ passages$/);
    assert.equal(new URL(page.url()).searchParams.get('q'), kQuestion);
    assert.equal(await page.title(), `${kQuestion} – ibid`);
    // The passage that answers is not told twice.
    assert.equal(await page.locator('li.hit').count(), 9);
    await look(page, 'card');
  },

  async 'results come while typing, with one step of history'(page) {
    await page.goto(address);
    await page.locator('#q').pressSequentially('stemming');
    await page.waitForURL(/\?q=stemming$/);
    await page.locator('li.hit a.open').first().waitFor();
    await page.waitForFunction(
      () => document.querySelector('li.hit .snippet').textContent
        .toLowerCase().includes('stem'));
    assert.equal(await page.evaluate(() => document.activeElement.id), 'q');
    await page.goBack();
    await page.locator('body.home').waitFor();
    assert.equal(new URL(page.url()).search, '');
  },

  async 'a completion is taken by keyboard alone'(page) {
    await page.goto(address);
    await page.locator('#q').pressSequentially('what is an inv');
    const list = page.getByRole('listbox');
    await list.waitFor();
    const box = page.getByRole('combobox', { name: 'Question or words' });
    assert.equal(await box.getAttribute('aria-expanded'), 'true');
    await page.keyboard.press('ArrowDown');
    const active = await box.getAttribute('aria-activedescendant');
    assert.equal(await page.getAttribute(`#${active}`, 'aria-selected'),
                 'true');
    assert.equal(await box.inputValue(), 'what is an inv');
    await look(page, 'completions');
    // Esc closes it and leaves the text; typing opens it again.
    await page.keyboard.press('Escape');
    await list.waitFor({ state: 'hidden' });
    assert.equal(await box.getAttribute('aria-expanded'), 'false');
    assert.equal(await box.inputValue(), 'what is an inv');
    await page.keyboard.type('e');
    await list.waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.waitForURL(/q=What\+is\+an\+inverted\+index/);
    assert.equal(await box.inputValue(), 'What is an inverted index');
    await list.waitFor({ state: 'hidden' });
    await page.locator('.hit').first().waitFor();
  },

  async 'filters narrow in place'(page) {
    await page.goto(`${address}?q=index`);
    await page.click('summary');
    await page.check('[name=kind][value=question]');
    await page.waitForURL(/kind=question/);
    await page.waitForFunction(() => [...document.querySelectorAll('.kind')]
      .every((kind) => kind.textContent === 'Question'));
    await page.fill('[name=after]', '2026-03-01');
    await page.waitForURL(/after=2026-03-01/);
    await page.waitForFunction(() => [...document.querySelectorAll('time')]
      .every((time) => time.dateTime >= '2026-03-01'));
    assert.equal(await page.innerText('.count'), '2');
    await look(page, 'filters');
    await page.goBack();
    await page.waitForURL((url) => !url.searchParams.has('after'));
    await page.waitForFunction(
      () => document.querySelector('[name=after]').value === '');
    // It is open, with what is set, when the page is loaded anew.
    await page.reload();
    assert.ok(await page.isChecked('[value=question]'));
    assert.ok(await page.isVisible('[name=after]'));
  },

  async 'a hit opens its article with the passage in view'(page) {
    await page.goto(address + kCard.slice(1));
    await page.click('article.answer a.open');
    await page.waitForURL(/\/read\/what-is-rust-used-for.txt.*#p\d+$/);
    const id = new URL(page.url()).hash.slice(1);
    await page.waitForFunction((place) => {
      const box = document.getElementById(place).getBoundingClientRect();
      return scrollY > 0 && box.top >= 0 && box.bottom <= innerHeight;
    }, id);
    assert.ok(await page.evaluate(
      (place) => document.getElementById(place).matches(':target'), id));
    await page.waitForFunction(
      (place) => document.activeElement.id === place, id);
    assert.match(await page.innerText(`#${id} mark`), /^Rust 1.0 was released/);
    await look(page, 'article');
    await page.keyboard.press('Escape');
    await page.waitForURL(address + kCard.slice(1));
  },

  async 'hits are walked and opened by keys'(page) {
    await page.goto(`${address}?q=garbage+collection`);
    const focused = () => page.evaluate(() => {
      const hits = [...document.querySelectorAll('#results a.open')];
      return hits.indexOf(document.activeElement);
    });
    await page.keyboard.press('/');
    assert.equal(await page.evaluate(() => document.activeElement.id), 'q');
    await page.keyboard.press('ArrowDown');
    assert.equal(await focused(), 0);
    await page.keyboard.press('j');
    await page.keyboard.press('ArrowDown');
    assert.equal(await focused(), 2);
    await page.keyboard.press('k');
    assert.equal(await focused(), 1);
    const target = await page.evaluate(() => document.activeElement.href);
    await page.keyboard.press('Enter');
    await page.waitForURL(target);
    await page.keyboard.press('Escape');
    await page.waitForURL(/q=garbage/);
    await page.waitForFunction((href) => document.activeElement.href === href,
                               target);
    await page.keyboard.press('Escape');
    assert.equal(await page.evaluate(() => document.activeElement.id), 'q');
  },

  async 'the first link leads past the form'(page) {
    for (const target of ['', '?q=index', 'read/what-is-stemming.txt']) {
      await page.goto(address + target);
      await page.evaluate(() => {
        document.activeElement.blur();
        window.kept = true;
      });
      await page.locator('.skip').focus();
      await page.keyboard.press('Enter');
      await page.waitForFunction(() => document.activeElement.id === 'main');
      assert.equal(new URL(page.url()).hash, '#main');
      // Nothing more comes of it.
      await page.evaluate(() => new Promise(requestAnimationFrame));
      assert.ok(await page.evaluate(() => window.kept));
    }
  },

  async 'letters are no keys where that is not wanted'(page) {
    await page.goto(`${address}?q=index`);
    await page.getByRole('button', { name: 'Letter keys are on' }).click();
    await page.reload();
    await page.keyboard.press('j');
    await page.keyboard.press('/');
    assert.equal(await page.evaluate(() => document.activeElement.tagName),
                 'BODY');
  },

  async 'further pages and similar passages come in place'(page) {
    await page.goto(`${address}?q=index`);
    await page.evaluate(() => { window.kept = true; });
    await page.click('a.next');
    await page.waitForURL(/offset=10/);
    await page.waitForFunction(() => document.querySelector('#status')
      .textContent.startsWith('11 to 20 of '));
    await page.locator('a', { hasText: 'Similar passages' }).first().click();
    await page.waitForURL(/like=/);
    await page.locator('h1.like').waitFor();
    assert.equal(await page.inputValue('#q'), '');
    await look(page, 'similar');
    await page.goBack();
    await page.waitForFunction(
      () => document.querySelector('#q').value === 'index');
    assert.ok(await page.evaluate(() => window.kept));
  },

  async 'nothing found is said, and what to do'(page) {
    await page.goto(address);
    await page.fill('#q', 'xylophone');
    await page.press('#q', 'Enter');
    await page.getByRole('heading', { name: 'Nothing found' }).waitFor();
    assert.match(await page.innerText('#results'),
                 /No passage has: xylophone/);
    assert.equal(await page.textContent('#status'), 'Nothing found');
    await look(page, 'nothing');
  },

  async 'an error keeps the form and gives a hint'(page, seen) {
    seen.expected = /400/;
    await page.goto(`${address}?q=index&after=soon`);
    assert.match(await page.innerText('.failed'), /takes a date[^]*2026-04/);
    assert.equal(await page.inputValue('#q'), 'index');
    await look(page, 'error');
  },

  async 'a server that is gone is told'(page, seen) {
    seen.expected = /ERR_FAILED/;
    await page.goto(`${address}?q=index`);
    await page.route('**/results?*', (route) => route.abort());
    await page.fill('#q', 'stemming');
    await page.press('#q', 'Enter');
    await page.waitForFunction(() => document.querySelector('#status')
      .textContent.startsWith('The server does not answer'));
  },

  async 'it works without JavaScript'(page) {
    await page.goto(address);
    await page.fill('#q', kQuestion);
    await page.click('button[type=submit]');
    await page.locator('article.answer').waitFor();
    await page.click('summary');
    await page.check('[name=kind][value=question]');
    await page.getByRole('button', { name: 'Apply' }).click();
    await page.waitForURL(/kind=question/);
    await page.click('article.answer a.open');
    const id = new URL(page.url()).hash.slice(1);
    // The browser itself brings it into view and marks it.
    const box = await page.locator(`#${id}:target`).boundingBox();
    assert.ok(box.y >= 0 && box.y < kWide.height);
    await page.goBack();
    await page.click('a.next');
    await page.waitForURL(/offset=10/);
  },

  async 'markup in a query stays text'(page) {
    const text = '<img src="//x.example/" onerror="alert(1)">stemming';
    page.on('dialog', () => assert.fail('it ran'));
    await page.goto(`${address}?q=${encodeURIComponent(text)}`);
    assert.equal(await page.inputValue('#q'), text);
    await page.fill('#q', `${text} ${text}`);
    await page.press('#q', 'Enter');
    await page.waitForFunction(
      (asked) => document.title.startsWith(asked), `${text} ${text}`);
    assert.equal(await page.locator('img').count(), 0);
  },

  async 'it works on a narrow screen'(page) {
    for (const target of ['', kCard.slice(1), '?q=xylophone&kind=section',
                          'read/what-is-rust-used-for.txt']) {
      await page.goto(address + target);
      assert.ok(await page.evaluate(
        () => document.documentElement.scrollWidth <= innerWidth), target);
    }
    await page.goto(address + kCard.slice(1));
    await look(page, 'narrow');
  },

  async 'it is dark where that is preferred'(page) {
    await page.goto(address + kCard.slice(1));
    const light = (color) => color.match(/\d+/g).slice(0, 3)
      .reduce((sum, part) => sum + Number(part), 0);
    const [paper, ink] = await page.evaluate(() => {
      const style = getComputedStyle(document.body);
      return [style.backgroundColor, style.color];
    });
    assert.ok(light(paper) < 150 && light(ink) > 600, `${paper} ${ink}`);
    await look(page, 'dark');
  },
};
const kOptions = {
  'it works without JavaScript': { javaScriptEnabled: false },
  'it works on a narrow screen': { viewport: kNarrow },
  'it is dark where that is preferred': { colorScheme: 'dark' },
};

// What each page looks like to those who do not see it.
const kStates = {
  home: async (page) => page.goto(address),
  card: async (page) => page.goto(address + kCard.slice(1)),
  completions: async (page) => {
    await page.goto(address);
    await page.locator('#q').pressSequentially('what is a');
    await page.getByRole('listbox').waitFor();
    await page.waitForURL(/q=what\+is\+a$/);
    await page.locator('.hit').first().waitFor();
    await page.keyboard.press('ArrowDown');
  },
  filters: async (page) => page.goto(`${address}?q=index&kind=question`),
  nothing: async (page) => page.goto(`${address}?q=xylophone`),
  similar: async (page) =>
    page.goto(`${address}?like=what-is-an-inverted-index.txt%233`),
  article: async (page) =>
    page.goto(`${address}read/what-is-rust-used-for.txt#p5`),
};

async function checkAccess(page) {
  // Put there by the debugger, which no policy holds.
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => window.axe.run({
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa',
              'best-practice'],
  }));
  assert.deepEqual(violations.map((v) => [v.id, v.nodes.map((n) => [
    n.target.join(' '), n.failureSummary])]), []);
}

for (const [theme, options] of Object.entries({
  light: {}, dark: { colorScheme: 'dark' }, narrow: { viewport: kNarrow } })) {
  for (const [state, open] of Object.entries(kStates)) {
    const name = `${state} is for all, ${theme}`;
    kOptions[name] = options;
    stories[name] = async (page) => {
      await open(page);
      await checkAccess(page);
    };
  }
}

async function look(page, name) {
  if (!shots) return;
  await page.screenshot({ path: path.join(shots, `${name}.png`) });
}

// Runs a story on a page that may load from this server only, and must have
// nothing to complain of.
async function run(browser, name) {
  const context = await browser.newContext(
    { viewport: kWide, locale: 'en-GB', ...kOptions[name] });
  context.setDefaultTimeout(kWait);
  const seen = { complaints: [], expected: null };
  await context.route('**/*', (route) => {
    if (route.request().url().startsWith(address)) return route.continue();
    seen.complaints.push(`asked ${route.request().url()}`);
    return route.abort();
  });
  const page = await context.newPage();
  page.on('console', (message) => seen.complaints.push(message.text()));
  page.on('pageerror', (error) => seen.complaints.push(error.message));
  try {
    await stories[name](page, seen);
    assert.deepEqual(seen.complaints.filter(
      (text) => !seen.expected?.test(text)), []);
  } finally {
    await context.close();
  }
}

const browser = await chromium.launch({
  executablePath: program,
  // Containers have neither what the sandbox needs nor much shared memory.
  args: ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu'],
});
let failed = 0;
for (const name of Object.keys(stories)) {
  try {
    await run(browser, name);
  } catch (error) {
    failed += 1;
    console.error(`FAILED: ${name}\n${error.stack}\n`);
  }
}
await browser.close();
console.log(`${Object.keys(stories).length} stories, ${failed} failed`);
process.exit(failed ? 1 : 0);
