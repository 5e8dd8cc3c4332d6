/** RTF: the groups and words that carry text, tables and list numbers; every other destination is skipped. */
import type { Block, Paragraph } from '../../model.ts';
import type { Budget } from '../limits.ts';
import { codePageOfNumber, decodeBytes } from './code-pages.ts';
import { Head } from './head.ts';
import { type Token, tokens } from './tokens.ts';
import { NEW_PARAGRAPH, type ParagraphState, RtfWriter } from './writer.ts';

/** What the text of a group is for. */
type Destination = 'text' | 'skip' | 'fonts' | 'styles' | 'number' | 'instruction' | 'shape';

type Group = {
  destination: Destination;
  codePage: string;
  /** Fallback characters that follow a `\u`. */
  fallback: number;
  bold: boolean;
  italic: boolean;
  hidden: boolean;
  deleted: boolean;
  /** Paragraph formatting too ends with the group it is set in. */
  paragraph: ParagraphState;
  /** What is complete when the group closes. */
  ends: 'box' | 'instruction' | 'number' | null;
};

const RUSSIAN = 'windows-1251';
const SKIPPED = new Set([
  'colortbl',
  'info',
  'header',
  'headerl',
  'headerr',
  'headerf',
  'footer',
  'footerl',
  'footerr',
  'footerf',
  'footnote',
  'pict',
  'xe',
  'tc',
  'upr',
  'nonesttables',
  'shprslt',
  'sp',
  'objdata',
  'ftnsep',
  'ftnsepc',
  'aftnsep',
  'annotation',
  'atnid',
  'atnauthor',
  'rxe',
  'private',
]);
/** Destinations marked as «may be ignored» that are read all the same. */
const READ_IF_STARRED: Record<string, Destination> = {
  shpinst: 'shape',
  do: 'shape',
  nesttableprops: 'shape',
  fldinst: 'instruction',
};
const CHARACTERS: Record<string, string> = {
  tab: '\t',
  line: '\n',
  page: '\n',
  column: '\n',
  emdash: '—',
  endash: '–',
  lquote: '‘',
  rquote: '’',
  ldblquote: '“',
  rdblquote: '”',
  bullet: '•',
  emspace: ' ',
  enspace: ' ',
  qmspace: ' ',
};
const SIGNS: Record<string, string> = { '~': ' ', _: '-', '\\': '\\', '{': '{', '}': '}' };
const ALIGNMENTS: Record<string, Paragraph['align']> = {
  ql: 'left',
  qc: 'center',
  qr: 'right',
  qj: 'justify',
  qd: 'justify',
};

export function readRtf(bytes: Uint8Array, budget: Budget): Block[] {
  const reader = new RtfReader(budget);
  for (const token of tokens(bytes, budget)) reader.read(token);
  return reader.finish();
}

