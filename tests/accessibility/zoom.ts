/** A window of 1280 × 1024 at 400 %: 320 × 256 pixels of the page. And the spacing of text that a reader may set. */
import type { Page } from 'playwright-core';
import { sidewaysOverflow } from '../e2e/browser.ts';
import { WINDOW } from './people.ts';

const ZOOMED = { width: 320, height: 256 };
/** From the top and from the end of the page: stops of the Tab key that are looked at. */
const STOPS = 30;
const STOPS_FROM_END = 10;

/** WCAG 1.4.12: line height 1.5, space after paragraphs 2, letters 0.12, words 0.16 of the size of the text. */
const SPACING = `* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
p { margin-block-end: 2em !important; }`;

export async function zoomProblems(page: Page): Promise<string[]> {
  const problems: string[] = [];
  await page.setViewportSize(ZOOMED);
  const overflow = await sidewaysOverflow(page);
  if (overflow > 0) problems.push(`400 %: ${overflow} px scroll sideways`);
  problems.push(...(await coveringParts(page)).map((part) => `400 %: ${part} covers the window`));
  problems.push(...(await focusProblems(page)).map((problem) => `400 %: ${problem}`));
  problems.push(...(await spacingProblems(page)));
  await page.setViewportSize(WINDOW);
  return problems;
}

/** Parts that stay where they are while the page scrolls leave two thirds of a low window to the page. */
function coveringParts(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    window.scrollTo(0, document.documentElement.scrollHeight / 2);
    const found = [...document.body.querySelectorAll('*')].filter((element) => {
      const { position } = getComputedStyle(element);
      if (position !== 'fixed' && position !== 'sticky') return false;
      const { top, bottom } = element.getBoundingClientRect();
      const stuck = position === 'fixed' || top <= 1 || bottom >= innerHeight - 1;
      const height = Math.min(bottom, innerHeight) - Math.max(top, 0);
      return stuck && height > innerHeight / 3;
    });
    window.scrollTo(0, 0);
    return found.map((element) => `${element.tagName.toLowerCase()}.${element.className}`);
  });
}

/** WCAG 2.4.7 and 2.4.11: each stop shows that it has the focus, and something of it is in the window, in front of all else. */
async function focusProblems(page: Page): Promise<string[]> {
  const problems = new Set<string>();
  await page.evaluate(() => {
    (document.activeElement as HTMLElement | null)?.blur();
    window.scrollTo(0, 0);
  });
  for (const [key, stops] of [
    ['Tab', STOPS],
    ['Shift+Tab', STOPS_FROM_END],
  ] as const) {
    if (key === 'Shift+Tab')
      await page.evaluate(() => {
        const end = document.createElement('span');
        end.tabIndex = -1;
        document.body.append(end);
        end.focus();
      });
    for (let stop = 0; stop < stops; stop += 1) {
      await page.keyboard.press(key);
      const problem = await page.evaluate(() => {
        const element = document.activeElement as HTMLElement | null;
        if (!element || element === document.body) return null;
        const name = `${element.tagName.toLowerCase()} «${(element.textContent || element.getAttribute('name') || '').trim().slice(0, 40)}»`;
        // A file field is drawn by its label.
        const drawn =
          element.matches('input') && element.getBoundingClientRect().width <= 1 ? element.parentElement! : element;
        const marks = [
          drawn,
          element,
          ...(element.matches('input') ? [element.nextElementSibling, element.parentElement] : []),
        ];
        const isMarked = marks.some((mark) => {
          if (!mark) return false;
          const { outlineStyle, outlineWidth } = getComputedStyle(mark);
          return outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2;
        });
        if (!isMarked) return `${name} has the focus and does not show it`;
        const boxes = [...drawn.getClientRects()];
        const isSeen = boxes.some((box) => {
          const [left, right] = [Math.max(box.left, 0), Math.min(box.right, innerWidth)];
          const [top, bottom] = [Math.max(box.top, 0), Math.min(box.bottom, innerHeight)];
          if (right - left < 1 || bottom - top < 1) return false;
          for (const x of [0.1, 0.5, 0.9])
            for (const y of [0.1, 0.5, 0.9]) {
              const front = document.elementFromPoint(left + x * (right - left), top + y * (bottom - top));
              if (
                front &&
                (drawn.contains(front) || front.contains(drawn) || front.closest('label')?.contains(element))
              )
                return true;
            }
          return false;
        });
        return isSeen ? null : `${name} has the focus out of sight`;
      });
      if (problem) problems.add(problem);
    }
  }
  return [...problems];
}

async function spacingProblems(page: Page): Promise<string[]> {
  const problems: string[] = [];
  const before = await cutText(page);
  await page.evaluate((css) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    document.adoptedStyleSheets.push(sheet);
  }, SPACING);
  for (const size of [ZOOMED, WINDOW]) {
    await page.setViewportSize(size);
    const overflow = await sidewaysOverflow(page);
    if (overflow > 0) problems.push(`text spacing at ${size.width} px: ${overflow} px scroll sideways`);
    for (const cut of await cutText(page))
      if (!before.includes(cut)) problems.push(`text spacing at ${size.width} px: «${cut}» is cut off`);
  }
  await page.evaluate(() => void document.adoptedStyleSheets.pop());
  return problems;
}

/** Texts that their own box cuts off; words for screen readers alone are cut off on purpose. */
function cutText(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.body.querySelectorAll<HTMLElement>('*')]
      .filter((element) => {
        const { overflowX, overflowY, clipPath } = getComputedStyle(element);
        const cutsX = overflowX === 'hidden' || overflowX === 'clip';
        const cutsY = overflowY === 'hidden' || overflowY === 'clip';
        if (clipPath !== 'none' || element.clientWidth <= 1 || !element.textContent) return false;
        return (
          (cutsX && element.scrollWidth > element.clientWidth + 1) ||
          (cutsY && element.scrollHeight > element.clientHeight + 1)
        );
      })
      .map((element) => element.textContent.trim().slice(0, 60)),
  );
}
