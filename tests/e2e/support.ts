/** A real server on the demo region and a real Chromium, for journeys. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, vi } from 'vitest';
import type { Database } from '#platform/database.ts';
import { demoDatabase } from '#tests/support/database.ts';
import { axeViolations, launchBrowser, sidewaysOverflow } from './browser.ts';

const STARTED = /Опора работает: (http:\S+)/;
export const PASSWORD = 'Opora-demo-2026';

export type Role =
  | 'admin'
  | 'region'
  | 'analyst'
  | 'district'
  | 'municipality'
  | 'curator'
  | 'head'
  | 'editor'
  | 'reader';
export type Journey = {
  url(): string;
  /** The database behind the server, for what has no page to come in by. */
  database(): Database;
  /** What a program needs to work with the same database and files. */
  environment(): Record<string, string>;
  /** A fresh browser context, signed in as the demo account of the role. */
  signedIn(role: Role, options?: { javaScript?: boolean; width?: number }): Promise<Page>;
  visitor(options?: { javaScript?: boolean; width?: number }): Promise<Page>;
};

/** Call at the top of a journey file: the server and the browser live as long as its tests. */
export function journey(): Journey {
  vi.setConfig({ testTimeout: 90_000 });
  let browser: Browser;
  let server: { url: string; stop(): Promise<void> };
  let database: Database;
  let environment: Record<string, string>;
  const contexts: BrowserContext[] = [];
  /** Cookies of who has signed in once: the next context of the role need not. */
  const sessions = new Map<Role, Awaited<ReturnType<BrowserContext['cookies']>>>();
  beforeAll(async () => {
    const { db, url: databaseUrl, directory } = await demoDatabase();
    database = db;
    environment = { DATABASE_URL: databaseUrl, OPORA_DATA: directory };
    const started = startServer(environment);
    [server, browser] = await Promise.all([started, launchBrowser()]);
    // The first file to ask waits until the demo region is loaded for all.
  }, 180_000);
  afterAll(async () => {
    await Promise.all(contexts.map((context) => context.close()));
    await browser?.close();
    await server?.stop();
  });
  const visitor: Journey['visitor'] = async (options = {}) => {
    const context = await browser.newContext({
      baseURL: server.url,
      javaScriptEnabled: options.javaScript ?? true,
      locale: 'ru-RU',
      viewport: { width: options.width ?? 1440, height: 900 },
    });
    contexts.push(context);
    context.setDefaultTimeout(10_000);
    return context.newPage();
  };
  return {
    url: () => server.url,
    database: () => database,
    environment: () => environment,
    visitor,
    async signedIn(role, options) {
      const page = await visitor(options);
      const known = sessions.get(role);
      if (known) {
        await page.context().addCookies(known);
        await page.goto('/');
        return page;
      }
      await bringPassword(page, role);
      await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'));
      sessions.set(role, await page.context().cookies());
      return page;
    },
  };
}

/** At the door with the password; a second factor may be asked for next. */
export async function bringPassword(page: Page, role: Role): Promise<void> {
  await page.goto('/sign-in');
  await page.fill('input[name=email]', `${role}@opora.example`);
  await page.fill('input[name=password]', PASSWORD);
  await page.click('main button[type=submit]');
}

/** Runs the program as an operator does, on a port of its own, and waits until it says its address. */
export async function startServer(
  environment: Record<string, string>,
): Promise<{ url: string; process: ChildProcess; output(): string; stop(): Promise<void> }> {
  const directory = environment['OPORA_DATA'] ?? (await mkdtemp(join(tmpdir(), 'opora-e2e-')));
  const child = spawn(process.execPath, ['src/server.ts'], {
    env: {
      ...process.env,
      OPORA_DATA: directory,
      OPORA_PORT: '0',
      OPORA_LOG: 'error',
      NODE_ENV: 'production',
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const url = await new Promise<string>((resolve, reject) => {
    const read = (chunk: Buffer) => {
      output += chunk.toString();
      const address = STARTED.exec(output)?.[1];
      if (address) resolve(address);
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.once('exit', (code) => reject(new Error(`The server ended with ${code}:\n${output}`)));
  });
  return {
    url,
    process: child,
    output: () => output,
    async stop() {
      if (child.exitCode === null && child.signalCode === null) {
        const ended = new Promise((resolve) => child.once('exit', resolve));
        child.kill('SIGTERM');
        await ended;
      }
      if (!environment['OPORA_DATA']) await rm(directory, { recursive: true, force: true });
    },
  };
}

/** axe with every rule on. Fails with the rule, the place and how to mend it. */
export async function expectAccessible(page: Page): Promise<void> {
  expect(await axeViolations(page), `axe on ${page.url()}`).toEqual([]);
}

/** Nothing is cut off or scrolls sideways at the width of a small phone. */
export async function expectNoSidewaysScroll(page: Page): Promise<void> {
  expect(await sidewaysOverflow(page), `sideways scroll on ${page.url()}`).toBeLessThanOrEqual(0);
}
