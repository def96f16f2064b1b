import { expect } from 'chai';
import type {
  AuthMethod,
  AuthRequest,
  CloudAnswer,
  CloudCall,
  ErrorDetails,
  LoginMaterial,
  ObjectKey,
  Platform,
} from '../../src/kernel/index.ts';
import type * as api from '../../src/third-party/plugin-api.ts';

/** Compiles only where each is assignable to the other. */
type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : never) : never;
/** Compiles only where the first may stand for the second. */
type Fits<A, B> = [A] extends [B] ? true : never;

/** Services with the signal that the kernel asks for, and that plugins may leave out. */
type Called<Services> = {
  readonly [Name in keyof Services]: Services[Name] extends (argument: infer A, signal?: AbortSignal) => infer R
    ? (argument: A, signal: AbortSignal) => R
    : never;
};

/** What the contract of plugins says twice, here and in the kernel, because plugins see one file and nothing of the kernel. */
const AGREES: {
  readonly key: Same<api.ObjectKey, ObjectKey>;
  readonly call: Same<api.HttpCall, CloudCall>;
  readonly answer: Same<api.HttpAnswer, CloudAnswer>;
  readonly details: Fits<api.ErrorDetails, ErrorDetails>;
  readonly material: Fits<LoginMaterial, api.LoginMaterial>;
  readonly secrets: Fits<AuthRequest<unknown>['secrets'], Called<api.PluginRequest<unknown>['secrets']>>;
  readonly tokens: Fits<AuthRequest<unknown>['tokens'], Called<api.PluginRequest<unknown>['tokens']>>;
  readonly platform: Fits<keyof api.PluginRequest<unknown>['platform'], keyof Platform>;
  readonly request: Fits<keyof AuthRequest<unknown>, keyof api.PluginRequest<unknown>>;
  readonly method: Fits<keyof AuthMethod<unknown>, keyof api.PluginMethod<unknown>>;
} = {
  key: true,
  call: true,
  answer: true,
  details: true,
  material: true,
  secrets: true,
  tokens: true,
  platform: true,
  request: true,
  method: true,
};

describe('the contract of plugins that come as folders', () => {
  it('is that of the kernel', () => {
    expect(Object.values(AGREES).every(Boolean)).to.equal(true);
  });
});
