/** The public API, /api/v1: the routes of the modules, and who asks by a token. */
import type { Hono } from 'hono';
import { scopeOf } from '#kernel/actor.ts';
import { AppError } from '#kernel/errors.ts';
import { actingByToken, bearerOf, noteTokenUse, saidBearer } from '#modules/api-tokens/index.ts';
import { endpoints as execution } from '#modules/execution/api.ts';
import { endpoints as identification } from '#modules/identification/api.ts';
import { endpoints as organisations } from '#modules/organisations/api.ts';
import { endpoints as plans } from '#modules/plans/api.ts';
import { endpoints as results } from '#modules/results/api.ts';
import type { ApiCtx } from '#platform/api/endpoint.ts';
import { apiRoutes } from '#platform/api/router.ts';
import type { Auth } from '#platform/auth.ts';
import type { Services } from '#platform/context.ts';
import type { HttpVariables } from '#platform/http.ts';
import { openLog } from '#platform/log.ts';
import type { WalledDatabase } from '#platform/row-security.ts';
import { tokenHash } from '#platform/token.ts';
import { programVersion } from '#platform/version.ts';

export const ENDPOINTS = [...organisations, ...plans, ...execution, ...identification, ...results];

export type Api = {
  routes: Hono<{ Variables: HttpVariables }>;
  /** The name by which requests are counted: that of a token which has opened something before, null of what may be made up. */
  nameOf(request: Request): string | null;
};

/** Hashes of good tokens remembered for counting. */
const MOST_KNOWN = 10_000;

export function openApi(services: Services & { walled: WalledDatabase }, auth: Pick<Auth, 'asksSecondFactorOf'>): Api {
  const { walled, ...process } = services;
  const known = new Set<string>();
  const routes = apiRoutes({
    endpoints: ENDPOINTS,
    document: { url: services.config.publicUrl, version: programVersion() },
    async enter(request, { requestId, source }): Promise<ApiCtx> {
      const bearer = bearerOf(request);
      const { actor, token, owner } = await actingByToken(process.db, bearer, process.clock.today());
      if (!owner.hasSecondFactor && (await auth.asksSecondFactorOf({ ...actor, ...owner })))
        throw new AppError('secondFactorRequired');
      await noteTokenUse(process, token);
      if (known.size >= MOST_KNOWN) known.clear();
      known.add(tokenHash(bearer));
      return { ...process, db: walled.seenBy(actor), actor, scope: scopeOf(actor), requestId, source, token };
    },
    log: openLog(services.config),
  });
  return {
    routes,
    nameOf(request) {
      const bearer = saidBearer(request);
      if (bearer === undefined) return null;
      const name = tokenHash(bearer);
      return known.has(name) ? name : null;
    },
  };
}
