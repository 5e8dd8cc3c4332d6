import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { readDocument } from '#documents/read.ts';
import { EXIT } from '#kernel/cli.ts';
import { readPlan } from '#modules/plan-reading/index.ts';
import { verbs } from './cli.ts';
import { writeAs } from './formats.ts';
import { planDocument } from './plan-document.ts';
import { samplePlan } from './report.fixture.ts';

const directory = await mkdtemp(join(tmpdir(), 'opora-reports-cli-'));
afterAll(() => rm(directory, { recursive: true, force: true }));

async function run(name: string, positionals: string[], values: Record<string, string>, file?: Uint8Array) {
  let [out, err] = ['', ''];
  const io = {
    stdout: {
      write: (text: string) => {
        out += text;
      },
    },
    stderr: {
      write: (text: string) => {
        err += text;
      },
    },
    readFile: async () => file ?? Promise.reject(new Error('no such file')),
    readStdin: async () => '',
    askSecret: async () => '',
  };
  const verb = verbs.find((known) => known.name === name)!;
  return { code: await verb.run({ positionals, values }, io), out, err };
}

describe('opora plan export', () => {
  const plan = planDocument(samplePlan(3));

  test.each(['docx', 'pdf', 'xlsx'])('reads a plan from a file and writes the official form as %s', async (format) => {
    const to = join(directory, `plan.${format}`);
    const { code, out } = await run('plan export', ['plan.docx'], { to }, await writeAs(plan, 'docx'));
    expect(out).toBe(`Записано: ${to}\n`);
    expect([EXIT.done, EXIT.doneWithErrors]).toContain(code);
    const written = readPlan(await readDocument(await readFile(to), { fileName: to }));
    expect(written.measures).toHaveLength(3);
  });

  test('refuses with one clear line what cannot be read or written', async () => {
    const document = await writeAs(plan, 'docx');
    expect(await run('plan export', ['none.docx'], { to: 'x.docx' })).toMatchObject({
      code: EXIT.refused,
      err: 'Файл «none.docx» не открывается. Проверьте путь и права на чтение.\n',
    });
    expect(await run('plan export', ['plan.docx'], { to: 'x.odt' }, document)).toMatchObject({
      code: EXIT.refused,
      err: expect.stringMatching(/^В формат файла «x\.odt» документ не записать\. .*\.docx, \.pdf, \.xlsx\.\n$/),
    });
    expect(await run('plan export', ['plan.docx'], { to: '/no/such/place/x.docx' }, document)).toMatchObject({
      code: EXIT.refused,
      err: expect.stringContaining('не записывается'),
    });
    expect(await run('plan export', ['empty.docx'], { to: 'x.docx' }, new Uint8Array())).toMatchObject({
      code: EXIT.refused,
      err: expect.stringContaining('Файл пуст'),
    });
  });

  test('says how it is called', async () => {
    expect(await run('plan export', [], {})).toMatchObject({
      code: EXIT.wrongUsage,
      err: 'Использование: opora plan export ФАЙЛ --to ПЛАН.docx [--json]\n',
    });
    expect(await run('report', [], { plan: '1', on: '2026-02-30', out: 'x.docx' })).toMatchObject({
      code: EXIT.wrongUsage,
    });
  });
});
