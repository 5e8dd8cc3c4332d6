/** Everything that reads what people bring, with good samples of it. A refusal is an AppError; all else is a fault. */
import { glob, readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { readDocument } from '#documents/read.ts';
import { readMethodology } from '#modules/identification/methodology/text.ts';
import { readRegisterSheet } from '#modules/organisations/import/read-sheet.ts';
import { occurrences, parseDeadline, readParty, readPlan } from '#modules/plan-reading/index.ts';
import { readResultFile } from '#modules/results/reading/read-result-file.ts';

export type Sample = { name: string; bytes: Uint8Array };
export type Reader = {
  name: string;
  /** Of ten thousand inputs. */
  share: number;
  samples(): Promise<Sample[]>;
  read(bytes: Uint8Array, name: string): unknown;
};

const PERIOD = { from: '2026-09-01', to: '2027-08-31' };
const utf8 = new TextDecoder();

export const READERS: readonly Reader[] = [
  ...(
    [
      ['docx', 120],
      ['doc', 60],
      ['odt', 60],
      ['rtf', 40],
      ['xlsx', 80],
      ['ods', 50],
      ['pdf', 40],
      ['html', 40],
      ['txt', 110],
    ] as const
  ).map(
    ([name, share]): Reader => ({
      name,
      share,
      samples: () => files(`tests/golden/documents/*/input.${name}`),
      read: async (bytes, fileName) => readPlan(await readDocument(bytes, { fileName })),
    }),
  ),
  {
    name: 'results',
    share: 400,
    samples: () => files('tests/golden/results/*/input/**/*.{csv,xlsx}'),
    read: (bytes, name) => readResultFile(bytes, { path: name }),
  },
  {
    name: 'register',
    share: 600,
    samples: async () => texts(REGISTER, 'csv'),
    read: (bytes, name) => readRegisterSheet(bytes, name),
  },
  {
    name: 'deadlines',
    share: 6500,
    samples: async () => texts(await deadlines(), 'txt'),
    read(bytes) {
      const deadline = parseDeadline(utf8.decode(bytes));
      return occurrences(deadline, { period: PERIOD });
    },
  },
  {
    name: 'parties',
    share: 1600,
    samples: async () => texts(PARTIES, 'txt'),
    read: (bytes) => readParty(utf8.decode(bytes)),
  },
  {
    name: 'methodologies',
    share: 300,
    samples: () => files('src/modules/identification/methodologies/*.yaml'),
    read: (bytes) => readMethodology(utf8.decode(bytes)),
  },
];

const REGISTER = [
  'Код;Наименование;Краткое наименование;Вид;Вышестоящая;ИНН;Адрес\n1001;МБОУ «Школа № 1»;Школа № 1;школа;Район;7700000000;ул. Мира, 1\n1002;МБОУ «Школа № 2»;"Школа; № 2";школа;Район;;\n',
  '\uFEFFНаименование\tВид\nРайонный отдел\tмуниципалитет\n',
];
const PARTIES = [
  'Иванова И. И., заместитель директора по УВР',
  'Администрация школы, классные руководители 5–9 классов; педагог-психолог',
  'Министерство образования, ГАОУ ДПО «Институт развития образования» (по согласованию)',
  'Руководители ШМО; куратор Петров П.П.',
];

async function files(pattern: string): Promise<Sample[]> {
  const paths: string[] = [];
  for await (const path of glob(pattern)) paths.push(path);
  paths.sort();
  return Promise.all(
    paths.map(async (path) => ({ name: basename(path), bytes: new Uint8Array(await readFile(path)) })),
  );
}

/** The deadlines of the handbook's table: every form that the grammar knows. */
async function deadlines(): Promise<string[]> {
  const text = await readFile('docs/handbook/deadlines.md', 'utf8');
  return [...text.matchAll(/^\| ([^|]+) \| \d+ \|/gm)].map(([, written]) => written!.trim());
}

function texts(all: readonly string[], extension: string): Sample[] {
  return all.map((text, at) => ({ name: `${at}.${extension}`, bytes: new TextEncoder().encode(text) }));
}
