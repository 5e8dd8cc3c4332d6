/** A real server on the demo region and a real Chromium, for journeys. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import chromium from '@sparticuz/chromium';
import { type Browser, type BrowserContext, chromium as playwright, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect, vi } from 'vitest';
import type { Database } from '#platform/database.ts';
import { demoDatabase } from '#tests/support/database.ts';

const STARTED = /Опора работает: (http:\S+)/;
const PASSWORD = 'Opora-demo-2026';
const axeSource = readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

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
  const contexts: BrowserContext[] = [];
  beforeAll(async () => {
    const { db, url: databaseUrl, directory } = await demoDatabase();
    database = db;
    const started = startServer({ DATABASE_URL: databaseUrl, OPORA_DATA: directory });
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
    visitor,
    async signedIn(role, options) {
      const page = await visitor(options);
      await page.goto('/sign-in');
      await page.fill('input[name=email]', `${role}@opora.example`);
      await page.fill('input[name=password]', PASSWORD);
      await page.click('main button[type=submit]');
      await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'));
      return page;
    },
  };
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

/** Child processes, where the system tells of them. */
export function childrenOf(pid: number): number[] {
  const list = `/proc/${pid}/task/${pid}/children`;
  return existsSync(list) ? readFileSync(list, 'utf8').trim().split(' ').filter(Boolean).map(Number) : [];
}

async function launchBrowser(): Promise<Browser> {
  return playwright.launch({
    executablePath: await chromium.executablePath(),
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--font-render-hinting=none',
    ],
  });
}

/** axe with every rule on. Fails with the rule, the place and how to mend it. */
export async function expectAccessible(page: Page): Promise<void> {
  await page.evaluate(await axeSource);
  const violations = await page.evaluate(async () => {
    const { axe } = globalThis as unknown as {
      axe: { run(): Promise<{ violations: { id: string; help: string; nodes: { target: unknown[] }[] }[] }> };
    };
    const result = await axe.run();
    return result.violations.map(
      ({ id, help, nodes }) => `${id}: ${help} at ${nodes.map((node) => node.target.join(' ')).join(', ')}`,
    );
  });
  expect(violations, `axe on ${page.url()}`).toEqual([]);
}

/** Nothing is cut off or scrolls sideways at the width of a small phone. */
export async function expectNoSidewaysScroll(page: Page): Promise<void> {
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(overflow, `sideways scroll on ${page.url()}`).toBeLessThanOrEqual(0);
}
