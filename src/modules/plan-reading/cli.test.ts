import { describe, expect, test } from 'vitest';
import { verbs } from './cli.ts';

const [parse] = verbs;
const PLAN = '№\tМероприятие\tСрок\tОтветственный\n1\tПровести семинар для учителей\tмай 2024 г.\tИРО\n';

async function run(content: string | null, json = false, positionals = ['plan.txt']) {
  let stdout = '';
  let stderr = '';
  const io = {
    stdout: { write: (text: string) => (stdout += text) },
    stderr: { write: (text: string) => (stderr += text) },
    readFile: async () => {
      if (content === null) throw new Error('ENOENT');
      return new TextEncoder().encode(content);
    },
    readStdin: async () => '',
    askSecret: async () => null,
  };
  return { code: await parse?.run({ positionals, values: { json } }, io), stdout, stderr };
}

describe('opora plan parse', () => {
  test('prints a table and ends with 0', async () => {
    const { code, stdout, stderr } = await run(PLAN);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toContain('Провести семинар для учителей');
  });

  test('prints opora.plan/1 with --json', async () => {
    const { code, stdout } = await run(PLAN, true);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      schema: 'opora.plan/1',
      measures: [{ number: '1', deadline: { from: '2024-05-01' } }],
    });
  });

  test('ends with 1 when the document holds no plan', async () => {
    expect((await run('Уважаемые коллеги!', true)).code).toBe(1);
  });

  test('ends with 2 and the usage when called wrongly', async () => {
    expect(await run(PLAN, false, [])).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringContaining('opora plan parse ФАЙЛ'),
    });
  });

  test('ends with 3 and one line when the file is refused or absent', async () => {
    for (const content of ['', null]) {
      const { code, stdout, stderr } = await run(content);
      expect([code, stdout]).toEqual([3, '']);
      expect(stderr.trimEnd().split('\n')).toHaveLength(1);
    }
  });
});
