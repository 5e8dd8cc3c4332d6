/** Hands that have only a keyboard: presses keys, and asks the browser what has the focus and what is read aloud of it. */
import assert from 'node:assert/strict';
import type { CDPSession, Page } from 'playwright-core';

/** More stops than any page here has before what is looked for. */
const MOST_STOPS = 250;

export type Focus = { role: string; name: string };

export class Keys {
  readonly page: Page;
  /** Stops of the focus so far, for the count at the end. */
  stops = 0;
  readonly #session: CDPSession;

  private constructor(page: Page, session: CDPSession) {
    this.page = page;
    this.#session = session;
  }

  static async on(page: Page): Promise<Keys> {
    return new Keys(page, await page.context().newCDPSession(page));
  }

  /** Goes on with Tab until the control of that name has the focus; each stop on the way shows that it has it. */
  async tabTo(role: string, name: RegExp, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
    const way: string[] = [];
    for (let stop = 0; stop < MOST_STOPS; stop += 1) {
      const focus = await this.tab(key);
      if (focus.role === role && name.test(focus.name)) return;
      way.push(`${focus.role} «${focus.name}»`);
    }
    assert.fail(`${this.page.url()}: Tab does not come to ${role} ${name}; it comes to ${way.slice(-60).join(', ')}`);
  }

  async tab(key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<Focus> {
    await this.page.keyboard.press(key);
    this.stops += 1;
    const focus = await this.focus();
    // The whole content gets the focus as a page opens, and needs no mark.
    if (focus.role === '' || focus.role === 'main' || (await this.#isMarked())) return focus;
    // Where the page moved the focus between the two looks, what has it now is looked at.
    const now = await this.focus();
    const isThere = now.role === focus.role && now.name === focus.name;
    assert.ok(!isThere || (await this.#isMarked()), `${this.page.url()}: ${now.role} «${now.name}» shows no focus`);
    return now;
  }

  async press(key: string): Promise<void> {
    await this.page.keyboard.press(key);
  }

  /** Replaces what stands in the field. */
  async type(text: string): Promise<void> {
    await this.page.keyboard.press('ControlOrMeta+A');
    await this.page.keyboard.insertText(text);
  }

  /** Presses and waits for the page that comes of it. */
  async go(key: 'Enter' | 'Space', to: RegExp): Promise<void> {
    await this.page.keyboard.press(key);
    await this.page.waitForURL(to);
    await this.page.waitForLoadState('networkidle');
  }

  /** What the browser tells a screen reader of the element in focus; of none, nothing. */
  async focus(): Promise<Focus> {
    const { result } = await this.#session.send('Runtime.evaluate', {
      expression: 'document.activeElement === document.body ? null : document.activeElement',
    });
    if (result.objectId === undefined) return { role: '', name: '' };
    const { nodes } = await this.#session.send('Accessibility.getPartialAXTree', {
      objectId: result.objectId,
      fetchRelatives: false,
    });
    const role = String(nodes[0]?.role?.value ?? '');
    return { role: role === 'none' ? '' : role, name: String(nodes[0]?.name?.value ?? '').trim() };
  }

  /** Waits until a control of that name has the focus by itself. */
  async focusComes(role: string, name: RegExp): Promise<void> {
    let focus: Focus = { role: '', name: '' };
    for (let look = 0; look < 50; look += 1) {
      focus = await this.focus();
      if (focus.role === role && name.test(focus.name)) return;
      await this.page.waitForTimeout(100);
    }
    assert.fail(`${this.page.url()}: the focus is at ${focus.role} «${focus.name}», not at ${role} ${name}`);
  }

  /** A live region says it: a status or an alert. */
  async isSaid(text: RegExp): Promise<void> {
    const said = this.page.locator('[role=status], [role=alert], [aria-live=polite]').filter({ hasText: text });
    await said.first().waitFor({ state: 'attached' });
  }

  #isMarked(): Promise<boolean> {
    return this.page.evaluate(() => {
      const element = document.activeElement!;
      return [element, element.parentElement, element.nextElementSibling].some((mark) => {
        if (!mark) return false;
        const { outlineStyle, outlineWidth } = getComputedStyle(mark);
        return outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2;
      });
    });
  }
}
