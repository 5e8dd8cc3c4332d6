/** Reading a plan of 60 rows from DOCX, beside mammoth-style work: the bare unzip and XML pass that nothing can beat. */
import { unzipSync } from 'fflate';
import { SaxesParser } from 'saxes';
import { readDocument } from '#documents/read.ts';
import { readPlan } from '#modules/plan-reading/index.ts';
import { planDocument } from '#modules/reports/index.ts';
import { writeDocx } from '#documents/write/docx.ts';
import type { Measurement } from './index.ts';
import { samplePlan } from './sample-plan.ts';
import { median, timed } from './timing.ts';

const ROWS = 60;
const RUNS = 40;

export async function run(): Promise<Measurement[]> {
  const bytes = await writeDocx(planDocument(samplePlan(ROWS)));
  const ours = median(await timed(async () => readPlan(await readDocument(bytes, { fileName: 'plan.docx' })), RUNS));
  const bare = median(await timed(() => bareRead(bytes), RUNS));
  return [
    {
      name: `reading a ${ROWS}-row DOCX to a plan`,
      unit: 'ms',
      ours,
      other: { name: 'bare unzip and XML pass', value: bare },
      ratio: ours / bare,
      target: '≤ 100 ms',
      note: `median of ${RUNS}, warm process`,
    },
  ];
}

function bareRead(bytes: Uint8Array): void {
  const xml = unzipSync(bytes, { filter: (file) => file.name === 'word/document.xml' })['word/document.xml'];
  const parser = new SaxesParser();
  parser.write(new TextDecoder().decode(xml)).close();
}
