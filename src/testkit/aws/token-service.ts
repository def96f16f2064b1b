import { randomUUID } from 'node:crypto';
import type { GivenAnswer, SeenRequest } from '../cloud/index.ts';
import type { AwsAccount, AwsKeys, AwsRole } from './account.ts';
import { checkSignature, SignatureRefusal } from './signature-check.ts';

/** A refusal of the token service. */
class StsRefusal extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

const STATUSES: Readonly<Record<SignatureRefusal['code'], number>> = {
  MissingAuthenticationToken: 403,
  IncompleteSignature: 400,
  InvalidClientTokenId: 403,
  SignatureDoesNotMatch: 403,
};

/**
 * `POST /` of the Security Token Service of a region, called by the name `host`. Answers in XML, or in JSON to who asks for it by an Accept header; refuses
 * as AWS does.
 */
export function securityTokens(request: SeenRequest, account: AwsAccount, host: string, region: string): GivenAnswer {
  const wantsJson = request.headers['accept']?.includes('application/json') === true;
  try {
    const [action, result] = act(request, account, host, region);
    const ResponseMetadata = { RequestId: randomUUID() };
    return answer(200, { [`${action}Response`]: { [`${action}Result`]: result, ResponseMetadata } }, wantsJson);
  } catch (error) {
    const [status, code] =
      error instanceof SignatureRefusal
        ? [STATUSES[error.code], error.code]
        : error instanceof StsRefusal
          ? [error.status, error.code]
          : [500, 'InternalFailure'];
    const refusal = { Type: 'Sender', Code: code, Message: error instanceof Error ? error.message : '' };
    const RequestId = randomUUID();
    return answer(
      status,
      wantsJson ? { Error: refusal, RequestId } : { ErrorResponse: { Error: refusal, RequestId } },
      wantsJson,
    );
  }
}

interface Tree {
  readonly [name: string]: string | Tree;
}

function act(request: SeenRequest, account: AwsAccount, host: string, region: string): readonly [string, Tree] {
  const form = new URLSearchParams(request.body);
  const given = (name: string): string => form.get(name) ?? '';
  if (request.method !== 'POST' || given('Version') !== '2011-06-15') {
    throw new StsRefusal(400, 'InvalidAction', 'Could not find operation for this version.');
  }
  switch (given('Action')) {
    case 'GetCallerIdentity': {
      const { arn, accessKeyId } = callerOf(request, account, host, region);
      return ['GetCallerIdentity', { Account: account.id, Arn: arn, UserId: accessKeyId }];
    }
    case 'AssumeRole': {
      const { arn } = callerOf(request, account, host, region);
      const role = account.roles.find((each) => each.arn === given('RoleArn'));
      if (role?.trusted.includes(arn) !== true || given('ExternalId') !== (role.externalId ?? '')) {
        throw new StsRefusal(
          403,
          'AccessDenied',
          `User: ${arn} is not authorized to perform: sts:AssumeRole on resource: ${given('RoleArn')}`,
        );
      }
      return ['AssumeRole', newSession(account, role, form)];
    }
    case 'AssumeRoleWithWebIdentity': {
      const role = account.roles.find((each) => each.arn === given('RoleArn'));
      if (role?.webIdentityTokens.includes(given('WebIdentityToken')) !== true) {
        throw new StsRefusal(403, 'AccessDenied', 'Not authorized to perform sts:AssumeRoleWithWebIdentity');
      }
      return ['AssumeRoleWithWebIdentity', newSession(account, role, form)];
    }
    default:
      throw new StsRefusal(400, 'InvalidAction', `Could not find operation ${given('Action')} for version 2011-06-15`);
  }
}

function callerOf(request: SeenRequest, account: AwsAccount, host: string, region: string): AwsKeys {
  const { headers } = request;
  if (headers['host'] !== host)
    throw new StsRefusal(403, 'SignatureDoesNotMatch', `The request is for another host than ${host}.`);
  const accessKeyId = checkSignature(request, {
    service: 'sts',
    region,
    nowMs: account.now(),
    secretKey: (id) => account.find(id)?.secretAccessKey,
  });
  const keys = account.find(accessKeyId);
  if (keys?.sessionToken !== headers['x-amz-security-token'] || keys === undefined) {
    throw new StsRefusal(403, 'InvalidClientTokenId', 'The security token included in the request is invalid.');
  }
  if (account.now() >= keys.expiresMs) {
    throw new StsRefusal(403, 'ExpiredToken', 'The security token included in the request is expired');
  }
  return keys;
}

function newSession(account: AwsAccount, role: AwsRole, form: URLSearchParams): Tree {
  const sessionName = form.get('RoleSessionName') ?? '';
  const seconds = Number(form.get('DurationSeconds') ?? 3_600);
  if (!/^[\w+=,.@-]{2,64}$/.test(sessionName) || !(seconds >= 900 && seconds <= 43_200)) {
    throw new StsRefusal(400, 'ValidationError', '1 validation error detected.');
  }
  const {
    accessKeyId,
    secretAccessKey,
    sessionToken = '',
    expiresMs,
    arn,
  } = account.session(role, sessionName, seconds);
  return {
    AssumedRoleUser: { Arn: arn, AssumedRoleId: `AROA:${sessionName}` },
    Credentials: {
      AccessKeyId: accessKeyId,
      SecretAccessKey: secretAccessKey,
      SessionToken: sessionToken,
      Expiration: new Date(expiresMs).toISOString(),
    },
  };
}

function answer(status: number, tree: Tree, asJson: boolean): GivenAnswer {
  if (asJson) return { status, body: tree };
  return {
    status,
    headers: { 'content-type': 'text/xml' },
    body: xml(tree, ' xmlns="https://sts.amazonaws.com/doc/2011-06-15/"'),
  };
}

function xml(tree: Tree, attributes = ''): string {
  return Object.entries(tree)
    .map(
      ([name, value]) =>
        `<${name}${attributes}>${typeof value === 'object' ? `\n${xml(value)}` : escaped(value)}</${name}>\n`,
    )
    .join('');
}

function escaped(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}
