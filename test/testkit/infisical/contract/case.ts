import { expect } from 'chai';
import type { Answer, Ask, Stage, Surface } from './stage.ts';

/** What an answer has to be. */
export interface Expected {
  readonly status: number;
  readonly error?: string;
  readonly code?: string;
  /** Only for messages that clients read: the words of the token library, and of unknown routes. */
  readonly message?: string | RegExp;
  /** A part of the body. */
  readonly body?: object;
}

/** One fact about the API, for the eras that are named. */
export interface ContractCase {
  readonly name: string;
  /** What has happened before. */
  readonly before?: (stage: Stage) => unknown;
  readonly ask: (stage: Stage) => Ask | Promise<Ask>;
  readonly '24'?: Expected;
  readonly '26'?: Expected;
  /** What else holds. */
  readonly check?: (answer: Answer, stage: Stage) => void | Promise<void>;
}

/** A refusal, as its envelope shows it. */
export function refused(status: number, error: string, rest: Partial<Expected> = {}): Expected {
  return { status, error, ...rest };
}

/** A success, with a part of its body. */
export function ok(body: object = {}): Expected {
  return { status: 200, body };
}

/** The same expectation of both eras. */
export function both(expected: Expected): Pick<ContractCase, '24' | '26'> {
  return { '24': expected, '26': expected };
}

/** A table of cases; throws if two have one name, since a failure could then not be found. */
export function table(cases: readonly ContractCase[]): readonly ContractCase[] {
  const names = cases.map(({ name }) => name);
  const twin = names.find((name, index) => names.indexOf(name) !== index);
  if (twin !== undefined) throw new Error(`Two cases are called: ${twin}`);
  return cases;
}

/** Whether a case says something about an era. */
export function concerns({ era }: Surface, each: ContractCase): boolean {
  return each[era] !== undefined;
}

/** Runs one case on its stage. */
export async function verify(each: ContractCase, stage: Stage): Promise<void> {
  await each.before?.(stage);
  const answer = await stage.send(await each.ask(stage));
  const { status, error, code, message, body } = each[stage.surface.era] ?? { status: 0 };
  expect(answer.status, answer.text).to.equal(status);
  if (error !== undefined) {
    expect(answer.body).to.include({ statusCode: status, error });
    const framework = error === 'Not Found';
    expect(Object.keys(answer.body ?? {}).includes('reqId')).to.equal(stage.surface.era === '26' && !framework);
  }
  if (code !== undefined) expect(answer.body).to.include({ code });
  if (message !== undefined) expect(answer.body).to.have.property('message').that.matches(new RegExp(message));
  if (body !== undefined) expect(answer.body).to.containSubset(body);
  await each.check?.(answer, stage);
}
