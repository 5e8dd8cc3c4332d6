/** The head of a plan as it comes back from its form. */
import { z } from 'zod';
import { type HeadInput, RHYTHMS } from '../../domain/content.ts';

const wrongPeriod = 'Окончание раньше начала: проверьте даты.';

export const headFields = z
  .object({
    title: z.string({ error: 'Напишите название плана.' }).max(2000),
    from: z.iso.date().optional(),
    to: z.iso.date().optional(),
    goal: z.string().max(5000).optional(),
    tasks: z.string().max(20_000).optional(),
    rhythm: z.enum(RHYTHMS),
    glossary: z.string().max(50_000).optional(),
  })
  .refine(({ from, to }) => (from === undefined) === (to === undefined), {
    path: ['to'],
    message: 'Укажите обе даты или ни одной.',
  })
  .refine(({ from, to }) => from === undefined || to === undefined || from <= to, {
    path: ['to'],
    message: wrongPeriod,
  });

export function headInputFrom({
  title,
  from,
  to,
  goal,
  tasks,
  rhythm,
  glossary,
}: z.infer<typeof headFields>): HeadInput {
  return {
    title,
    rhythm,
    goal: goal ?? null,
    tasks: lines(tasks),
    period: from === undefined || to === undefined ? null : { from, to },
    glossary: lines(glossary).map(termOf),
  };
}

/** «ОО – образовательная организация» → term and meaning; without a dash the whole line is the term. */
function termOf(line: string): { term: string; meaning: string } {
  const [, term = line, meaning = ''] = /^(.+?)\s+[–—-]\s+(.*)$/.exec(line) ?? [];
  return { term, meaning };
}

function lines(text: string | undefined): string[] {
  return (text ?? '')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}
