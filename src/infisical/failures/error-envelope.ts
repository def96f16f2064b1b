import { z } from 'zod';

const Issue = z.object({ message: z.string(), path: z.array(z.union([z.string(), z.number()])).optional() });

const Envelope = z.object({
  reqId: z.string().optional(),
  error: z.string().optional(),
  message: z.union([z.string(), z.array(Issue)]),
});

/** The error answer of either generation of servers, in one form. */
export interface ErrorEnvelope {
  readonly error: string;
  /** As text; of validation errors, each issue with the field it is about. Not cleaned yet. */
  readonly message: string;
  /** Servers of 2026 number their requests; on an unknown route nobody does. */
  readonly hasRequestId: boolean;
}

/** The envelope in `body`; undefined when it is none, so that the answer comes from something else than Infisical. */
export function readEnvelope(body: unknown): ErrorEnvelope | undefined {
  const parsed = Envelope.safeParse(body);
  if (!parsed.success) return undefined;
  const { error = '', message, reqId } = parsed.data;
  return {
    error,
    message: typeof message === 'string' ? message : message.map(issueText).join('; '),
    hasRequestId: reqId !== undefined,
  };
}

function issueText(issue: z.infer<typeof Issue>): string {
  const field = issue.path?.join('.') ?? '';
  return field === '' ? issue.message : `${field}: ${issue.message}`;
}
