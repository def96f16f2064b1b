import { z } from 'zod';

const cause = z.object({
  reason: z.string().default(''),
  message: z.string().default(''),
  field: z.string().default(''),
});

/** The parts of a `metav1.Status` that decide; its message is left out, because it may quote values. */
const statusBody = z.object({
  reason: z.string().default(''),
  code: z.number().optional(),
  message: z.string().default(''),
  details: z
    .object({
      kind: z.string().default(''),
      causes: z.array(cause).nullish(),
      retryAfterSeconds: z.number().optional(),
    })
    .nullish(),
});

/** One cause of a refusal. */
export type StatusCause = z.infer<typeof cause>;

/** A refusal as the server words it. */
export interface StatusBody {
  readonly reason: string;
  readonly code: number | undefined;
  /** For matching only; never shown. */
  readonly message: string;
  /** Kind or plural of the object that the refusal is about. */
  readonly kind: string;
  readonly causes: readonly StatusCause[];
  readonly retryAfterSeconds: number | undefined;
}

/** Reads a Status from anything; what is none (a proxy's web page) has empty fields. */
export function parseStatus(body: unknown): StatusBody {
  const parsed = statusBody.safeParse(body);
  if (!parsed.success) {
    return { reason: '', code: undefined, message: '', kind: '', causes: [], retryAfterSeconds: undefined };
  }
  const { reason, code, message, details } = parsed.data;
  return {
    reason,
    code,
    message,
    kind: details?.kind ?? '',
    causes: details?.causes ?? [],
    retryAfterSeconds: details?.retryAfterSeconds,
  };
}
