import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFinished } from 'vitest';
import { launchBrowser, openVisitor, type Visitor, type VisitorOptions } from '../../support/browser.ts';
import type { Client } from '../../support/client.ts';
import { type Installation, type Prepare, type Seat, startInstallation } from './installation.ts';

/** What a file of journeys plays on: one installation and one browser. */
export interface Stage {
  readonly installation: Installation;
  readonly browser: Browser;
  /** Somebody unknown at the door. Ends with the test, which fails if a page did what none may do. */
  visitor(options?: Partial<VisitorOptions>): Promise<Visitor>;
  /** A member, signed in. */
  enter(seat: Seat, options?: Partial<VisitorOptions>): Promise<Member>;
}

/** A visitor who is signed in. */
export interface Member extends Visitor {
  readonly seat: Seat;
  /** The API as this person, with a session of its own. */
  readonly client: Client;
  /** Opens a page of the organisation: `cloud/imports`. */
  open(path: string): Promise<void>;
}

/** Ends with the test: leaves a screenshot when it failed, and fails it when a page misbehaved. */
const endWithTest = (visitor: Visitor): void =>
  onTestFinished(async ({ task }) => {
    const failed = task.result?.state === 'fail';
    const shot = failed ? await visitor.screenshot(task.name).catch(() => 'no screenshot') : undefined;
    await visitor.close();
    expect(visitor.faults).toEqual([]);
    if (shot !== undefined) throw new Error(`What the page showed is in ${shot}`);
  });

/** Opens a visitor who ends with the running test. */
export const admit = async (browser: Browser, options: VisitorOptions): Promise<Visitor> => {
  const visitor = await openVisitor(browser, options);
  endWithTest(visitor);
  return visitor;
};

/** For the head of a file: starts everything before its tests and ends it after them. */
export const openStage = (prepare?: Prepare): Stage => {
  let installation: Installation;
  let browser: Browser;
  beforeAll(async () => {
    [installation, browser] = await Promise.all([startInstallation(prepare), launchBrowser()]);
  });
  afterAll(async () => {
    await browser?.close();
    await installation?.close();
  });
  const visitor: Stage['visitor'] = (options = {}) =>
    admit(browser, { baseURL: installation.url, ...options });
  return {
    get installation() {
      return installation;
    },
    get browser() {
      return browser;
    },
    visitor,
    enter: async (seat, options) => {
      const [client, made] = [await installation.client(seat.person), await visitor(options)];
      const { url } = installation;
      await made.context.addCookies([...client.cookies].map(([name, value]) => ({ name, value, url })));
      const open = async (path: string): Promise<void> => {
        await made.page.goto(`/o/${seat.organisationId}/${path}`);
      };
      return { ...made, seat, client, open };
    },
  };
};