class RtfReader {
  readonly #budget: Budget;
  readonly #head = new Head();
  readonly #writer: RtfWriter;
  readonly #groups: Group[] = [];
  #group: Group = {
    destination: 'text',
    codePage: RUSSIAN,
    fallback: 1,
    bold: false,
    italic: false,
    hidden: false,
    deleted: false,
    paragraph: NEW_PARAGRAPH,
    ends: null,
  };
  #defaultCodePage = RUSSIAN;
  #starred = false;
  #bytes: number[] = [];
  /** Fallback characters still to be skipped. */
  #toSkip = 0;
  /** Text of a destination that is not the document's own. */
  #aside = '';
  #font = 0;
  #style = 0;

  constructor(budget: Budget) {
    this.#budget = budget;
    this.#writer = new RtfWriter(this.#head, budget);
  }

  read(token: Token): void {
    if (token.kind === 'byte') {
      if (this.#toSkip > 0) this.#toSkip -= 1;
      else this.#bytes.push(token.byte);
      return;
    }
    this.#flush();
    this.#toSkip = 0;
    if (token.kind === 'open') this.#openGroup();
    else if (token.kind === 'close') this.#closeGroup();
    else if (token.kind === 'symbol') this.#symbol(token.sign);
    else this.#word(token.name, token.value);
  }

  finish(): Block[] {
    this.#flush();
    return this.#writer.finish();
  }

  #openGroup(): void {
    this.#budget.depth(this.#groups.length);
    this.#groups.push(this.#group);
    this.#group = { ...this.#group, paragraph: { ...this.#group.paragraph }, ends: null };
    this.#starred = false;
  }

  #closeGroup(): void {
    const closed = this.#group;
    this.#group = this.#groups.pop() ?? closed;
    if (closed.ends === 'box') this.#writer.endBox();
    else if (closed.ends === 'number') this.#writer.setListNumber(this.#takeAside());
    else if (closed.ends === 'instruction') this.#readInstruction(this.#takeAside());
    else if (closed.destination === 'styles') this.#head.styleName(this.#style, this.#takeAside());
  }

  #symbol(sign: string): void {
    if (sign === '*') this.#starred = true;
    else if (sign === '\n' || sign === '\r') this.#endParagraph();
    else this.#add(SIGNS[sign] ?? '');
  }

  #word(name: string, value: number | null): void {
    if (this.#group.destination === 'skip') return;
    if (this.#starred) this.#beginStarred(name);
    else if (SKIPPED.has(name)) this.#group.destination = 'skip';
    else {
      const known = this.#isText(name, value) || this.#isCharacterFormat(name, value) || this.#isTable(name, value);
      if (!known) this.#paragraphWord(name, value);
    }
  }

  #beginStarred(name: string): void {
    this.#starred = false;
    const destination = READ_IF_STARRED[name] ?? 'skip';
    if (destination === 'instruction') this.#beginAside(destination);
    else this.#group.destination = destination;
  }

  /** Words that stand for characters or begin a destination. */
  #isText(name: string, value: number | null): boolean {
    const character = CHARACTERS[name];
    if (character !== undefined) this.#add(character);
    else if (name === 'u') {
      const code = value ?? 0;
      this.#add(String.fromCharCode(code < 0 ? code + 0x10000 : code));
      this.#toSkip = this.#group.fallback;
    } else if (name === 'fonttbl') this.#group.destination = 'fonts';
    else if (name === 'stylesheet') this.#group.destination = 'styles';
    else if (name === 'listtext' || name === 'pntext') this.#beginAside('number');
    else if (name === 'shptxt' || name === 'dptxbxtext') {
      this.#writer.beginBox();
      Object.assign(this.#group, { destination: 'text', ends: 'box', paragraph: { ...NEW_PARAGRAPH } });
    } else return false;
    return true;
  }

  #isCharacterFormat(name: string, value: number | null): boolean {
    const group = this.#group;
    const on = value !== 0;
    if (name === 'b') group.bold = on;
    else if (name === 'i') group.italic = on;
    else if (name === 'v') group.hidden = on;
    else if (name === 'deleted') group.deleted = on;
    else if (name === 'plain') {
      Object.assign(group, {
        bold: false,
        italic: false,
        hidden: false,
        deleted: false,
        codePage: this.#defaultCodePage,
      });
    } else if (name === 'uc') group.fallback = value ?? 1;
    else if (name === 'ansicpg') this.#setCodePage(codePageOfNumber(value ?? 0));
    else if (name === 'mac') this.#setCodePage('macintosh');
    else if (name === 'pc' || name === 'pca') this.#setCodePage('ibm866');
    else if (name === 'f') {
      this.#font = value ?? 0;
      group.codePage = this.#head.codePageOfFont(this.#font) ?? this.#defaultCodePage;
    } else if (name === 'fcharset') this.#head.fontCharset(this.#font, value ?? 0);
    else return false;
    return true;
  }

  #isTable(name: string, value: number | null): boolean {
    const writer = this.#writer;
    if (name === 'trowd') writer.startRow();
    else if (name === 'trleft') writer.row.leftEdge = value ?? 0;
    else if (name === 'trhdr') writer.row.header = true;
    else if (name === 'clvmrg') writer.continueCell('continuesAbove');
    else if (name === 'clmrg') writer.continueCell('continuesLeft');
    else if (name === 'cellx') writer.defineCell(value ?? 0);
    else if (name === 'cell' || name === 'nestcell') writer.endCell(this.#group.paragraph, name === 'nestcell');
    else if (name === 'row' || name === 'nestrow') writer.endRow(this.#group.paragraph, name === 'nestrow');
    else return false;
    return true;
  }

  #paragraphWord(name: string, value: number | null): void {
    const { paragraph } = this.#group;
    if (name === 'pard') this.#group.paragraph = { ...NEW_PARAGRAPH };
    else if (name === 'par' || name === 'sect') this.#endParagraph();
    else if (name === 'intbl') paragraph.inTable = true;
    else if (name === 'itap') paragraph.level = value ?? 0;
    else if (name === 'outlinelevel') paragraph.outline = value;
    else if (name === 's') {
      paragraph.style = value ?? 0;
      this.#style = value ?? 0;
    } else if (ALIGNMENTS[name]) paragraph.align = ALIGNMENTS[name];
  }

  /** A deleted end mark joins the paragraph with the next one. */
  #endParagraph(): void {
    if (!this.#group.deleted) this.#writer.endParagraph(this.#group.paragraph);
  }

  #setCodePage(codePage: string): void {
    this.#defaultCodePage = codePage;
    this.#group.codePage = codePage;
  }

  #flush(): void {
    if (this.#bytes.length === 0) return;
    const text = decodeBytes(this.#bytes, this.#group.codePage);
    this.#bytes = [];
    this.#add(text);
  }

  #add(text: string): void {
    const { destination, hidden, deleted } = this.#group;
    if (destination === 'number' || destination === 'instruction' || destination === 'styles') this.#aside += text;
    else if (destination === 'text' && !hidden && !deleted) this.#writer.add(text, this.#group);
  }

  #beginAside(what: 'number' | 'instruction'): void {
    this.#group.destination = what;
    this.#group.ends = what;
    this.#aside = '';
  }

  #takeAside(): string {
    const text = this.#aside;
    this.#aside = '';
    return text;
  }

  #readInstruction(code: string): void {
    const address = /HYPERLINK\s+"([^"]+)"/i.exec(code)?.[1];
    if (address !== undefined) this.#writer.addLink(address);
  }
}
