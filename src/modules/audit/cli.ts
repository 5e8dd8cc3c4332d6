/** The journal at the command line: prove that it is whole, write its head down, hand it out. */
import { ALWAYS_JSON, type CliVerb, EXIT, JSON_OPTION, tellDone } from '#kernel/cli.ts';
import { isValid } from '#kernel/dates.ts';
import { count } from '#kernel/plural.ts';
import { withServices } from '#platform/start.ts';
import { readAnchors } from './anchors.ts';
import { exportAudit } from './export.ts';
import { anchor, auditKey, seal } from './jobs.ts';
import { verifyAudit } from './verify.ts';

const verify: CliVerb = {
  name: 'audit verify',
  summary: 'проверить, что в журнале действий ничего не изменили, не удалили и не переставили',
  usage: 'opora audit verify [--json]',
  options: { json: JSON_OPTION },
  run: async (args, io) =>
    withServices(async (services) => {
      await seal(services);
      const anchors = await readAnchors(services.config.dataDirectory);
      const { links, head, problems } = await verifyAudit(services.db, await auditKey(services), anchors);
      const whole = problems.length === 0;
      if (args.values['json']) {
        const answer = { schema: 'opora.audit-verification/1', whole, links, head, anchors: anchors.length, problems };
        io.stdout.write(`${JSON.stringify(answer)}\n`);
      } else {
        const checked = `${count(links, 'запись', 'записи', 'записей')}, ${count(anchors.length, 'отметка', 'отметки', 'отметок')} вне базы`;
        for (const { position, eventId, text } of problems)
          io.stdout.write(`${position === null ? '' : `звено ${position}, `}запись ${eventId ?? '—'}: ${text}\n`);
        io.stdout.write(whole ? `Журнал цел: ${checked}.\n` : `Журнал нарушен. Проверено: ${checked}.\n`);
      }
      return whole ? EXIT.done : EXIT.doneWithErrors;
    }),
};

const anchorVerb: CliVerb = {
  name: 'audit anchor',
  summary: 'записать конец журнала вне базы (audit-anchors.log) и показать его: его можно напечатать',
  usage: 'opora audit anchor [--json]',
  options: { json: JSON_OPTION },
  run: async (args, io) =>
    withServices(async (services) => {
      await anchor(services);
      const last = (await readAnchors(services.config.dataDirectory)).at(-1);
      tellDone(args, io, last ? `${last.at} ${last.position} ${last.hash}` : 'Журнал пуст.', { anchor: last ?? null });
      return EXIT.done;
    }),
};

const exportVerb: CliVerb = {
  name: 'audit export',
  summary: 'выгрузить журнал действий, по записи в строке (JSON)',
  usage: 'opora audit export [--from ДАТА] [--to ДАТА] [--json]',
  options: {
    from: { type: 'string', placeholder: 'ДАТА', summary: 'с этого дня: 2026-09-01' },
    to: { type: 'string', placeholder: 'ДАТА', summary: 'по этот день' },
    json: ALWAYS_JSON,
  },
  async run(args, io) {
    const day = (name: string) => args.values[name] as string | undefined;
    for (const name of ['from', 'to'])
      if (day(name) !== undefined && !isValid(day(name)!)) {
        io.stderr.write(`Ключ --${name}: дата пишется как 2026-09-01.\n`);
        return EXIT.wrongUsage;
      }
    return withServices(async (services) => {
      await seal(services);
      for await (const lines of exportAudit(
        services.db,
        { from: day('from'), to: day('to') },
        services.config.timeZone,
      ))
        io.stdout.write(lines);
      return EXIT.done;
    });
  },
};

export const verbs: readonly CliVerb[] = [verify, anchorVerb, exportVerb];
