/** Writing the execution report of 60 rows, from the counted marks to the bytes of a DOCX, a PDF and an XLSX. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Document, Packer, Paragraph, Table, TableCell, TableRow } from 'docx';
import { writeXlsx } from 'hucre/xlsx';
import type { OfficialTable } from '#documents/write/model.ts';
import { executionReport } from '#modules/reports/domain.ts';
import { type FormatName, writeAs } from '#modules/reports/formats.ts';
import { reportDocument } from '#modules/reports/report-document.ts';
import { sampleExecution } from '#modules/reports/report.fixture.ts';
import type { Measurement } from './index.ts';
import { median, timed } from './timing.ts';

const ROWS = 60;
const RUNS = 40;
/** LibreOffice takes seconds, so a few runs show it. */
const OFFICE_RUNS = 3;
const TARGET = '≤ 300 ms';

export async function run(): Promise<Measurement[]> {
  const execution = sampleExecution(ROWS);
  const write = (format: FormatName) => writeAs(reportDocument(executionReport(execution)), format);
  const texts = bareTexts();
  const note = `median of ${RUNS}, warm process`;
  const docx = median(await timed(() => write('docx'), RUNS));
  const bareDocx = median(await timed(() => libraryDocx(texts), RUNS));
  const pdf = median(await timed(() => write('pdf'), RUNS));
  const office = await officePdf(await write('docx'));
  const xlsx = median(await timed(() => write('xlsx'), RUNS));
  const bareXlsx = median(await timed(() => writeXlsx({ sheets: [{ name: 'Отчёт', rows: texts }] }), RUNS));
  return [
    {
      name: `report of ${ROWS} rows as DOCX`,
      unit: 'ms',
      ours: docx,
      other: { name: 'the docx library with the same cells, unformatted', value: bareDocx },
      ratio: docx / bareDocx,
      target: TARGET,
      note,
    },
    {
      name: `report of ${ROWS} rows as PDF`,
      unit: 'ms',
      ours: pdf,
      target: TARGET,
      ...(office === null
        ? { note: `${note}; LibreOffice is not installed here` }
        : {
            other: { name: 'LibreOffice from the DOCX', value: office },
            ratio: pdf / office,
            note: `${note}, LibreOffice of ${OFFICE_RUNS}`,
          }),
    },
    {
      name: `report of ${ROWS} rows as XLSX`,
      unit: 'ms',
      ours: xlsx,
      other: { name: 'the hucre library with the same cells, unformatted', value: bareXlsx },
      ratio: xlsx / bareXlsx,
      target: TARGET,
      note,
    },
  ];
}

/** The cells of the report's main table, a text each. */
function bareTexts(): string[][] {
  const { blocks } = reportDocument(executionReport(sampleExecution(ROWS)));
  const table = blocks.find((block): block is OfficialTable => block.kind === 'table');
  return (table?.rows ?? []).map((row) => row.cells.map(({ paragraphs }) => paragraphs.join('\n')));
}

function libraryDocx(texts: string[][]): Promise<Uint8Array> {
  const rows = texts.map(
    (cells) => new TableRow({ children: cells.map((text) => new TableCell({ children: [new Paragraph(text)] })) }),
  );
  return Packer.toBuffer(new Document({ sections: [{ children: [new Table({ rows })] }] }));
}

async function officePdf(docx: Uint8Array): Promise<number | null> {
  const directory = await mkdtemp(join(tmpdir(), 'opora-bench-'));
  try {
    const file = join(directory, 'report.docx');
    await writeFile(file, docx);
    const convert = () =>
      promisify(execFile)('soffice', [
        `-env:UserInstallation=file://${directory}/profile`,
        '--headless',
        '--convert-to',
        'pdf',
        '--outdir',
        directory,
        file,
      ]);
    return median(await timed(convert, OFFICE_RUNS, 1));
  } catch {
    return null;
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}
