/** The server's application on the demo region, in the process of the test: what is asked goes through HTTP and every limit. */
import { createAdaptorServer } from '@hono/node-server';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll } from 'vitest';
import { type Actor, type Role, type RoleAssignment, scopeOf } from '#kernel/actor.ts';
import { API_RIGHTS } from '#kernel/api-rights.ts';
import { addDays } from '#kernel/dates.ts';
import { PERMITTED_USES } from '#kernel/permitted-use.ts';
import { createToken } from '#modules/api-tokens/index.ts';
import { openAuth } from '#platform/auth.ts';
import { readConfig } from '#platform/config.ts';
import type { Ctx } from '#platform/context.ts';
import type { Database } from '#platform/database.ts';
import { readiness } from '#platform/readiness.ts';
import { openWalledDatabase } from '#platform/row-security.ts';
import { openServices } from '#platform/start.ts';
import { newId } from '#platform/token.ts';
import { demoDatabase } from '#tests/support/database.ts';
import { application } from '../../src/application.ts';

export type Problem = { code: string; title: string; detail: string; status: number; instance: string };
export type ApiServer = {
  db: Database;
  today: string;
  /** With a token, or with none. */
  ask(path: string, token?: string | null, init?: RequestInit): Promise<Response>;
  /** A token of an account of the demo region: all rights and purposes at the account's own place unless said otherwise. */
  tokenOf(account: string, given?: Partial<Parameters<typeof createToken>[1]>): Promise<{ id: number; token: string }>;
  actorNamed(email: string): Promise<Actor & { path: string }>;
};

/** Call at the top of a test file. */
export function apiServer(environment: Record<string, string> = {}): ApiServer {
  let url = '';
  let services: Awaited<ReturnType<typeof openServices>>;
  let walled: Awaited<ReturnType<typeof openWalledDatabase>>;
  beforeAll(async () => {
    const demo = await demoDatabase();
    services = await openServices(
      readConfig({
        DATABASE_URL: demo.url,
        OPORA_DATA: demo.directory,
        OPORA_LOG: 'silent',
        OPORA_RATE_TRUSTED: 'none',
        OPORA_RATE_LIMITS: 'session=1000000 visitors=1000000 address=1000000 searches=1000000',
        ...environment,
      }),
    );
    walled = await openWalledDatabase(services.pool, services.databaseUrl);
    const auth = await openAuth(services);
    const pages = async () => new Response('страница', { status: 418 });
    const ready = readiness(services.pool);
    const app = application({ services: { ...services, walled }, auth, pages, metrics: null, ready }, false);
    const server = createAdaptorServer({ fetch: app.fetch });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    return async () => {
      ready.stop();
      await new Promise((resolve) => server.close(resolve));
      await walled.close();
      await services.close();
    };
  }, 180_000);
  afterAll(() => undefined);
  const actorNamed: ApiServer['actorNamed'] = async (email) => {
    const rows = await services.db
      .selectFrom('users as u')
      .innerJoin('role_assignments as r', 'r.user_id', 'u.id')
      .innerJoin('organisations as o', 'o.id', 'r.organisation_id')
      .select(['u.id', 'u.name', 'r.role', 'o.id as organisationId', 'o.path'])
      .where('u.email', '=', email)
      .execute();
    const [held] = rows;
    if (!held || rows.length > 1) throw new Error(`${email} is to have one role`);
    const assignment: RoleAssignment = { ...held, role: held.role as Role };
    return { userId: held.id, name: held.name, email, assignments: [assignment], path: held.path };
  };
  return {
    get db() {
      return services.db;
    },
    get today() {
      return services.clock.today();
    },
    ask: (path, token = null, init = {}) =>
      fetch(`${url}/api/v1${path}`, {
        redirect: 'manual',
        ...init,
        headers: { ...(token !== null && { authorization: `Bearer ${token}` }), ...(init.headers as object) },
      }),
    async tokenOf(account, given = {}) {
      const actor = await actorNamed(`${account}@opora.example`);
      const [held] = actor.assignments;
      const ctx: Ctx = { ...services, db: walled.seenBy(actor), actor, scope: scopeOf(actor), requestId: newId() };
      return createToken(ctx, {
        name: 'Проверка',
        purpose: 'проверка доступа',
        role: held!.role,
        organisationId: held!.organisationId,
        rights: API_RIGHTS,
        uses: PERMITTED_USES,
        validUntil: addDays(services.clock.today(), 30),
        ...given,
      });
    },
    actorNamed,
  };
}
