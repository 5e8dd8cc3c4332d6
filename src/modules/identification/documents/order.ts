/** The order that approves a list or lets schools go, with the list as its annex, in the form offices use. */
import { cell, type OfficialBlock, type OfficialDocument } from '#documents/write/model.ts';
import type { IsoDate } from '#kernel/dates.ts';
import { formatDate, formatDateShort } from '#kernel/format.ts';
import { count } from '#kernel/plural.ts';

export type OrderFacts = {
  purpose: 'approval' | 'exit';
  body: string;
  number: string;
  date: IsoDate;
  signatory: { post: string; name: string };
  list: { title: string; year: number };
  /** «Школа выходит из списка, если …» */
  exitRule: string;
  methodology: string | null;
  permittedUse: string;
  schools: { name: string; municipality: string | null }[];
};

export function orderDocument(facts: OrderFacts): OfficialDocument {
  const approval = facts.purpose === 'approval';
  const numbered = points(facts).map((text, index): OfficialBlock => body(`${index + 1}. ${text}`));
  return {
    orientation: 'portrait',
    stamp: [],
    title: [facts.body, 'ПРИКАЗ'],
    blocks: [
      note(`от ${formatDate(facts.date)} № ${facts.number}`),
      heading(
        approval ? `Об утверждении списка «${facts.list.title}»` : `О выходе школ из списка «${facts.list.title}»`,
      ),
      body(
        approval
          ? 'В целях адресной поддержки общеобразовательных организаций приказываю:'
          : 'В связи с выполнением условий выхода, согласованных при включении в список, приказываю:',
      ),
      ...numbered,
      body(`${facts.signatory.post}                    ____________________ ${facts.signatory.name}`),
      { ...note(`Приложение к приказу от ${formatDateShort(facts.date)} № ${facts.number}`), tab: 'Приложение' },
      heading(facts.list.title),
      annex(facts),
    ],
    signature: null,
    tab: 'Приказ',
  };
}

function points({ purpose, schools, exitRule, methodology, permittedUse, list }: OrderFacts): string[] {
  const many = count(
    schools.length,
    'общеобразовательная организация',
    'общеобразовательные организации',
    'общеобразовательных организаций',
  );
  if (purpose === 'exit')
    return [
      `Считать вышедшими из списка школы согласно приложению (${many}).`,
      'Продолжить наблюдение за их результатами в течение срока, установленного правилом выхода.',
      'Контроль за исполнением приказа оставляю за собой.',
    ];
  return [
    `Утвердить список на ${list.year} год согласно приложению (${many}).`,
    ...(methodology === null ? [] : [`Основание: методика «${methodology}».`]),
    `Установить правило выхода: ${lowered(exitRule)}`,
    `Список использовать для следующих целей: ${permittedUse}. Для оценки учителей, руководителей и составления рейтингов школ список не используется.`,
    'Руководителям муниципальных органов управления образованием организовать выявление причин и утвердить планы поддержки школ.',
    'Контроль за исполнением приказа оставляю за собой.',
  ];
}

function annex({ schools }: OrderFacts): OfficialBlock {
  return {
    kind: 'table',
    columns: [{ align: 'center', numeric: true }, { align: 'left' }, { align: 'left' }],
    header: [
      { cells: ['№ п/п', 'Муниципальное образование', 'Общеобразовательная организация'].map((text) => cell(text)) },
    ],
    rows: schools.map(({ name, municipality }, index) => ({
      cells: [cell(index + 1), cell(municipality), cell(name)],
    })),
  };
}

function body(text: string): OfficialBlock {
  return { kind: 'paragraph', style: 'body', text };
}

function note(text: string): OfficialBlock {
  return { kind: 'paragraph', style: 'note', text };
}

function heading(text: string): OfficialBlock {
  return { kind: 'paragraph', style: 'heading', text };
}

function lowered(text: string): string {
  return `${text.slice(0, 1).toLowerCase()}${text.slice(1)}`;
}
