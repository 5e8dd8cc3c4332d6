/** A verb that takes back what has a number: one argument, one sentence of what was done. */
import { type CliVerb, EXIT } from '#kernel/cli.ts';
import { operator } from '#modules/people/index.ts';
import type { Ctx } from '#platform/context.ts';
import { withServices } from '#platform/start.ts';

export function undoVerb(
  name: string,
  summary: string,
  /** Says what was taken back. */
  undo: (ctx: Ctx, id: number) => Promise<string>,
): CliVerb {
  const usage = `opora ${name} НОМЕР`;
  return {
    name,
    summary,
    usage,
    options: {},
    async run({ positionals }, io) {
      const id = Number(positionals[0]);
      if (positionals.length !== 1 || !Number.isSafeInteger(id)) {
        io.stderr.write(`Использование: ${usage}\n`);
        return EXIT.wrongUsage;
      }
      return withServices(async (services) => {
        io.stdout.write(`${await undo(await operator(services), id)}\n`);
        return EXIT.done;
      });
    },
  };
}
