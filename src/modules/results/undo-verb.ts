/** A verb that takes back what has a number: one argument, one sentence of what was done. */
import { type CliVerb, EXIT, JSON_OPTION, misused, tellDone } from '#kernel/cli.ts';
import { operator } from '#modules/people/index.ts';
import type { Ctx } from '#platform/context.ts';
import { withServices } from '#platform/start.ts';

export function undoVerb(
  name: string,
  summary: string,
  /** Says what was taken back. */
  undo: (ctx: Ctx, id: number) => Promise<string>,
): CliVerb {
  const usage = `opora ${name} НОМЕР [--json]`;
  return {
    name,
    summary,
    usage,
    options: { json: JSON_OPTION },
    async run(args, io) {
      const { positionals } = args;
      const id = Number(positionals[0]);
      if (positionals.length !== 1 || !Number.isSafeInteger(id)) return misused({ usage }, io);
      return withServices(async (services) => {
        tellDone(args, io, await undo(await operator(services), id), { undone: id });
        return EXIT.done;
      });
    },
  };
}
