/** Which list an OpenDocument paragraph is numbered by: lists nest, and may go on from earlier ones. */
import { ListCounters, type NumberedList } from '../numbering.ts';
import type { XmlNode } from '../xml.ts';
import type { OdtStyles } from './styles.ts';

/** An open `text:list`: its numbering and how deep it is nested. */
export type OpenList = { counterKey: string; styleName: string | null; level: number };

export class OdtLists {
  readonly #styles: OdtStyles;
  readonly #counters = new ListCounters();
  /** xml:id of a list, and the name of a style, to the counters used last. */
  readonly #keyById = new Map<string, string>();
  readonly #lastKeyOfStyle = new Map<string, string>();
  #made = 0;

  constructor(styles: OdtStyles) {
    this.#styles = styles;
  }

  /** `styleOfParagraph` is what the first paragraph's style asks for when the list names no style. */
  open(node: XmlNode, around: OpenList | null, styleOfParagraph: string | null): OpenList {
    const own = node.attributes['text:style-name'] ?? null;
    if (around) return { counterKey: around.counterKey, styleName: own ?? around.styleName, level: around.level + 1 };
    const styleName = own ?? styleOfParagraph;
    const counterKey = this.#continuedKey(node, styleName) ?? this.#newKey();
    const id = node.attributes['xml:id'];
    if (id !== undefined) this.#keyById.set(id, counterKey);
    if (styleName !== null) this.#lastKeyOfStyle.set(styleName, counterKey);
    return { counterKey, styleName, level: 0 };
  }

  /** The number of the item's first paragraph. */
  number(list: OpenList, startValue: string | undefined): string | null {
    const levels = list.styleName === null ? null : this.#styles.list(list.styleName);
    if (!levels) return null;
    const restarts = new Map<number, number>();
    if (startValue !== undefined) restarts.set(list.level, Number(startValue));
    // A start value restarts at this very item, so each such item is a list key of its own.
    const key = startValue === undefined ? list.counterKey : this.#newKey();
    const numbered: NumberedList = { key, counterKey: list.counterKey, levels, restarts };
    return this.#counters.next(numbered, list.level);
  }

  #continuedKey(node: XmlNode, styleName: string | null): string | undefined {
    const continued = node.attributes['text:continue-list'];
    if (continued !== undefined) return this.#keyById.get(continued);
    if (node.attributes['text:continue-numbering'] !== 'true' || styleName === null) return undefined;
    return this.#lastKeyOfStyle.get(styleName);
  }

  #newKey(): string {
    this.#made += 1;
    return `list-${this.#made}`;
  }
}
